"""The region of an op that says which of two values goes before the other, applied to what is in registers."""

from __future__ import annotations

from collections.abc import Sequence

from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Builder, Kernel
from lanewise.pieces.in_lane.registers import extract
from lanewise.pieces.in_lane.site import Site, element_type


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


def adopt(site: Site, op: ir.Operation) -> None:
    """Give `op`, which has a region without blocks, a copy of the region at `site`."""
    copy = _copy(site)
    _body(copy).append_to(op.regions[0])
    copy.erase()


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
