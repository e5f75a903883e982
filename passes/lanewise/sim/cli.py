"""lanewise-sim: run a kernel, and say whether another does the same."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lanewise.command import output, supervise
from lanewise.command.process import PROCESS
from lanewise.command.tool import DONE, FAILED, Tool
from lanewise.command.usage import Parser, UsageError
from lanewise.mlir import files
from lanewise.sim import arguments as command_line

if TYPE_CHECKING:
    from argparse import Namespace

    from lanewise.mlir.diagnostics import Message
    from lanewise.sim.judge.report import Told
    from lanewise.sim.judge.runner import GivenNumbers, Result
    from lanewise.sim.machine.faults import Kind


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; the exit status: 0 equal or clean, 1 different or a fault, 2 wrong usage."""
    return supervise.main(Tool("lanewise-sim", command_line.parse, _work, ("input", "compare")), argv)


def _work(parser: Parser, arguments: Namespace) -> int:
    if arguments.help:
        output.write("-", parser.format_help() + _defaults())
        return DONE
    return simulate(arguments)


def _defaults() -> str:
    from lanewise.sim.judge.comparison import RTOL, RTOL_F8

    by_type = ", ".join(f"{name} {value:g}" for name, value in [*RTOL.items(), ("f8 types", RTOL_F8)])
    return f"\ntolerances: |a - b| <= A + R * |a|; integers are equal or not; R by default: {by_type}\n"


def simulate(arguments: Namespace) -> int:
    """Run A and, when asked to compare, B; print the outcome."""
    from lanewise.sim.judge import report
    from lanewise.sim.judge.comparison import differences

    PROCESS.import_host(bare=True)
    faults: list[Told] = []
    results: list[tuple[str, Result]] = []
    given: GivenNumbers = {"constants": arguments.args.constants, "numbers": arguments.args.numbers}
    for path in (arguments.input, arguments.compare):
        if path is None:
            continue
        result = _simulate_file(path, arguments, given, faults)
        if result is None:
            break
        results.append((files.shown_name(path), result))
        given = result.given()
    found = None
    if arguments.compare and not faults:
        found = differences(results[0][1], results[1][1], arguments.rtol, arguments.atol)
    if arguments.json:
        output.write("-", report.as_json(results, found, faults, arguments.stats))
    else:
        output.write("-", report.kinds(faults) if faults else report.text(results, found, arguments.stats))
    if not faults:
        _save(results[0][1], arguments.args.saved)
    return FAILED if faults or found else DONE


def _simulate_file(path: str, arguments: Namespace, given: GivenNumbers, faults: list[Told]) -> Result | None:
    """What one kernel leaves; None when something is wrong with it, which is said and added to `faults`."""
    from lanewise.command.console import Console
    from lanewise.command.session import Session, Settings
    from lanewise.mlir.diagnostics import Failure
    from lanewise.sim.judge import report
    from lanewise.sim.judge.runner import run_module
    from lanewise.sim.machine.faults import kind_of

    name = files.shown_name(path)
    text = files.read(path)
    console = Console(name, files.Lines(text))
    bar = report.Bar()
    kind: Kind | None = None

    def emit(message: Message) -> None:
        bar.clear()
        faults.append((message, kind))
        console.show(message)

    session = Session(Settings(), name, emit)
    with session.context:
        module = session.parse(text)
        if module is None:
            return None
        progress = bar if sys.stderr.isatty() else None
        options = replace(command_line.options_of(arguments), **given, progress=progress)
        try:
            result = run_module(module, options)
        except Failure as failure:
            kind = kind_of(failure)
            session.emit(failure.message())
            return None
        bar.clear()
        return result


def _save(result: Result, saved: dict[int, str]) -> None:
    """Write buffers of A as .npy files. Raises FileError, UsageError."""
    import numpy as np

    for number, path in saved.items():
        chosen = next((one for one in result.outputs.values() if one.number == number), None)
        if chosen is None:
            raise UsageError(f"out{number}: the kernel has no buffer {number} to save")
        data = io.BytesIO()
        np.save(data, chosen.array())
        output.write_bytes(path, data.getvalue())


if __name__ == "__main__":
    sys.exit(main())
