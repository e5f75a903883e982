"""This checkout against another one: the same interpreter and bindings, same programs, layouts and remarks printed.

Beside each ratio stands that of this checkout against itself, of pairs run in between: what differs less is noise.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from programs import IREE_DIALECTS, PROGRAMS, ROOT, kernel
from timed import ENVIRONMENT, Command, compare

SMALL = "kernel of 100 lines"


def against(
    checkout: Path, names: Sequence[str], hosts: Sequence[str], ops: int, pairs: int, folder: Path
) -> Iterator[str]:
    """Rows of the programs of these names, of which SMALL is one."""
    for root in (ROOT, checkout):
        _make_ready(root)
    yield f"| program | host | size | ours | {checkout.name} | ratio | of CPU time | itself | of CPU time |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|--:|"
    path = folder / "program.mlir"
    for name in names:
        path.write_text("\n".join(kernel() if name == SMALL else PROGRAMS[name](ops)) + "\n")
        size = "100 lines" if name == SMALL else f"{ops:,} ops"
        for host in hosts:
            if name in IREE_DIALECTS and host != "iree":
                continue
            words = [f"--host={host}", "--lanewise-print-layouts", f"-o={folder / 'out.mlir'}", str(path)]
            ours, theirs = _lanewise_opt(ROOT, words), _lanewise_opt(checkout, words)
            other, itself = compare(ours, [theirs, ours], pairs, folder)
            own, before = other.wall()
            yield (
                f"| {name} | {host} | {size} | {own:.3f} s | {before:.3f} s | {other.ratio():.3f} "
                f"| {other.cpu_ratio():.3f} | {itself.ratio():.3f} | {itself.cpu_ratio():.3f} |"
            )


def _lanewise_opt(root: Path, words: Sequence[str]) -> Command:
    return Command([sys.executable, "-m", "lanewise.opt", *words], _environment(root))


def _environment(root: Path) -> dict[str, str]:
    return ENVIRONMENT | {"PYTHONPATH": str(root / "passes")}


def _make_ready(root: Path) -> None:
    """Bytecode beside the modules, and the certainty that they are the ones that are run."""
    package = root / "passes" / "lanewise"
    if not package.is_dir():
        raise SystemExit(f"--against: {root} is no checkout of Lanewise: there is no passes/lanewise in it")
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(package)], env=ENVIRONMENT, check=True)
    where = "import lanewise; print(lanewise.__file__)"
    file = subprocess.check_output([sys.executable, "-c", where], env=_environment(root), text=True).strip()
    if Path(file).parent != package:
        raise SystemExit(f"--against: where {package} should be, Python imports {file}")
