# REQUIRES: iree
# RUN: %pytest %s
"""One dispatch of each program is distributed and judged; `make dispatches` has all of them, and the compiler's own."""

from __future__ import annotations

from pathlib import Path

import lanewise

HERE = Path(__file__).parent / "inputs"

GATHERED = "gathered_rows"

CHECKS = {
    GATHERED: "args=1=0..63",  # Numbers of rows come from memory, and say which rows there are.
    "product": "args=0=0.9..1.1",  # A product of 1,024 others has no digits left.
}

# What distribution refuses.
REFUSED = {
    GATHERED: "the layout of operand #1 ends here",
}


def sample() -> list[Path]:
    """The targets take turns."""
    programs: dict[str, list[Path]] = {}
    for path in sorted(HERE.glob("*.mlir")):
        programs.setdefault(path.name.partition(".")[0], []).append(path)
    return [paths[number % len(paths)] for number, paths in enumerate(programs.values())]


def test_every_program_is_judged_equal() -> None:
    paths = sample()
    assert len(paths) >= 40
    others = [path for path in paths if path.name.partition(".")[0] not in CHECKS]
    found = lanewise.check_many(others, host="iree", jobs=2)
    for path in paths:
        check = CHECKS.get(path.name.partition(".")[0])
        found += lanewise.check_many([path], host="iree", check=check) if check else []
    for kernel in found:
        refused = REFUSED.get(Path(kernel.path).name.partition(".")[0])
        if refused is None:
            assert kernel.verdict == "equal", kernel
        else:
            assert kernel.verdict == "refused"
            assert refused in kernel.text
