"""What --lanewise-check found: a verdict on each function after each pass, as one line for people and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lanewise.mlir.diagnostics import Failure
from lanewise.sim.judge.sizes import Choice
from lanewise.sim.machine.faults import Kind

Said = Kind | Literal["equal", "not checked"]
EQUAL: Said = "equal"
NOT_CHECKED: Said = "not checked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """On one function after one pass."""

    function: str
    pass_: str
    said: Said
    kind: Kind | None = None
    """Of what was found, or of what there is instead of a verdict; None where a question had no answer."""
    failure: Failure | None = None
    """What is told, where; None when equal."""
    groups: int = 0
    of_groups: int = 0
    """Workgroups that ran, and those there are, in the largest run."""
    judged: tuple[Choice, ...] = ()
    """What was chosen for `?` in the runs that were judged."""
    undefined: tuple[Choice, ...] = ()
    """And in those where the program before was undefined itself."""
    ties: tuple[str, ...] = ()
    """Numbers that were drawn as one, as the program before is out of bounds where they are not."""
    ended: int = 0
    """Elements that were compared as they are rounded, as decisions fell differently."""
    line: int = 0
    """Where the function is, of which a file of several chunks may have two of one name."""

    @property
    def where(self) -> tuple[str, int]:
        return self.function, self.line


@dataclass(slots=True)
class Verdicts:
    """Those of one run of the tool."""

    passes: list[str] = field(default_factory=list)
    found: list[Verdict] = field(default_factory=list)

    def summary(self) -> str:
        """`2 functions, 4 of 1,024 workgroups, sizes 1, 15, 25 and 48, 2 passes`."""
        checked = {one.where: one for one in self.found if one.said != NOT_CHECKED}
        others = {one.where for one in self.found if one.said == NOT_CHECKED}
        parts = [_count(len(checked), "function")]
        if checked:
            groups = sum(one.groups for one in checked.values())
            of_groups = sum(one.of_groups for one in checked.values())
            parts.append(f"{groups:,} of " * (groups < of_groups) + _count(of_groups, "workgroup"))
        parts += _sizes(checked.values())
        parts += [f"{tie} taken as one number" for tie in sorted({tie for one in checked.values() for tie in one.ties})]
        ended = sum(one.ended for one in self.found)
        if ended:
            parts.append(f"{_count(ended, 'element')} compared as rounded")
        if others:
            parts.append(f"{len(others):,} not checked")
        passes = max(Counter(one.where for one in self.found).values(), default=len(self.passes))
        return ", ".join([*parts, _count(passes, "pass", "passes")])

    def as_json(self) -> str:
        answer = {"passes": self.passes, "functions": [_plain(one) for one in self.found]}
        return json.dumps(answer, indent=2) + "\n"


def _plain(one: Verdict) -> dict[str, Any]:
    failure = one.failure
    return {
        "name": one.function,
        "pass": one.pass_,
        "verdict": one.said,
        "kind": one.kind,
        "text": failure and failure.text,
        "line": failure and failure.loc.line,
        "workgroups": one.groups,
        "of": one.of_groups,
        "compared_as_rounded": one.ended,
        "runs": len(one.judged),
        "sizes": [_by_number(choice) for choice in one.judged],
        "undefined_sizes": [_by_number(choice) for choice in one.undefined],
        "ties": list(one.ties),
    }


def _by_number(choice: Choice) -> dict[str, list[int]]:
    return {str(number): list(shape) for number, shape in choice.shapes.items()}


def _sizes(checked: Iterable[Verdict]) -> list[str]:
    verdicts = list(checked)
    judged = {choice.size for one in verdicts for choice in one.judged}
    undefined = {choice.size for one in verdicts for choice in one.undefined} - judged
    numbers, left_out = (sorted(size for size in some if size is not None) for some in (judged, undefined))
    draws = {choice.draw for one in verdicts for choice in one.judged} - {None}
    said = [f"{_count(len(draws), 'draw')} of push constants"] if draws else []
    if not numbers:
        return said
    text = f"size{'s' * (len(numbers) > 1)} {listed(numbers)}"
    return [f"{text} (undefined itself at {listed(left_out)})" if left_out else text, *said]


def listed(numbers: Sequence[int]) -> str:
    """`1, 15 and 25`."""
    return " and ".join(filter(None, [", ".join(map(str, numbers[:-1])), *map(str, numbers[-1:])]))


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"
