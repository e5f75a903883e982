"""Vector ops that combine elements: reductions, scans, outer products.

The order of a reduction of floats is not fixed by the dialect. Here it is that of upstream's lowering without
reassociation: the accumulator first, then the elements in row-major order, each result rounded to the element type.
"""

from __future__ import annotations

import numpy as np

from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, Poisoned, poison_of, strip, with_poison
from lanewise.sim.machine.program import ELEMENTWISE, RAW, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.masking import Masked
from lanewise.sim.values.reduction_kinds import combine, fold, identity, product, reduction_kind, running
from lanewise.sim.values.rounding import fused
from lanewise.sim.values.types import Array


@semantics("vector.multi_reduction", poison=RAW)
def multi_reduction(op: Op) -> Run:
    dims = [int(dim) for dim in op.attributes["reduction_dims"]]
    return _reduction(op, dims)


@semantics("vector.reduction", poison=RAW)
def reduction(op: Op) -> Run:
    return _reduction(op, list(range(len(types.shape(op.operand_types[0])))))


def _reduction(op: Op, dims: list[int]) -> Run:
    scalar = types.scalar_of(op.operand_types[0])
    kind = checked_kind(op, scalar)

    def run(machine: Machine, source: Numbers, start: Numbers | None = None, masked: Masked | None = None) -> Numbers:
        elements, poison = strip(source), poison_of(source)
        if masked is not None:
            elements = np.where(masked.mask, elements, neutral(op, kind, scalar))
            poison = poison & masked.mask
        values = _reduced_first(elements, dims)
        if start is not None:
            values = _before(strip(start), values)
        result = fold(kind, scalar, values)
        if not isinstance(source, Poisoned) and not isinstance(start, Poisoned):
            return result
        poison = np.logical_or.reduce(_reduced_first(poison, dims), axis=0)
        return with_poison(result, poison if start is None else np.logical_or(poison, poison_of(start)))

    return run


def checked_kind(op: Op, scalar: types.Scalar) -> str:
    """The op's kind, if elements of `scalar` can be combined so. Raises Unsupported."""
    try:
        kind = reduction_kind(op.attributes["kind"])
        running(kind, scalar, np.zeros((1, 1), scalar.dtype))
    except ValueError as problem:
        raise op.unsupported(str(problem)) from None
    return kind


def neutral(op: Op, kind: str, scalar: types.Scalar) -> Array:
    """What stands for an element that is masked off. Raises Unsupported."""
    try:
        return identity(kind, scalar)
    except ValueError as problem:
        raise op.unsupported(str(problem)) from None


def _reduced_first(values: Array, dims: list[int]) -> Array:
    """The reduced dimensions as axis 0, flat in row-major order, then the lanes and the other dimensions."""
    kept = [axis for axis in range(values.ndim) if axis == 0 or axis - 1 not in dims]
    moved = values.transpose([dim + 1 for dim in dims] + kept)
    return moved.reshape(-1, *moved.shape[len(dims) :])


def _before(start: Array, values: Array) -> Array:
    shape = np.broadcast_shapes(start.shape, values.shape[1:])
    return np.concatenate([np.broadcast_to(start, shape)[None], np.broadcast_to(values, (len(values), *shape))])


@semantics("vector.scan", poison=RAW)
def scan(op: Op) -> Run:
    """Inclusive scans do not read the initial value, exclusive ones begin with it: as upstream lowers them."""
    axis = int(op.attributes["reduction_dim"]) + 1
    inclusive = bool(op.attributes["inclusive"].value)
    scalar = types.scalar_of(op.operand_types[0])
    kind = checked_kind(op, scalar)

    def arrange(source: Array, initial: Array) -> Array:
        values = np.moveaxis(source, axis, 0)
        return values if inclusive else _before(initial, values[:-1])

    def run(machine: Machine, source: Numbers, initial: Numbers) -> tuple[Numbers, Numbers]:
        prefixes = running(kind, scalar, arrange(strip(source), strip(initial)))
        poison = np.logical_or.accumulate(arrange(poison_of(source), poison_of(initial)), axis=0)
        whole = with_poison(np.moveaxis(prefixes, 0, axis), np.moveaxis(poison, 0, axis))
        return whole, with_poison(prefixes[-1], poison[-1])

    return run


@semantics("vector.fma", poison=ELEMENTWISE)
def fused_multiply_add(op: Op) -> Run:
    scalar = types.scalar_of(op.result_types[0])

    def run(machine: Machine, first: Array, second: Array, third: Array) -> Array:
        with np.errstate(all="ignore"):
            return fused(first, second, third, scalar)

    return run


@semantics("vector.outerproduct", poison=RAW)
def outerproduct(op: Op) -> Run:
    """A sum of floats is a fused multiply-add, the one form that upstream lowers it to."""
    scalar = types.scalar_of(op.result_types[0])
    kind = checked_kind(op, scalar)
    fuses = kind == "add" and scalar.is_float
    columns = bool(types.shape(op.operand_types[1]))

    def as_factors(first: Array, second: Array) -> tuple[Array, Array]:
        return (first[:, :, None], second[:, None, :]) if columns else (first, second[:, None])

    def compute(first: Array, second: Array, start: Array | None) -> Array:
        if start is not None and fuses:
            with np.errstate(all="ignore"):
                return fused(first, second, start, scalar)
        with np.errstate(all="ignore"):
            products = product(first, second, scalar)
        return products if start is None else combine(kind, scalar, start, products)

    def run(
        machine: Machine, first: Numbers, second: Numbers, start: Numbers | None = None, masked: Masked | None = None
    ) -> Numbers:
        result = compute(*as_factors(strip(first), strip(second)), None if start is None else strip(start))
        poison = np.logical_or(*as_factors(poison_of(first), poison_of(second)))
        if masked is not None:
            if start is None:
                raise op.unsupported("masked off elements have no value without an accumulator")
            result, poison = np.where(masked.mask, result, strip(start)), poison & masked.mask
        return with_poison(result, poison if start is None else poison | poison_of(start))

    return run
