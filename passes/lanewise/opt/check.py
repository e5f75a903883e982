"""lanewise-opt --lanewise-check: simulate the program before each pass of ours against the program after it.

Both get the same seeded inputs. What they leave differently is an error at the op that stored it, and so is any fault
of the program after. What cannot be simulated is a warning: nothing passes in silence.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from lanewise.command.usage import UsageError
from lanewise.mlir.attributes import functions, symbol_name
from lanewise.mlir.diagnostics import Failure, Failures, Located
from lanewise.mlir.host import ir
from lanewise.pipeline.manager import verifies
from lanewise.pipeline.passes import Pass
from lanewise.pipeline.report import PassReport
from lanewise.sim.arguments import build_parser, options_of
from lanewise.sim.judge.comparison import settle
from lanewise.sim.judge.runner import Options, Result, run_module
from lanewise.sim.machine.faults import Fault
from lanewise.sim.machine.launch import triple
from lanewise.transforms.distribute import Distribute

FLAGS = ("args", "atol", "grid", "rtol", "seed", "subgroup-size", "workgroup-size", "workgroups")
"""The flags of lanewise-sim that may be given."""

WORKGROUPS = (0, 1, 2, -1)
"""Those that run when none are asked for: in the last one sizes that do not divide show."""


@dataclass(frozen=True, slots=True)
class _Program:
    """A module as it was at one moment. A clone: what the host's passes do to the original must not reach it."""

    module: ir.Operation
    text: str
    outcomes: dict[tuple[str, object], Result | Failure]

    @staticmethod
    def of(root: ir.Operation) -> _Program:
        module = root.operation.clone(ip=False)
        return _Program(module, str(module), {})

    def outcome(self, name: str, options: Options) -> Result | Failure:
        """What a function leaves, or why that is not known."""
        key = name, (options.workgroup_size, options.subgroup_size, options.shadows)
        if key not in self.outcomes:
            try:
                self.outcomes[key] = run_module(self.module, replace(options, entry=name))
            except Failure as failure:
                self.outcomes[key] = failure
        return self.outcomes[key]

    def known(self, name: str, options: Options) -> Result:
        """What a function leaves. Raises Failure."""
        outcome = self.outcome(name, options)
        if isinstance(outcome, Failure):
            raise outcome
        return outcome


