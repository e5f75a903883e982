"""Affine expressions over arrays."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.values.types import Array

Values = Callable[[Sequence[Array]], list[Array]]
"""Dimensions, then symbols -> the results of a map."""

_SET = re.compile(r"affine_set<(.*?)\s*:\s*\((.*)\)>")
_RELATION = re.compile(r"\s*(.+?)\s*(>=|==)\s*0\s*")

_BINARY: dict[type, Callable[[Array, Array], Array]] = {
    ir.AffineAddExpr: np.add,
    ir.AffineMulExpr: np.multiply,
    # numpy rounds a quotient down, and a remainder has the divisor's sign: as affine says, for positive divisors.
    ir.AffineFloorDivExpr: np.floor_divide,
    ir.AffineCeilDivExpr: lambda a, b: -(-a // b),
    ir.AffineModExpr: np.remainder,
}


def picked(attribute: ir.Attribute) -> tuple[int | None, ...]:
    """The dimension that each result of a map is, None for the constant 0; verifiers of vector ops let no other by."""
    return tuple(
        result.position if isinstance(result, ir.AffineDimExpr) else None for result in attribute.value.results
    )


def map_values(attribute: ir.Attribute) -> Values:
    """An affine map as a function of arrays that broadcast."""
    map_ = attribute.value
    results = [_expression(result, map_.n_dims) for result in map_.results]
    return lambda values: [result(values) for result in results]


def undefined(attribute: ir.Attribute) -> Callable[[Sequence[Array]], Array] | None:
    """Where a map means nothing, as it divides by what is not positive; None where it cannot."""
    map_ = attribute.value
    divisors = [_expression(one, map_.n_dims) for result in map_.results for one in _divisors(result)]
    if not divisors:
        return None
    return lambda values: np.logical_or.reduce(np.broadcast_arrays(*(divisor(values) <= 0 for divisor in divisors)))


def _divisors(expression: ir.AffineExpr) -> list[ir.AffineExpr]:
    """Those that are not known to be positive."""
    if not isinstance(expression, ir.AffineBinaryExpr):
        return []
    found = [*_divisors(expression.lhs), *_divisors(expression.rhs)]
    if isinstance(expression, (ir.AffineFloorDivExpr, ir.AffineCeilDivExpr, ir.AffineModExpr)):
        divisor = expression.rhs
        if not isinstance(divisor, ir.AffineConstantExpr) or divisor.value <= 0:
            found.append(divisor)
    return found


def set_map(attribute: ir.Attribute) -> ir.Attribute:
    """The left sides of an integer set's constraints. The bindings show none of them, so its text is read."""
    return _read_set(attribute)[0]


def set_holds(attribute: ir.Attribute) -> Callable[[Sequence[Array]], Array]:
    """Whether values lie in an integer set."""
    sides, equal = _read_set(attribute)
    left_sides = map_values(sides)

    def holds(values: Sequence[Array]) -> Array:
        truths = [side == 0 if same else side >= 0 for side, same in zip(left_sides(values), equal, strict=True)]
        return np.logical_and.reduce(np.broadcast_arrays(*truths))

    return holds


def _read_set(attribute: ir.Attribute) -> tuple[ir.Attribute, list[bool]]:
    """As `set_map`, and which of the constraints are equalities."""
    match = _SET.fullmatch(str(attribute))
    assert match is not None
    relations = [_RELATION.fullmatch(text) for text in _split(match[2])]
    sides = ", ".join(relation[1] for relation in relations if relation)
    equal = [relation is not None and relation[2] == "==" for relation in relations]
    return ir.Attribute.parse(f"affine_map<{match[1]} -> ({sides})>", attribute.context), equal


def _split(text: str) -> list[str]:
    """At commas outside parentheses."""
    return re.split(r",(?![^()]*\))", text)


def _expression(expression: ir.AffineExpr, dims: int) -> Callable[[Sequence[Array]], Array]:
    if isinstance(expression, ir.AffineConstantExpr):
        constant = np.array([expression.value], np.int64)
        return lambda values: constant
    if isinstance(expression, (ir.AffineDimExpr, ir.AffineSymbolExpr)):
        position = expression.position + (dims if isinstance(expression, ir.AffineSymbolExpr) else 0)
        return lambda values: values[position]
    combine = _BINARY[type(expression)]
    left, right = _expression(expression.lhs, dims), _expression(expression.rhs, dims)
    return lambda values: combine(left(values), right(values))
