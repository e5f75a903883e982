"""The programs of the .mlir files beside this: what their RUN lines make of them, run in the simulator."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lanewise import transforms as transforms  # registers the passes
from lanewise.command.session import Session, Settings
from lanewise.mlir import files, host
from lanewise.mlir.diagnostics import Message
from lanewise.mlir.host import ir
from lanewise.opt import flags
from lanewise.pipeline.text import Element
from lanewise.sim import arguments
from lanewise.sim.judge.comparison import settle
from lanewise.sim.judge.options import Options
from lanewise.sim.judge.runner import Result, run_module

HERE = Path(__file__).parent
DISTRIBUTE = "lanewise-distribute"
RUN = re.compile(r"// RUN: (?!not ).*?lanewise-opt (.*?)(?: \d?>|[|&]|%}|$)")
FUNCTION = re.compile(r"\b(?:func|gpu)\.func @(\w+)")
ARGS = re.compile(r"// ARGS: (\S+)")


@dataclass(frozen=True)
class Run:
    """A RUN line: the passes, and the lanes that its options name."""

    passes: tuple[Element, ...]
    workgroup_size: tuple[int, int, int] | None
    subgroup_size: int | None


@dataclass(frozen=True)
class Case:
    """One chunk of a file, on its way through one RUN line."""

    path: Path
    line: int
    text: str
    run: Run

    def __str__(self) -> str:
        return f"{self.path.stem}:{self.line}"


def cases() -> Iterator[Case]:
    """Those for this process's host; chunks of what is refused are left out."""
    for path in sorted(HERE.glob("*.mlir")):
        whole = path.read_text()
        runs = dict.fromkeys(_runs(whole.split("\n")))
        for line, text in files.split(whole):
            if "expected-error" not in text and FUNCTION.search(text):
                for run in runs:
                    yield Case(path, line, text, run)


def _runs(lines: list[str]) -> Iterator[Run]:
    for line in lines:
        found = RUN.match(line)
        if found is None or DISTRIBUTE not in found[1]:
            continue
        _, settings = flags.parse(shlex.split(found[1].replace("%host", host.NAME)))
        options = {one.name: one.options for one in settings.passes}.get(DISTRIBUTE)
        if options is not None and settings.host in (None, host.NAME):
            x, y, z = (*map(int, (_option("workgroup-size", options) or "0").split(",")), 1, 1)[:3]
            yield Run(settings.passes, (x, y, z) if x else None, int(_option("subgroup-size", options) or 0) or None)


def _option(name: str, options: str) -> str | None:
    found = re.search(rf"\b{name}=(\S+)", options)
    return found and found[1]


def outcomes(case: Case) -> tuple[list[str], str]:
    """What is wrong, function by function, and the program after the passes."""
    said: list[Message] = []
    session = Session(Settings(), str(case), said.append)
    args = _args(case.text)
    with session.context:
        # Twice, as it runs again after the passes have run.
        module, given = (session.parse("\n" * (case.line - 1) + case.text) for _ in range(2))
        assert module is not None, said
        assert given is not None
        names = FUNCTION.findall(case.text)
        as_given = _of_functions(session, given, case.text)
        before = {name: _simulate(as_given, name, case.run, args.get(name)) for name in names}
        assert session.run(module, case.run.passes), said
        text = session.print(module)
        as_printed = _of_functions(session, module, text)
        wrong = []
        for name, result in before.items():
            after = _simulate(as_printed, name, case.run, args.get(name))
            again = [partial(_again, module, name, case.run, args.get(name)) for module in (as_given, as_printed)]
            wrong += [f"@{name}: {difference}" for difference in settle(result, after, again[0], again[1])]
            if not any(output.stored.any() for output in result.outputs.values()):
                wrong.append(f"@{name} stores nothing")
        return wrong, text


def _of_functions(session: Session, module: ir.Module, text: str) -> ir.Module:
    """The module of the text; with functions for the kernels of a gpu.module, as the simulator runs only those."""
    if "gpu.module" not in text:
        return module
    text = re.sub(r"gpu\.module @\w+ \{(.*)\}", r"\1", text, flags=re.DOTALL).replace("gpu.return", "return")
    functions = session.parse(re.sub(r"gpu\.func (@\w+\(.*?\)) kernel", r"func.func \1", text))
    assert functions is not None, text
    return functions


def _args(text: str) -> dict[str, arguments.Args]:
    """What `// ARGS:` below the head of a function says, as the flag --args of lanewise-sim."""
    found, name = {}, ""
    for line in text.split("\n"):
        if head := FUNCTION.search(line):
            name = head[1]
        if said := ARGS.search(line):
            found[name] = arguments.parse_args(said[1])
    return found


def _again(module: ir.Module, name: str, run: Run, said: arguments.Args | None, groups: Sequence[int] | None) -> Result:
    """With shadows; all workgroups: there are few."""
    return _simulate(module, name, run, said, shadows=True)


def _simulate(module: ir.Module, name: str, run: Run, args: arguments.Args | None, shadows: bool = False) -> Result:
    args = args or arguments.Args()
    return run_module(
        module,
        Options(
            entry=name,
            workgroup_size=run.workgroup_size,
            subgroup_size=run.subgroup_size,
            shapes=args.shapes,
            numbers=args.numbers,
            shadows=shadows,
        ),
    )
