"""Numbers that a kernel is given are chosen, so that they keep what the program says of them."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np

from lanewise.sim.judge.numbers import Numbers, Term, Tie
from lanewise.sim.semantics.hal_numbers import Limits
from lanewise.sim.values import types
from lanewise.sim.values.inputs import CONSTANT, SIZE, Inputs, Range

TRIES = 64
"""Combinations of rows that are tried, where several ops assume something of the same numbers."""

LARGE = 256
"""Numbers are not larger, where the program allows it: sizes that a simulator can bear."""

ROUNDS, LONGEST_STEP = 3, 1024
"""But they may be as large as so many steps of any loop of steps that are no longer."""

LOW = 0xFFFFFFFF

CHOICES = 4
"""Multiples of a large number that are chosen from."""


def choose(said: Numbers, inputs: Inputs, ties: Collection[Tie] = ()) -> bool:
    """Give each one a number, those aside that have one; False where those that are tied cannot be one."""
    dice = np.random.default_rng([inputs.seed, 1])
    for _ in range(TRIES):
        rows = [rows[int(dice.integers(len(rows)))] for rows in said.rows if rows]
        limits, fit = _limits(said, inputs, rows, ties)
        if fit:
            break
    if ties and not fit:
        return False
    for term in sorted(said.terms):
        tied = min((min(tie) for tie in ties if term in tie), default=term)
        number = _number(said, inputs, tied, limits.get(term, Limits()))
        for half, ordinal in enumerate(term):
            if ordinal >= 0:
                inputs.constants.setdefault(ordinal, number if len(term) == 1 else number >> 32 * half & LOW)
            elif -1 - ordinal not in inputs.arrays:
                inputs.numbers.setdefault(-1 - ordinal, number)
    return True


def _limits(
    said: Numbers, inputs: Inputs, rows: Sequence[dict[Term, Limits]], ties: Collection[Tie]
) -> tuple[dict[Term, Limits], bool]:
    """What holds of each term, and whether all does. What does not fit, such as to a number of the user's, is left out:
    the op that assumes it says so."""
    holds = [(term, _own(said, inputs, term)) for term in sorted(said.terms)]
    holds += [*(item for row in rows for item in row.items())]
    holds += [(term, Limits(divisor=step)) for term, step in said.offsets.items()]
    for number, begin, term, each in said.lengths:
        behind = [other for other in said.begins[number] if other > begin]
        if behind and each:
            holds.append((term, Limits(high=max((min(behind) - begin) * 8 // each, 1))))
    of = {term: tie for tie in ties for term in tie}
    found: dict[Term, Limits] = {}
    fit = True
    for term, one in holds:
        for other in of.get(term, frozenset([term])):
            limits = both(found[other], one) if other in found else one
            if _first(limits) <= limits.high:
                found[other] = limits
            else:
                fit = False
    return found, fit


def _own(said: Numbers, inputs: Inputs, term: Term) -> Limits:
    """By its type, and by what the user gave."""
    range_ = _range(inputs, term)
    if term[0] < 0 and -1 - term[0] in inputs.numbers:
        number = int(inputs.numbers[-1 - term[0]])
        return Limits(number, number)
    if all(ordinal in inputs.constants for ordinal in term):
        number = sum((inputs.constants[ordinal] & LOW) << 32 * half for half, ordinal in enumerate(term))
        return Limits(number, number)
    if range_:
        return Limits(int(range_[0]), int(range_[1]))
    width = 64 if len(term) > 1 else said.widths.get(term[0], 32)
    return Limits(high=max(2 ** (width - 1) - 1, 1))


def _range(inputs: Inputs, term: Term) -> Range | None:
    return inputs.constant_ranges.get(term[0]) if term[0] >= 0 else inputs.ranges.get(-1 - term[0])


def _number(said: Numbers, inputs: Inputs, term: Term, limits: Limits) -> int:
    """Seeded by the first ordinal; a float in [0.125, 1), as its bits."""
    kind, number = (CONSTANT, term[0]) if term[0] >= 0 else (SIZE, -1 - term[0])
    draw = float(inputs.values(kind, number, types.scalar_named("f64"), 1)[0]) / 4 + 0.5
    if term[0] in said.floats:
        value = np.array([0.125 + 0.875 * draw]).astype(said.floats[term[0]].dtype)
        return int(value.view(f"u{value.itemsize}")[0])
    step, first = limits.divisor, _first(limits)
    ranged = _range(inputs, term)
    if first == 0 and limits.high >= step and not ranged:
        first = step  # A size of 0 would try nothing.
    choices = (limits.high - first) // step + 1
    if not ranged:
        large = max(LARGE, ROUNDS * said.step if said.step <= LONGEST_STEP else 0)
        choices = min(choices, max((large - first) // step + 1, CHOICES))
    return first + step * int(draw * choices)


def both(one: Limits, other: Limits) -> Limits:
    """What holds where both do."""
    return Limits(max(one.low, other.low), min(one.high, other.high), math.lcm(one.divisor, other.divisor))


def _first(limits: Limits) -> int:
    """The least number within limits."""
    return -(-limits.low // limits.divisor) * limits.divisor