class Check:
    """Watches the passes of one run of the tool (see PassInstrumentation)."""

    def __init__(self, options: str) -> None:
        """`options` are flags of lanewise-sim: `seed=7 grid=4,1,1`. Raises UsageError."""
        found = _parse(options)
        self._asked = options_of(found)
        self._options = self._asked
        self._tolerances = found.rtol, found.atol
        self._latest: _Program | None = None

    def __call__(self, pass_: Pass, root: ir.Operation, report: PassReport) -> Callable[[], None]:
        before = self._program(root)
        self._heed(pass_)

        def after() -> None:
            self._judge(pass_.name, before, self._program(root), report)

        return after

    def _program(self, root: ir.Operation) -> _Program:
        """The module as it is now; the latest one, with what is known of it, if that is the same."""
        program = _Program.of(root)
        if self._latest is None or self._latest.text != program.text:
            self._latest = program
        return self._latest

    def _heed(self, pass_: Pass) -> None:
        """The options of a distribution may say how many lanes there are. Its program runs with those from then on."""
        if not isinstance(pass_, Distribute):
            return
        sizes = [int(size) for size in pass_.workgroup_size.split(",") if size]
        if sizes and min(sizes) > 0:
            self._options = replace(self._options, workgroup_size=self._asked.workgroup_size or triple(sizes))
        if pass_.subgroup_size > 0:
            self._options = replace(self._options, subgroup_size=self._asked.subgroup_size or pass_.subgroup_size)

    def _judge(self, name: str, before: _Program, after: _Program, report: PassReport) -> None:
        """Raises Failures for what differs and for faults."""
        if not _verifies_silently(after.module):
            report.warning(after.module.location, f"not checked: after {name} the program does not verify")
            return
        options = self._options
        if not _counts_lanes(before.module) and not _counts_lanes(after.module):
            options = replace(options, workgroup_size=(1, 1, 1), subgroup_size=1)
        failures: list[Failure] = []
        known = {_name(function): function for function in functions(before.module, nested=True)}
        there = functions(after.module, nested=True)
        for symbol in sorted(known.keys() - {_name(function) for function in there}):
            report.warning(known[symbol].location, f"not checked: @{symbol} is gone after {name}")
        for function in there:
            symbol = _name(function)
            if function.name != "func.func" or function.parent.operation != after.module:
                why = f"@{symbol} is no func.func that stands directly in the module"
                report.warning(function.location, f"not checked: {why}")
            elif symbol not in known:
                report.warning(function.location, f"not checked: @{symbol} was not there before {name}")
            else:
                first = before.outcome(symbol, options)
                constants = first.constants if isinstance(first, Result) else options.constants
                second = after.outcome(symbol, replace(options, constants=constants))
                shadowed = replace(options, constants=constants, shadows=True)
                again = partial(before.known, symbol, shadowed), partial(after.known, symbol, shadowed)
                failures += self._compare(name, function, first, second, report, again)
        if failures:
            raise Failures(failures)

    def _compare(
        self,
        name: str,
        function: ir.Operation,
        first: Result | Failure,
        second: Result | Failure,
        report: PassReport,
        again: tuple[Callable[[], Result], Callable[[], Result]],
    ) -> list[Failure]:
        symbol = _name(function)
        if isinstance(second, Fault):
            already = isinstance(first, Fault) and first.text == second.text
            when = f"before {name} already" if already else f"after {name}"
            failure = Failure(_at(second, function), f"@{symbol} {when}: {second.text}")
            failure.notes = second.notes
            return [failure]
        for outcome, when in ((first, "before"), (second, "after")):
            if isinstance(outcome, Failure):
                text = f"not checked: @{symbol} {when} {name}: {outcome.text}"
                report.warning(_at(outcome, function).location, text)
                return []
        assert isinstance(first, Result)
        assert isinstance(second, Result)
        for difference in settle(first, second, again[0], again[1], *self._tolerances)[:1]:
            text = f"{name} changed what @{symbol} leaves: {difference.text('before', 'after')}"
            if difference.index is not None:
                text += f"; {difference.count} of {difference.size} elements differ"
            return [Failure(difference.op or function, text)]
        for output in second.outputs.values():
            count = int(output.poison.sum())
            if count:
                text = f"@{symbol} after {name} returns poison: {count} of {output.poison.size} elements"
                return [Failure(output.writer(0) or function, f"{text} of {output.name}")]
        return []


def _parse(options: str) -> argparse.Namespace:
    words = options.split()
    for word in words:
        name, equals, _ = word.partition("=")
        if name not in FLAGS or not equals:
            raise UsageError(f"--lanewise-check: found '{word}', needed {', '.join(f'{flag}=...' for flag in FLAGS)}")
    parser = build_parser()
    parser.set_defaults(workgroups=WORKGROUPS)
    try:
        found = parser.parse_args([f"--{word}" for word in words])
    except UsageError as problem:
        raise UsageError(f"--lanewise-check: {problem}") from None
    if found.args.saved:
        raise UsageError("--lanewise-check: it saves no buffers")
    return found


@dataclass(frozen=True, slots=True)
class _Spot:
    location: ir.Location


def _at(failure: Failure, function: ir.Operation) -> Located:
    return function if failure.location is None else _Spot(failure.location)


def _name(function: ir.Operation) -> str:
    return symbol_name(function) or ""


def _counts_lanes(module: ir.Operation) -> bool:
    """Whether the sizes of workgroups and subgroups may matter. Without an op that asks, every lane does the same."""
    found = False

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal found
        found = found or op.name.startswith(("gpu.", "hal.", "iree_vector_ext.to_sim"))
        return ir.WalkResult.INTERRUPT if found else ir.WalkResult.ADVANCE

    module.walk(visit)
    return found


def _verifies_silently(module: ir.Operation) -> bool:
    """Says nothing itself: the pass manager's verifier does."""
    silence = module.context.attach_diagnostic_handler(lambda diagnostic: True)
    try:
        return verifies(module)
    finally:
        silence.detach()
