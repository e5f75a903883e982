"""Push constants: numbers that keep what the program says of them.

An i32 is a number by itself, or with another one the halves of an i64: a term. What `util.assume.int` says of terms
comes in rows, and one row holds for all its operands; a byte offset of a binding is a multiple of its alignment.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from lanewise.mlir.attributes import constant_integer, integer
from lanewise.mlir.host import ir
from lanewise.sim.semantics.hal_numbers import Limits, assumed
from lanewise.sim.values import types
from lanewise.sim.values.inputs import CONSTANT, Inputs

Term = tuple[int, ...]
"""The ordinals of a number's halves, the lower first; or the one ordinal."""

Tie = frozenset[Term]
"""Terms that get one number."""

TRIES = 64
"""Combinations of rows that are tried, where several ops assume something of the same numbers."""

LARGE = 256
"""Numbers are not larger, where the program allows it: sizes that a simulator can bear."""

CHOICES = 4
"""Multiples of a large number that are chosen from."""

MOST_PAIRED = 6
"""Sizes of which any two are tried as one."""

LOAD = "hal.interface.constant.load"
ASSUME = "util.assume.int"
SUBSPAN = "hal.interface.binding.subspan"

# Ops whose result is the number that their operand is.
_SAME = set(
    """
    arith.extsi arith.extui arith.index_cast arith.index_castui arith.trunci
    iree_tensor_ext.dispatch.workload.ordinal
""".split()
)


