"""A region that is run at many points at once. Inside, the first axis of a value counts lanes and points."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.blocks import body_ops
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.machine import Machine, run_body
from lanewise.sim.machine.poison import Numbers, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import Body, Op
from lanewise.sim.values.types import Array

_PURE = (
    *("arith.", "index.", "math.", "ub.poison", "linalg.index"),
    *("affine.apply", "affine.delinearize_index", "affine.linearize_index", "affine.max", "affine.min"),
)


def is_pure(body: Body) -> bool:
    """Whether a region computes scalars from its arguments, from indices and from what is outside."""
    return not body.blocks and all(
        inner.name.startswith(_PURE)
        and not inner.regions
        and not any(isinstance(type_, ir.ShapedType) for type_ in (*inner.operand_types, *inner.result_types))
        for inner in body_ops(body)
    )


def _read_from_outside(body: Body) -> frozenset[int]:
    own = {*body.arguments, *(slot for step in body.steps for slot in step.outputs)}
    return frozenset({*body.yielded, *(slot for step in body.steps for slot in step.inputs)} - own)


def compute(
    machine: Machine, op: Op, body: Body, given: Sequence[Value], where: Sequence[Array], count: int
) -> list[Value]:
    """What a pure region of `op` hands on at `count` points in each lane, of which `where` has the coordinates."""
    outside = {slot: machine.values[slot] for slot in _read_from_outside(body)}
    lanes = max([len(strip(one)) for one in (*given, *outside.values()) if not isinstance(one, MemRef)], default=1)
    shape = (lanes, count)
    mask, machine.mask = machine.mask, None
    try:
        machine.values.update({slot: _flat(value, shape) for slot, value in outside.items()})
        machine.points[op.op] = tuple(strip(_flat(at, shape)) for at in where)
        results = run_body(machine, body, tuple(_flat(value, shape) for value in given))
    finally:
        machine.mask = mask
        machine.values.update(outside)
    return [_unflat(one, shape) for one in results]


def each(value: Value, change: Callable[[Array], Array]) -> Numbers:
    """The same of elements and of what is poison."""
    elements = strip(value)
    return with_poison(change(elements), change(np.broadcast_to(poison_of(value), elements.shape)))


def _flat(value: Value, shape: tuple[int, int]) -> Value:
    if isinstance(value, MemRef):
        return value
    return each(value, lambda one: np.broadcast_to(one if one.ndim == 2 else one[:, np.newaxis], shape).reshape(-1))


def _unflat(value: Value, shape: tuple[int, int]) -> Numbers:
    return each(value, lambda one: np.broadcast_to(one, math.prod(shape)).reshape(shape))
