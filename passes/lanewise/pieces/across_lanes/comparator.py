"""The region of an op that says which of two values goes before the other, applied to what is in registers."""

from __future__ import annotations

from collections.abc import Sequence

from lanewise.mlir.attributes import width_of
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Builder, Kernel
from lanewise.pieces.in_lane.registers import extract
from lanewise.pieces.in_lane.site import Site, element_type

EXTREMES = {
    "arith.cmpf": {2: ("minnumf", "maxnumf"), 4: ("maxnumf", "minnumf")},
    "arith.cmpi": {
        2: ("maxsi", "minsi"),
        4: ("minsi", "maxsi"),
        6: ("maxui", "minui"),
        8: ("minui", "maxui"),
    },
}
"""By op and predicate (ogt, olt; slt, sgt, ult, ugt): which reduction finds what fulfils it against all others as its
right operand, and as its left."""

INTEGER_WIDTHS = 8, 16, 32, 64
FLOAT_WIDTHS = 16, 32, 64
"""Bits of numbers that lowerings know to reduce across lanes."""


def before(site: Site, new: ir.Value, old: ir.Value) -> ir.Value:
    """Whether `new` goes before `old`: two scalars, or two vectors of one dimension, element by element."""
    if not isinstance(new.type, ir.VectorType):
        return _inline(site, [new, old])
    if all(_maps(op.operation) for op in list(_body(site.node.op).operations)[:-1]):
        return _inline(site, [new, old])
    answers = []
    for number in range(new.type.shape[0]):
        answers.append(_inline(site, [extract(site, one, number) for one in (new, old)]))
    return site.value("vector.from_elements", answers, site.retyped(new.type, answers[0].type))


def is_scalar(op: ir.Operation) -> bool:
    """Whether the region of `op` works on scalars alone, on which what is above relies."""
    found = True

    def visit(inner: ir.Operation) -> ir.WalkResult:
        nonlocal found
        inner = inner.operation
        if inner != op and any(isinstance(value.type, ir.VectorType) for value in (*inner.operands, *inner.results)):
            found = False
        return ir.WalkResult.ADVANCE

    op.walk(visit)
    return found


def extreme(op: ir.Operation) -> str | None:
    """The kind of reduction that finds the value which goes before all others, if that is the greatest or the least.

    None where equal values go before each other, and for what is no plain comparison of numbers that lanes reduce.
    """
    block = _body(op)
    compare, *rest = [inner.operation for inner in block.operations]
    kinds = EXTREMES.get(compare.name)
    if kinds is None or len(rest) != 1 or list(rest[0].operands) != list(compare.results):
        return None
    kind = kinds.get(int(compare.attributes["predicate"]))
    new, old = block.arguments
    widths = FLOAT_WIDTHS if isinstance(new.type, ir.FloatType) else INTEGER_WIDTHS
    if width_of(new.type) not in widths or kind is None:
        return None
    least, greatest = kind
    return {(new, old): greatest, (old, new): least}.get(tuple(compare.operands))


def _inline(site: Site, values: Sequence[ir.Value]) -> ir.Value:
    copy = _copy(site)
    block = _body(copy)
    for argument, value in zip(block.arguments, values, strict=True):
        argument.replace_all_uses_with(value)
    *inner, end = [op.operation for op in block.operations]
    for op in inner:
        op.move_before(copy)
        _widen(site.kernel, op)
    answer = end.operands[0]
    copy.erase()
    return _broadcast(site, answer, site.retyped(values[0].type, element_type(answer.type)))


def _widen(kernel: Kernel, op: ir.Operation) -> None:
    """An op on scalars of which some have become vectors works on vectors."""
    vector = next((value.type for value in op.operands if isinstance(value.type, ir.VectorType)), None)
    if vector is None:
        return
    at = Builder(kernel, ir.InsertionPoint(op), op.location)
    for number, value in enumerate(op.operands):
        op.operands[number] = _broadcast(at, value, at.retyped(vector, element_type(value.type)))
    for result in op.results:
        result.set_type(at.retyped(vector, element_type(result.type)))


def _broadcast(at: Builder, value: ir.Value, type_: ir.Type) -> ir.Value:
    return value if value.type == type_ else at.value("vector.broadcast", [value], type_)


def _maps(op: ir.Operation) -> bool:
    """Whether an op on scalars does the same to each element of vectors, or needs no vectors."""
    return not op.operands or op.name.startswith(("arith.", "math."))


def _copy(site: Site) -> ir.Operation:
    return site.node.op.clone(ip=site.ip).operation


def _body(op: ir.Operation) -> ir.Block:
    return op.regions[0].blocks[0]
