"""Affine maps as tuples: entry i is the dimension that result i names, None where a result is not a plain dimension."""

from __future__ import annotations

from collections.abc import Sequence

from lanewise.mlir.host import ir
from lanewise.mlir.node import Node


def dims(attribute: ir.Attribute) -> tuple[int | None, ...]:
    """Of one AffineMapAttr."""
    return tuple(
        result.position if isinstance(result, ir.AffineDimExpr) else None for result in attribute.value.results
    )


def projection(attribute: ir.Attribute) -> tuple[int, ...]:
    """Of one AffineMapAttr whose results are all plain dimensions, as the op's verifier makes sure."""
    found = dims(attribute)
    assert None not in found, attribute
    return tuple(dim for dim in found if dim is not None)


def projections(attribute: ir.Attribute) -> tuple[tuple[int, ...], ...]:
    """Of an array of such."""
    return tuple(map(projection, attribute))


def inverse(permutation: Sequence[int]) -> list[int]:
    result = [0] * len(permutation)
    for position, dim in enumerate(permutation):
        result[dim] = position
    return result


def enclosing_mask(node: Node) -> ir.Operation | None:
    """The vector.mask whose region holds the op."""
    parent = node.parent
    return parent.op if parent is not None and parent.name == "vector.mask" else None
