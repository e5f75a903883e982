"""Vector ops that make vectors or rearrange whole ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lanewise.sim.machine.buffers import axes, coordinates
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, Poisoned, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, STRUCTURAL, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.integers import bits, from_bits
from lanewise.sim.values.types import Array


@semantics("vector.broadcast", poison=STRUCTURAL)
def broadcast(op: Op) -> Run:
    shape = types.shape(op.result_types[0])

    def run(machine: Machine, source: Array) -> Array:
        new = len(shape) - (source.ndim - 1)
        wide = source.reshape(len(source), *(1,) * new, *source.shape[1:])
        return np.broadcast_to(wide, (len(source), *shape))

    return run


@semantics("vector.transpose", poison=STRUCTURAL)
def transpose(op: Op) -> Run:
    order = (0, *(dim + 1 for dim in op.attributes["permutation"]))
    return lambda machine, source: source.transpose(order)


@semantics("vector.shape_cast", poison=STRUCTURAL)
def shape_cast(op: Op) -> Run:
    shape = types.shape(op.result_types[0])
    return lambda machine, source: source.reshape(len(source), *shape)


@semantics("vector.from_elements", poison=STRUCTURAL)
def from_elements(op: Op) -> Run:
    shape = types.shape(op.result_types[0])

    def run(machine: Machine, *elements: Array) -> Array:
        flat = np.stack(np.broadcast_arrays(*elements), axis=-1)
        return flat.reshape(len(flat), *shape)

    return run


@semantics("vector.to_elements", poison=RAW)
def to_elements(op: Op) -> Run:
    def run(machine: Machine, source: Numbers) -> tuple[Numbers, ...]:
        elements, poison = strip(source), poison_of(source)
        flat, poisons = elements.reshape(len(elements), -1), poison.reshape(len(poison), -1)
        return tuple(with_poison(flat[:, i], poisons[:, i]) for i in range(flat.shape[1]))

    return run


@semantics("vector.step")
def step(op: Op) -> Run:
    values = np.arange(types.shape(op.result_types[0])[0], dtype=np.int64)[None]
    return lambda machine: values


@semantics("vector.create_mask")
def create_mask(op: Op) -> Run:
    shape = types.shape(op.result_types[0])

    def run(machine: Machine, *counts: Array) -> Array:
        if not shape:
            return counts[0] > 0
        return _below(shape, counts)

    return run


@semantics("vector.constant_mask")
def constant_mask(op: Op) -> Run:
    shape = types.shape(op.result_types[0])
    counts = [np.array([size]) for size in op.attributes["mask_dim_sizes"]]
    mask = _below(shape, counts) if shape else counts[0] > 0
    return lambda machine: mask


def _below(shape: tuple[int, ...], counts: Sequence[Array]) -> Array:
    """True where each coordinate is below its count."""
    mask = np.ones((1, *shape), bool)
    for coordinate, count in zip(coordinates(shape), counts, strict=True):
        mask = mask & (coordinate < axes(count, len(shape)))
    return mask


@semantics("vector.shuffle", poison=RAW)
def shuffle(op: Op) -> Run:
    """Slices of two vectors by their numbers; -1 makes a slice of poison."""
    numbers = np.array(list(op.attributes["mask"]), np.int64)
    poisoned = numbers == -1

    def pick(first: Array, second: Array) -> Array:
        parts = [part.reshape(len(part), -1, *part.shape[2:]) for part in (first, second)]
        lanes = max(map(len, parts))
        both = np.concatenate([np.broadcast_to(part, (lanes, *part.shape[1:])) for part in parts], axis=1)
        return both[:, np.where(poisoned, 0, numbers)]

    def run(machine: Machine, first: Numbers, second: Numbers) -> Numbers:
        elements = pick(strip(first), strip(second))
        poison = pick(poison_of(first), poison_of(second))
        return with_poison(elements, poison | poisoned.reshape(1, -1, *(1,) * (elements.ndim - 2)))

    return run


@semantics("vector.interleave", poison=STRUCTURAL)
def interleave(op: Op) -> Run:
    shape = types.shape(op.result_types[0])

    def run(machine: Machine, first: Array, second: Array) -> Array:
        pairs = np.stack(np.broadcast_arrays(first, second), axis=-1)
        return pairs.reshape(len(pairs), *shape)

    return run


@semantics("vector.deinterleave", poison=STRUCTURAL)
def deinterleave(op: Op) -> Run:
    return lambda machine, source: (source[..., 0::2], source[..., 1::2])


@semantics("vector.bitcast", poison=RAW)
def bitcast(op: Op) -> Run:
    """The bits of the last dimension cut anew, the first element's lowest."""
    before, after = types.scalar_of(op.operand_types[0]), types.scalar_of(op.result_types[0])
    if "index" in (before.name, after.name):
        raise op.unsupported("index has no width to cast")
    shape = types.shape(op.result_types[0])
    recut = _whole_bytes if _fills(before) and _fills(after) else _bit_by_bit

    def run(machine: Machine, source: Numbers) -> Numbers:
        elements = strip(source)
        result = recut(elements, before, after).reshape(len(elements), *shape)
        if not isinstance(source, Poisoned):
            return result
        each = np.repeat(source.poison, before.width, axis=-1) if shape else source.poison
        count = after.width if shape else 1
        return with_poison(result, np.logical_or.reduce(each.reshape(len(each), *shape, count), axis=-1))

    return run


def _fills(scalar: types.Scalar) -> bool:
    return scalar.width == scalar.dtype.itemsize * 8


def _whole_bytes(elements: Array, before: types.Scalar, after: types.Scalar) -> Array:
    flat = np.ascontiguousarray(elements).reshape(-1)
    return flat.view(after.dtype)


def _bit_by_bit(elements: Array, before: types.Scalar, after: types.Scalar) -> Array:
    flat = np.ascontiguousarray(elements).reshape(-1)
    raw = bits(flat, before).astype(np.uint64)
    each = (raw[:, None] >> np.arange(before.width, dtype=np.uint64)) & np.uint64(1)
    weights = np.uint64(1) << np.arange(after.width, dtype=np.uint64)
    return from_bits((each.reshape(-1, after.width) * weights).sum(axis=1, dtype=np.uint64), after)


@semantics("vector.print", poison=RAW)
def print_(op: Op) -> Run:
    """What a program prints is not part of what it computes."""
    return lambda machine, *operands: None


@semantics("vector.vscale", "vector.scalable.extract", "vector.scalable.insert")
def not_simulated(op: Op) -> Run:
    raise op.unsupported("not simulated")
