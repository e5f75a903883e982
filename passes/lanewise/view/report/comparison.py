"""Two versions of a kernel by what their layouts cost: what got worse, what got better, and the verdict.

Lines move between versions, so items are matched by what they are and not by where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from lanewise.transforms.convert_layouts import ADDED, WRITTEN
from lanewise.view.draw.legend import Legend
from lanewise.view.report.items import CONVERSION, COPY, KINDS, UNKNOWN, UNRESOLVED, Item
from lanewise.view.report.movement import MOVEMENTS
from lanewise.view.report.report import CostReport, item_lines

WORSE, BETTER, EQUAL = "worse", "better", "equal"

CostByLoops = tuple[int, ...]
"""Of items by the number of loops of unknown trips around them, most loops first: there a byte outweighs all others."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted in both versions."""

    name: str
    unit: str
    before: CostByLoops
    after: CostByLoops

    @property
    def verdict(self) -> str:
        return EQUAL if self.before == self.after else WORSE if self.after > self.before else BETTER

    def __str__(self) -> str:
        return f"{self.verdict}: {self.name}: {self._shown(self.before)} before, {self._shown(self.after)} now"

    def _shown(self, cost: CostByLoops) -> str:
        parts: list[str] = []
        for power, amount in zip(range(len(cost) - 1, -1, -1), cost, strict=True):
            if amount or not (power or parts):
                parts.append(f"{amount}{' ' * bool(self.unit)}{self.unit}" + " x unknown trips" * power)
        return " + ".join(parts)

    def as_json(self) -> dict[str, Any]:
        """Costs as lists: entry i is what stands in i loops of unknown trips."""
        costs = {"before": list(reversed(self.before)), "after": list(reversed(self.after))}
        return {"name": self.name, "unit": self.unit, "verdict": self.verdict, **costs}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`before` and `after`, measured; the measures go from the gravest to the lightest."""

    before: CostReport
    after: CostReport
    measures: tuple[Measure, ...]
    added: tuple[Item, ...]
    removed: tuple[Item, ...]

    @property
    def verdict(self) -> str:
        """Of the gravest measure that differs."""
        return next((measure.verdict for measure in self.measures if measure.verdict != EQUAL), EQUAL)

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def as_json(self) -> dict[str, Any]:
        return {
            "before": self.before.file,
            "after": self.after.file,
            "verdict": self.verdict,
            "measures": [measure.as_json() for measure in self.measures],
            "added": [item.as_json() for item in self.added],
            "removed": [item.as_json() for item in self.removed],
        }


def compare(before: CostReport, after: CostReport) -> Comparison:
    measures = tuple(_measures(before, after))
    return Comparison(before, after, measures, _beyond(after, before), _beyond(before, after))


def _measures(before: CostReport, after: CostReport) -> Iterator[Measure]:
    def measure(name: str, kind: str, movement: str | None = None, unit: str = "") -> Measure:
        items = before.of(kind, movement), after.of(kind, movement)
        most = max((item.loops.unknown for found in items for item in found), default=0)
        costs = (_cost(found, most, bool(unit)) for found in items)
        return Measure(name, unit, *costs)

    yield measure("ops without layout rules", UNKNOWN)
    yield measure("values that could not be resolved", UNRESOLVED)
    for movement in reversed(MOVEMENTS):
        yield measure(f"converted {movement}", CONVERSION, movement, "bytes")
    yield measure("copied", COPY, unit="bytes")


def _cost(items: list[Item], most: int, in_bytes: bool) -> CostByLoops:
    """What is counted in numbers costs the same in a loop."""
    if not in_bytes:
        return (len(items),)
    cost = [0] * (most + 1)
    for item in items:
        cost[most - item.loops.unknown] += item.moved
    return tuple(cost)


def _beyond(these: CostReport, those: CostReport) -> tuple[Item, ...]:
    """The items of `these` that have no partner in `those`, the dearest first."""
    partners = Counter(map(_key, those.items))
    left = []
    for item in these.items:
        partners[_key(item)] -= 1
        if partners[_key(item)] < 0:
            left.append(item)
    return tuple(sorted(left, key=_gravity))


def _key(item: Item) -> Hashable:
    """A conversion that a pass has written is the one that it would have added."""
    by_pass = item.origin in (ADDED, WRITTEN)
    op = "" if by_pass else item.op
    return item.kind, op, by_pass, item.type, item.movement, item.loops, item.has, item.wants


def _gravity(item: Item) -> tuple[int, ...]:
    movement = MOVEMENTS.index(item.movement) if item.movement else 0
    return KINDS.index(item.kind), -movement, -item.loops.unknown, -item.moved


def _lines(comparison: Comparison) -> Iterator[str]:
    legend = Legend()
    yield f"{comparison.verdict}: {comparison.after.file} against {comparison.before.file}"
    by_verdict = {WORSE: 0, BETTER: 1, EQUAL: 2}
    for measure in sorted(comparison.measures, key=lambda measure: by_verdict[measure.verdict]):
        if measure.verdict != EQUAL:
            yield f"  {measure}"
    for title, items in (("only now", comparison.added), ("only before", comparison.removed)):
        if items:
            yield ""
            yield f"{title}:"
            for item in items:
                yield from (f"  {line}" for line in item_lines(item, legend))
    yield from legend.lines()
