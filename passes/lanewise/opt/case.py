"""One function before and after one pass: what each leaves, and the verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lanewise.mlir.diagnostics import Failure, Located, Message
from lanewise.mlir.host import ir
from lanewise.opt.checked_program import CheckedProgram, Outcome
from lanewise.opt.verdicts import EQUAL, NOT_CHECKED, Verdict, listed
from lanewise.sim.judge.comparison import Differences
from lanewise.sim.judge.options import Options
from lanewise.sim.judge.runner import Result
from lanewise.sim.judge.sizes import Choice
from lanewise.sim.machine.faults import Fault, Kind, kind_of


@dataclass(frozen=True, slots=True)
class Case:
    """One function before and after one pass, as one choice has it run."""

    pass_: str
    symbol: str
    function: ir.Operation
    before: CheckedProgram
    after: CheckedProgram
    choice: Choice
    options: Options

    @property
    def where(self) -> str:
        return f", where {self.choice}" if self.choice.is_chosen else ""

    def first(self) -> Outcome:
        return self.before.outcome(self.symbol, self.options)

    def second(self) -> Outcome:
        """It gets the push constants and sizes that the program before drew."""
        first = self.first()
        options = replace(self.options, **first.given()) if isinstance(first, Result) else self.options
        return self.after.outcome(self.symbol, options)

    def again(self, program: CheckedProgram, groups: Sequence[int] | None) -> Result:
        """What some workgroups, or all that ran, leave of a program in a run with shadows. Raises Failure."""
        first = self.first()
        assert isinstance(first, Result)
        options = replace(self.options, **first.given(), shadows=True)
        return program.known(self.symbol, options if groups is None else replace(options, workgroups=groups))

    def groups(self) -> tuple[int, int]:
        """How many workgroups ran, and how many there are."""
        results = [one for one in (self.first(), self.second()) if isinstance(one, Result)]
        return max(((one.groups, one.of_groups) for one in results), default=(0, 0))

    def wrong(self, kind: Kind, at: Located, text: str, notes: tuple[Message, ...] = ()) -> Verdict:
        failure = Failure(at, text + self.where)
        failure.notes = notes
        return Verdict(self.symbol, self.pass_, kind, kind, failure, *self.groups())

    def verdict(self, compare: Compare) -> Verdict:
        """`compare` finds what two results leave differently."""
        symbol, name, first, second = self.symbol, self.pass_, self.first(), self.second()
        if isinstance(first, Fault) and isinstance(second, Fault):
            text = f"@{symbol} before {name} already: {first.text}"
            return self.wrong(first.kind, _at(first, self.function), text, first.notes)
        if isinstance(second, Fault):
            text = f"@{symbol} after {name}: {second.text}"
            return self.wrong(second.kind, _at(second, self.function), text, second.notes)
        for outcome, when in ((first, "before"), (second, "after")):
            if isinstance(outcome, Failure):
                undefined = " is undefined" if isinstance(outcome, Fault) else ""
                text = f"@{symbol}{undefined} {when} {name}: {outcome.text}{self.where}"
                return not_checked(symbol, name, _at(outcome, self.function), text, kind_of(outcome))
        assert isinstance(first, Result)
        assert isinstance(second, Result)
        try:
            differ = compare(self, first, second)
        except Failure as failure:
            text = f"@{symbol} with shadows, around {name}: {failure.text}{self.where}"
            return not_checked(symbol, name, _at(failure, self.function), text, kind_of(failure))
        for found in differ[:1]:
            did = "changed what" if found.kind == "different" else "made less precise what"
            text = f"{name} {did} @{symbol} leaves: {found.text('before', 'after')}"
            if found.index is not None:
                text += f"; {found.count} of {found.size} elements differ"
            return self.wrong(found.kind, found.op or self.function, text)
        for left in second.outputs.values():
            count = int(left.poison.sum())
            if count:
                text = f"@{symbol} after {name} returns poison: {count} of {left.poison.size} elements of {left.name}"
                return self.wrong("poison", left.writer(0) or self.function, text)
        return Verdict(symbol, name, EQUAL, None, None, *self.groups(), ended=differ.ended)


Compare = Callable[[Case, Result, Result], Differences]


@dataclass(frozen=True, slots=True)
class _Spot:
    location: ir.Location


def _at(failure: Failure, function: ir.Operation) -> Located:
    return function if failure.location is None else _Spot(failure.location)


def not_checked(symbol: str, name: str, at: Located, text: str, kind: Kind | None = None) -> Verdict:
    return Verdict(symbol, name, NOT_CHECKED, kind, Failure(at, f"not checked: {text}"))


def undefined(symbol: str, name: str, function: ir.Operation, found: list[tuple[Choice, Fault]]) -> Verdict:
    """When the program before is undefined at all sizes that were chosen."""
    if not found:
        text = f"@{symbol}: a buffer with `?` is too large at any size: needed sizes, in args=..."
        return not_checked(symbol, name, function, text)
    (choice, fault), *_ = reversed(found)
    sizes = listed([one.size for one, _ in found if one.size is not None])
    at = f"at sizes {sizes}" if sizes else f"with {len(found)} draws of push constants"
    text = f"@{symbol} is undefined before {name} {at}, and args=... gives none: {fault.text}"
    return not_checked(symbol, name, _at(fault, function), f"{text}, where {choice}", fault.kind)
