"""lanewise-sim: run a kernel, and say whether another does the same."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
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
    from lanewise.sim.judge.options import GivenNumbers
    from lanewise.sim.judge.report import Told
    from lanewise.sim.judge.runner import Result
    from lanewise.sim.machine.faults import Kind


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; the exit status: 0 equal or clean, 1 different or a fault, 2 wrong usage."""
    return supervise.main(Tool("lanewise-sim", command_line.parse, _work, ("input", "compare")), argv)


def _work(parser: Parser, arguments: Namespace) -> int:
    if arguments.help:
        output.write("-", parser.format_help() + TOLERANCES)
        return DONE
    return simulate(arguments)


TOLERANCES = """
tolerances: integers, and floats that no arithmetic touched, are equal or not. Other floats may be rounded otherwise:
where they are not equal both kernels run again, each float beside what it would be without rounding, in f64. These must
agree, as in any order of summation they do, and over a buffer the error of B may be 4 times that of A and some units in
the last place; else B is less precise. With --rtol or --atol instead: |a - b| <= A + R * |a|.
"""


def simulate(arguments: Namespace) -> int:
    """Run A and, when asked to compare, B; print the outcome."""
    from lanewise.sim.judge import report
    from lanewise.sim.judge.comparison import settle

    PROCESS.import_host(bare=True)
    faults: list[Told] = []
    results: list[tuple[str, Result]] = []
    paths = [path for path in (arguments.input, arguments.compare) if path is not None]
    runs = [partial(_simulate_text, path, files.read(path), arguments, faults) for path in paths]
    given: GivenNumbers = {"constants": arguments.args.constants, "numbers": arguments.args.numbers}
    found = None
    try:
        for path, run in zip(paths, runs, strict=True):
            result = run(given)
            results.append((files.shown_name(path), result))
            given = result.given()
        if arguments.compare:
            again_a, again_b = (partial(run, given) for run in runs)
            found = settle(results[0][1], results[1][1], again_a, again_b, arguments.rtol, arguments.atol)
    except _Faulty:
        pass
    if arguments.json:
        output.write("-", report.as_json(results, found, faults, arguments.stats))
    else:
        output.write("-", report.kinds(faults) if faults else report.text(results, found, arguments.stats))
    if not faults:
        _save(results[0][1], arguments.args.saved)
    return FAILED if faults or found else DONE


class _Faulty(Exception):
    """Something is wrong with a kernel, which has been said."""


def _simulate_text(
    path: str, text: str, arguments: Namespace, faults: list[Told], given: GivenNumbers, *again: Sequence[int] | None
) -> Result:
    """What one kernel leaves; with `again`, workgroups or None for all, with shadows. Raises _Faulty when something is
    wrong with it, which is said and added to `faults`."""
    from lanewise.command.console import Console
    from lanewise.command.session import Session, Settings
    from lanewise.mlir.diagnostics import Failure
    from lanewise.sim.judge import report
    from lanewise.sim.judge.runner import run_module
    from lanewise.sim.machine.faults import kind_of

    name = files.shown_name(path)
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
            raise _Faulty
        progress = bar if sys.stderr.isatty() else None
        options = replace(command_line.options_of(arguments), **given, progress=progress, shadows=bool(again))
        options = replace(options, workgroups=again[0]) if again and again[0] is not None else options
        try:
            return run_module(module, options)
        except Failure as failure:
            kind = kind_of(failure)
            session.emit(failure.message())
            raise _Faulty from None
        finally:
            bar.clear()


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
