"""lanewise-opt --lanewise-check: simulate the program before each pass of ours against the program after it.

Both get the same seeded inputs. What they leave differently is an error at the op that stored it, and so is any fault
of the program after. What cannot be simulated is a warning, and with `strict` an error: nothing passes in silence.

A pass is compared with the program that it got, so that the blame falls on it. Nothing runs twice for that: what the
program before left is kept from when it was the program after, and where a pass changes nothing both are one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from lanewise.command import output
from lanewise.command.usage import UsageError
from lanewise.mlir.diagnostics import Failure, Failures, source_loc
from lanewise.mlir.functions import function_path, functions_of
from lanewise.mlir.host import ir
from lanewise.opt.case import Case, not_checked, undefined
from lanewise.opt.checked_program import CheckedProgram
from lanewise.opt.verdicts import EQUAL, NOT_CHECKED, Verdict, Verdicts
from lanewise.pipeline.manager import passes_of
from lanewise.pipeline.passes import Pass
from lanewise.pipeline.report import PassReport
from lanewise.pipeline.text import Element
from lanewise.sim.arguments import build_parser, options_of
from lanewise.sim.judge.comparison import Differences, settle
from lanewise.sim.judge.runner import Result
from lanewise.sim.judge.same_program import same_program
from lanewise.sim.judge.sizes import Choice, choose
from lanewise.sim.machine.faults import Fault
from lanewise.sim.machine.launch import triple
from lanewise.transforms.distribute import Distribute

FLAGS = ("args", "atol", "grid", "rtol", "seed", "subgroup-size", "workgroup-size", "workgroups")
"""The flags of lanewise-sim that may be given."""

WORKGROUPS = (0, 1, 2, -1)
"""Those that run when none are asked for: in the last one sizes that do not divide show."""


class Check:
    """Watches the passes of one run of the tool (see PassInstrumentation)."""

    def __init__(self, options: str) -> None:
        """`options` are `strict`, `report=FILE`, and flags of lanewise-sim: `seed=7 grid=4,1,1`. Raises UsageError."""
        found = _parse(options)
        self.verdicts = Verdicts()
        self._strict: bool = found.strict
        self._report_to: str | None = found.report
        self._asked = options_of(found)
        self._options = self._asked
        self._tolerances = found.rtol, found.atol
        self._latest: CheckedProgram | None = None
        # By the name of a function: the same after each pass, for what was run to be kept.
        self._choices: dict[str, list[Choice]] = {}

    def __call__(self, pass_: Pass, root: ir.Operation, report: PassReport) -> Callable[[], None]:
        latest, before = self._latest, self._program(root)
        if before is not latest:
            self._choices.clear()
        self._heed(pass_)

        def after() -> None:
            self._judge(pass_.name, before, self._program(root), report, _lines(root))

        return after

    def finish(self) -> None:
        """Say what was checked; write the report, if one was asked for. Raises FileError."""
        print(f"lanewise-opt: checked: {self.verdicts.summary()}", file=sys.stderr)
        if self._report_to is not None:
            output.write(self._report_to, self.verdicts.as_json())

    def expect(self, elements: Iterable[Element]) -> None:
        """Heed the first distribution before the passes that run before it. Raises PipelineError."""
        for pass_ in passes_of(elements):
            if isinstance(pass_, Distribute):
                self._heed(pass_)
                return

    def _heed(self, pass_: Pass) -> None:
        """The options of a distribution may say how many lanes there are. Its program runs with those from then on."""
        if not isinstance(pass_, Distribute):
            return
        sizes = [int(size) for size in pass_.workgroup_size.split(",") if size]
        if sizes and min(sizes) > 0:
            self._options = replace(self._options, workgroup_size=self._asked.workgroup_size or triple(sizes))
        if pass_.subgroup_size > 0:
            self._options = replace(self._options, subgroup_size=self._asked.subgroup_size or pass_.subgroup_size)

    def _program(self, root: ir.Operation) -> CheckedProgram:
        """The module as it is now, with what is known of the latest one if that does the same."""
        program, latest = CheckedProgram.of(root), self._latest
        if latest is not None and latest.text == program.text:
            return latest
        if latest is not None and same_program(latest.module, program.module):
            program = replace(program, outcomes=latest.outcomes)
        self._latest = program
        return program

    def _judge(
        self, name: str, before: CheckedProgram, after: CheckedProgram, report: PassReport, lines: dict[str, int]
    ) -> None:
        """Raises Failures for what differs, for faults, and where `strict` for what is not checked."""
        self.verdicts.passes.append(name)
        failures: list[Failure] = []
        for verdict in self._each(name, before, after):
            self.verdicts.found.append(replace(verdict, line=lines.get(verdict.function, 0)))
            if verdict.failure is None:
                continue
            if verdict.said != NOT_CHECKED or self._strict:
                failures.append(verdict.failure)
            else:
                assert verdict.failure.location is not None
                report.warning(verdict.failure.location, verdict.failure.text)
        if failures:
            raise Failures(failures)

    def _each(self, name: str, before: CheckedProgram, after: CheckedProgram) -> Iterator[Verdict]:
        """A verdict on each function, before or after."""
        if not after.verifies():
            yield not_checked("", name, after.module, f"after {name} the program does not verify")
            return
        known = {function_path(function): function for function in functions_of(before.module)}
        there = functions_of(after.module)
        for symbol in sorted(known.keys() - {function_path(function) for function in there}):
            yield not_checked(symbol, name, known[symbol], f"@{symbol} is gone after {name}")
        for function in there:
            symbol = function_path(function)
            if symbol not in known:
                yield not_checked(symbol, name, function, f"@{symbol} was not there before {name}")
            else:
                yield self._function(name, known[symbol], function, before, after)

    def _function(
        self, name: str, known: ir.Operation, function: ir.Operation, before: CheckedProgram, after: CheckedProgram
    ) -> Verdict:
        """At each choice of sizes; those at which the program before is undefined prove nothing."""
        symbol = function_path(function)
        given = {number: array.shape for number, array in self._options.arrays.items()} | dict(self._options.shapes)
        judged: list[Choice] = []
        ties: dict[str, None] = {}
        unproven: list[tuple[Choice, Fault]] = []
        verdict = Verdict(symbol, name, EQUAL)
        for choice in self._choices.setdefault(symbol, choose(known, given, self._options.constants)):
            shapes, seed = {**self._options.shapes, **choice.shapes}, self._options.seed + (choice.draw or 0)
            case = Case(name, symbol, function, before, after, choice, replace(self._options, shapes=shapes, seed=seed))
            first = case.first()
            if choice.is_chosen and isinstance(first, Fault):
                unproven.append((choice, first))
                continue
            found = case.verdict(self._differences)
            judged.append(choice)
            ties |= dict.fromkeys(first.ties if isinstance(first, Result) else ())
            if found.groups >= verdict.groups or found.failure:
                verdict = found
            if found.failure:
                break
        if not judged:
            verdict = undefined(symbol, name, function, unproven)
        left_out = tuple(choice for choice, _ in unproven)
        return replace(verdict, judged=tuple(judged), undefined=left_out, ties=tuple(ties))

    def _differences(self, case: Case, first: Result, second: Result) -> Differences:
        if first is second:
            return Differences()
        again = partial(case.again, case.before), partial(case.again, case.after)
        return settle(first, second, *again, *self._tolerances)


def _lines(root: ir.Operation) -> dict[str, int]:
    """Where each function is."""
    return {function_path(one): source_loc(one.location).line for one in functions_of(root)}


def _parse(options: str) -> argparse.Namespace:
    words = options.split()
    for word in words:
        name, _, value = word.partition("=")
        if word != "strict" and (name not in (*FLAGS, "report") or not value):
            needed = ", ".join(["strict", "report=...", *(f"{flag}=..." for flag in FLAGS)])
            raise UsageError(f"--lanewise-check: found '{word}', needed {needed}")
    parser = build_parser()
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--report")
    parser.set_defaults(workgroups=WORKGROUPS)
    try:
        found = parser.parse_args([f"--{word}" for word in words])
    except UsageError as problem:
        raise UsageError(f"--lanewise-check: {problem}") from None
    if found.args.saved:
        raise UsageError("--lanewise-check: it saves no buffers")
    return found
