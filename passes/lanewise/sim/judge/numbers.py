"""What a program says of the numbers that it is given, such as sizes.

A push constant is a number by itself, or with another one the halves of an i64: a term. What `util.assume.int` says of
terms comes in rows, and one row holds for all its operands. A byte offset of a binding is a multiple of its alignment,
and a view of a binding ends where the next begins.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from lanewise.mlir.attributes import constant_integer, integer
from lanewise.mlir.host import ir
from lanewise.mlir.walk import program_order
from lanewise.sim.semantics.hal_numbers import Limits, assumed
from lanewise.sim.values import types

Term = tuple[int, ...]
"""The ordinals of a number's halves, the lower first; or the one ordinal. Scalar argument N has -1 - N."""

Tie = frozenset[Term]
"""Terms that get one number."""

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
class Numbers:
    """What a program says of its push constants, and of those scalar arguments that are sizes or offsets."""

    entry: ir.Operation
    terms: set[Term] = field(default_factory=set)
    # Bits, by ordinal.
    widths: dict[int, int] = field(default_factory=dict)
    # By ordinal, of those that are cast to floats.
    floats: dict[int, types.Scalar] = field(default_factory=dict)
    # Of each op that assumes something: rows, each with what holds of terms.
    rows: list[list[dict[Term, Limits]]] = field(default_factory=list)
    # The longest step of a loop.
    step: int = 1
    # Alignments of byte offsets.
    offsets: dict[Term, int] = field(default_factory=dict)
    # At which bytes views of a binding begin, and which of them are as long as a term says, in bytes for each.
    begins: dict[int, set[int]] = field(default_factory=dict)
    lengths: list[tuple[int, int, Term, int]] = field(default_factory=list)

    @staticmethod
    def of(functions: Sequence[ir.Operation]) -> Numbers:
        """What these functions say, of which the first is the kernel."""
        found = Numbers(functions[0])
        for function in functions:
            for op in program_order(function):
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
            self._term(op.results[0])
        elif op.name == "scf.for":
            self.step = max(self.step, constant_integer(op.operands[2]) or 1)
        elif op.name == ASSUME:
            terms = list(map(self._term, op.operands))
            self.rows.append([{term: one for term, one in zip(terms, row, strict=True) if term} for row in assumed(op)])
        elif op.name == SUBSPAN:
            self._read_subspan(op)

    def _read_subspan(self, op: ir.Operation) -> None:
        count, _ = op.attributes["operandSegmentSizes"]
        offsets, sizes = list(op.operands)[:count], list(map(self._term, list(op.operands)[count:]))
        for offset in map(self._term, offsets):
            if offset:
                alignment = integer(op.attributes.get("alignment", None)) or 1
                self.offsets[offset] = math.lcm(self.offsets.get(offset, 1), alignment, 64)
        number, type_ = int(op.attributes["binding"]), op.results[0].type
        begin = constant_integer(offsets[0]) if offsets else 0
        if begin is None or not isinstance(type_, ir.MemRefType):
            return
        self.begins.setdefault(number, set()).add(begin)
        if len(sizes) == 1 and sizes[0]:
            each = types.scalar_of(type_).width * math.prod(size for size in type_.shape if size >= 0)
            self.lengths.append((number, begin, sizes[0], each))

    def _term(self, value: ir.Value) -> Term | None:
        """Notes a term that the value is."""
        found = term_of(value, self.entry)
        if found:
            self.terms.add(found)
        return found

    def ties(self) -> Iterator[frozenset[Tie]]:
        """Which numbers to draw as one: none, then any two sizes, then all of them."""
        sizes = sorted(term for term in self.terms if term not in self.offsets and term[0] not in self.floats)
        yield frozenset()
        for pair in combinations(sizes, 2) if len(sizes) <= MOST_PAIRED else ():
            yield frozenset([frozenset(pair)])
        if len(sizes) > 2:
            yield frozenset([frozenset(sizes)])


def tie_text(tie: Tie) -> str:
    """`push constant 0 and push constant 2`. One of two halves goes by the lower."""
    names = [f"argument {-1 - term[0]}" if term[0] < 0 else f"push constant {term[0]}" for term in sorted(tie)]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def term_of(value: ir.Value, entry: ir.Operation) -> Term | None:
    """The push constants, or the argument of the kernel `entry`, that a number is made of, if that is all it is."""
    if isinstance(value.owner, ir.Block):
        is_number = isinstance(value.type, ir.IndexType | ir.IntegerType) and value.owner.owner.operation == entry
        return (-1 - ir.BlockArgument(value).arg_number,) if is_number else None
    op = value.owner
    if op.name == LOAD:
        return (int(op.attributes["ordinal"]),)
    if op.name in _SAME:
        return term_of(op.operands[0], entry)
    if op.name == ASSUME:
        return term_of(op.operands[ir.OpResult(value).result_number], entry)
    if op.name == "arith.ori":
        for low, high in (op.operands, reversed(list(op.operands))):
            upper = _shifted(high, entry)
            lower = term_of(low, entry) if upper else None
            if upper and lower and len(lower) == len(upper) == 1 and min(lower + upper) >= 0:
                return lower + upper
    return None


def _shifted(value: ir.Value, entry: ir.Operation) -> Term | None:
    """Of a number that is the upper half of another."""
    if isinstance(value.owner, ir.Block) or value.owner.name != "arith.shli":
        return None
    number, count = value.owner.operands
    return term_of(number, entry) if constant_integer(count) == 32 else None


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
