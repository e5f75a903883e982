"""What a host makes sure of that knows these ops; upstream takes them on --allow-unregistered-dialect as they come."""

from __future__ import annotations

from lanewise.diagnostics import Failure
from lanewise.host import ir

NAMES = {"iree_vector_ext.transfer_gather", "iree_vector_ext.arg_compare", "iree_codegen.inner_tiled"}


def check(root: ir.Operation) -> list[Failure]:
    """What is wrong with ops of these names below `root`, as far as rules rely on it."""
    failures: list[Failure] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name in NAMES:
            try:
                problem = _problem(op)
            except (AttributeError, IndexError, KeyError, TypeError):
                problem = "attributes or types are missing or of another kind"
            if problem is not None:
                failures.append(Failure(op, f"'{op.name}' op is malformed: {problem}"))
        return ir.WalkResult.ADVANCE

    root.walk(visit, ir.WalkOrder.PRE_ORDER)
    return failures


def _problem(op: ir.Operation) -> str | None:
    match op.name.rpartition(".")[2]:
        case "transfer_gather":
            return _transfer_gather(op)
        case "arg_compare":
            return _arg_compare(op)
    return _inner_tiled(op)


def _segments(op: ir.Operation, count: int) -> list[int] | None:
    found = list(op.attributes["operandSegmentSizes"])
    good = len(found) == count and min(found) >= 0 and sum(found) == len(op.operands)
    return found if good else None


def _transfer_gather(op: ir.Operation) -> str | None:
    segments = _segments(op, 5)
    if segments is None or segments[0] != 1 or segments[3] != 1 or len(op.results) != 1:
        return "needed operandSegmentSizes for source, offsets, index vectors, padding and mask, and one result"
    maps = [attribute.value for attribute in op.attributes["indexing_maps"]]
    rank = len(op.results[0].type.shape)
    if len(maps) != 1 + segments[2] + segments[4] or any(map_.n_dims != rank for map_ in maps):
        return "needed a map of the result's dimensions for the source, each index vector and the mask"
    return None


def _arg_compare(op: ir.Operation) -> str | None:
    segments = list(op.attributes["operandSegmentSizes"])
    if _segments(op, len(segments)) is None or len(op.operands) < sum(segments[:2]) + 2 or len(op.results) != 2:
        return "needed operandSegmentSizes for value, index, their inits and an index base, and two results"
    dimension, rank = ir.IntegerAttr(op.attributes["dimension"]).value, len(op.operands[0].type.shape)
    if not 0 <= dimension < rank:
        return f"found dimension {dimension}, the value has rank {rank}"
    if len(op.regions) != 1 or len(op.regions[0].blocks) != 1:
        return "needed one region of one block"
    return None


def _inner_tiled(op: ir.Operation) -> str | None:
    maps = [attribute.value for attribute in op.attributes["indexing_maps"]]
    if len(op.results) != 1 or len(maps) != len(op.operands) or "semantics" not in op.attributes:
        return "needed one result, semantics and a map for each operand"
    for map_, operand in zip(maps, op.operands, strict=True):
        if not all(isinstance(result, ir.AffineDimExpr) for result in map_.results):
            return "needed maps of plain dimensions"
        if len(map_.results) > len(operand.type.shape):
            return "needed maps with no more results than their operands have dimensions"
    return None