@dataclass(slots=True)
class Constants:
    """What a program says of its push constants."""

    terms: set[Term] = field(default_factory=set)
    # Bits, by ordinal.
    widths: dict[int, int] = field(default_factory=dict)
    # By ordinal, of those that are cast to floats.
    floats: dict[int, types.Scalar] = field(default_factory=dict)
    # Of each op that assumes something: rows, each with what holds of terms.
    rows: list[list[dict[Term, Limits]]] = field(default_factory=list)
    # Alignments of byte offsets.
    offsets: dict[Term, int] = field(default_factory=dict)

    @staticmethod
    def of(functions: Iterable[ir.Operation]) -> Constants:
        """What these functions say, in which push constants are loaded."""
        found = Constants()
        for function in functions:
            for op in below(function):
                found._read(op)
        halves = {ordinal for term in found.terms if len(term) > 1 for ordinal in term}
        found.terms = {term for term in found.terms if len(term) > 1 or term[0] not in halves}
        return found

    def _read(self, op: ir.Operation) -> None:
        if op.name == LOAD:
            ordinal = int(op.attributes["ordinal"])
            self.terms.add((ordinal,))
            self.widths[ordinal] = types.scalar_of(op.results[0].type).width
            kind = _float_of(op.results[0])
            if kind is not None:
                self.floats[ordinal] = kind
        elif op.name == "arith.ori":
            term = term_of(op.results[0])
            self.terms |= {term} if term else set()
        elif op.name == ASSUME:
            terms = [term_of(operand) for operand in op.operands]
            self.rows.append(
                [{term: one for term, one in zip(terms, row, strict=True) if term} for row in assumed(op)]
            )
        elif op.name == SUBSPAN and list(op.attributes["operandSegmentSizes"])[0]:
            term = term_of(op.operands[0])
            if term:
                alignment = integer(op.attributes.get("alignment", None)) or 1
                self.offsets[term] = math.lcm(self.offsets.get(term, 1), alignment, 64)

    def ties(self) -> Iterator[frozenset[Tie]]:
        """Which numbers to draw as one: none, then any two sizes, then all of them."""
        sizes = sorted(term for term in self.terms if term not in self.offsets and term[0] not in self.floats)
        yield frozenset()
        for pair in combinations(sizes, 2) if len(sizes) <= MOST_PAIRED else ():
            yield frozenset([frozenset(pair)])
        if len(sizes) > 2:
            yield frozenset([frozenset(sizes)])

    def draw(self, inputs: Inputs, ties: Collection[Tie] = ()) -> dict[int, int] | None:
        """A number for each ordinal, those given among them. None where the numbers that are tied cannot be one."""
        given = dict(inputs.constants)
        dice = np.random.default_rng([inputs.seed, 1])
        limits: dict[Term, Limits] | None = None
        for _ in range(TRIES):
            chosen = [rows[int(dice.integers(len(rows)))] for rows in self.rows if rows]
            limits = self._limits(inputs, chosen, ties)
            if limits is not None:
                break
        if limits is None:
            if ties:
                return None
            # Nothing fits, such as a number of the user's: the op that assumes otherwise will say so.
            limits = {}
        found: dict[int, int] = {}
        for term in sorted(self.terms):
            tied = min((min(tie) for tie in ties if term in tie), default=term)
            found |= self._halves(term, self._number(inputs, tied, limits.get(term, Limits())))
        return found | given

    def _limits(
        self, inputs: Inputs, rows: Sequence[dict[Term, Limits]], ties: Collection[Tie]
    ) -> dict[Term, Limits] | None:
        """What holds of each term; None where nothing can."""
        said = [*(item for row in rows for item in row.items())]
        said += [(term, Limits(divisor=step)) for term, step in self.offsets.items()]
        said += [(term, self._own(inputs, term)) for term in sorted(self.terms)]
        of = {term: tie for tie in ties for term in tie}
        found: dict[Term, Limits] = {}
        for term, one in said:
            for other in of.get(term, frozenset([term])):
                found[other] = both(found.get(other, Limits()), one)
        return None if any(_first(one) > one.high for one in found.values()) else found

    def _own(self, inputs: Inputs, term: Term) -> Limits:
        """By its type, and by what the user gave."""
        if all(ordinal in inputs.constants for ordinal in term):
            number = sum((inputs.constants[ordinal] % 2**32) << 32 * half for half, ordinal in enumerate(term))
            return Limits(number, number)
        if term[0] in inputs.constant_ranges:
            low, high = inputs.constant_ranges[term[0]]
            return Limits(low, high)
        width = 64 if len(term) > 1 else self.widths.get(term[0], 32)
        return Limits(high=max(2 ** (width - 1) - 1, 1))

    def _number(self, inputs: Inputs, term: Term, limits: Limits) -> int:
        """Seeded by the first ordinal; a float in [0.125, 1), as its bits."""
        draw = float(inputs.values(CONSTANT, term[0], types.scalar_named("f64"), 1)[0]) / 4 + 0.5
        if term[0] in self.floats:
            value = np.array([0.125 + 0.875 * draw]).astype(self.floats[term[0]].dtype)
            return int(value.view(f"u{value.itemsize}")[0])
        step, first = limits.divisor, _first(limits)
        if first == 0 and limits.high >= step and term[0] not in inputs.constant_ranges:
            first = step  # A size of 0 would try nothing.
        choices = (limits.high - first) // step + 1
        if term[0] not in inputs.constant_ranges:
            choices = min(choices, max((LARGE - first) // step + 1, CHOICES))
        return first + step * int(draw * choices)

    def _halves(self, term: Term, number: int) -> dict[int, int]:
        if len(term) == 1:
            return {term[0]: number}
        return {ordinal: number >> 32 * half & 0xFFFFFFFF for half, ordinal in enumerate(term)}


def both(one: Limits, other: Limits) -> Limits:
    """What holds where both do."""
    return Limits(max(one.low, other.low), min(one.high, other.high), math.lcm(one.divisor, other.divisor))


def _first(limits: Limits) -> int:
    """The least number within limits."""
    return -(-limits.low // limits.divisor) * limits.divisor


def term_of(value: ir.Value) -> Term | None:
    """The push constants that a number is made of, if that is all that it is."""
    if isinstance(value.owner, ir.Block):
        return None
    op = value.owner
    if op.name == LOAD:
        return (int(op.attributes["ordinal"]),)
    if op.name in _SAME:
        return term_of(op.operands[0])
    if op.name == ASSUME:
        return term_of(op.operands[ir.OpResult(value).result_number])
    if op.name == "arith.ori":
        for low, high in (op.operands, reversed(list(op.operands))):
            upper = _shifted(high)
            lower = term_of(low) if upper else None
            if upper and lower and len(lower) == len(upper) == 1:
                return lower + upper
    return None


def _shifted(value: ir.Value) -> Term | None:
    """Of a number that is the upper half of another."""
    if isinstance(value.owner, ir.Block) or value.owner.name != "arith.shli":
        return None
    number, count = value.owner.operands
    return term_of(number) if constant_integer(count) == 32 else None


def _float_of(value: ir.Value) -> types.Scalar | None:
    """The float type that a push constant is cast to."""
    for use in value.uses:
        op = use.owner
        if op.name in ("arith.extui", "arith.trunci"):
            found = _float_of(op.results[0])
            if found:
                return found
        if op.name == "arith.bitcast" and types.scalar_name(op.results[0].type) in types.FLOATS:
            return types.scalar_of(op.results[0].type)
    return None


def below(root: ir.Operation) -> list[ir.Operation]:
    """An op and all ops in it."""
    found: list[ir.Operation] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        found.append(op.operation)
        return ir.WalkResult.ADVANCE

    root.walk(visit, ir.WalkOrder.PRE_ORDER)
    return found
