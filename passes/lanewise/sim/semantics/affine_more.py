"""affine: vectors from and to memory, hints, and loops whose iterations may come in any order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, axes, coordinates, uniform
from lanewise.sim.machine.checks import addresses, check_memref, stored
from lanewise.sim.machine.machine import Machine, run_body
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import map_values
from lanewise.sim.values.types import Array


def _along(bases: list[Array], shape: tuple[int, ...]) -> list[Array]:
    """Indices of a vector that walks along the last dimensions of memory."""
    inner = coordinates(shape)
    found = [axes(base, len(shape)) for base in bases]
    for dim, steps in enumerate(inner, len(bases) - len(inner)):
        found[dim] = found[dim] + steps
    return found


@semantics("affine.vector_load", poison=RAW)
def vector_load(op: Op) -> Run:
    check_memref(op, op.operand_types[0], op.result_types[0])
    where, shape = map_values(op.attributes["map"]), types.shape(op.result_types[0])

    def run(machine: Machine, view: MemRef, *indices: Value) -> Array:
        at = _along(where(addresses(machine, op, indices)), shape)
        loaded = memory.load(machine, op, view, at)
        return np.broadcast_to(loaded, (len(loaded), *shape))

    return run


@semantics("affine.vector_store", poison=RAW)
def vector_store(op: Op) -> Run:
    check_memref(op, op.operand_types[1], op.operand_types[0])
    where, shape = map_values(op.attributes["map"]), types.shape(op.operand_types[0])

    def run(machine: Machine, value: Value, view: MemRef, *indices: Value) -> None:
        at = _along(where(addresses(machine, op, indices)), shape)
        memory.store(machine, op, view, at, stored(machine, op, value, None))

    return run


@semantics("affine.prefetch", poison=RAW)
def prefetch(op: Op) -> Run:
    """A hint, of an address that may be anything."""
    return lambda machine, *operands: None


@semantics("affine.parallel", poison=RAW)
def parallel(op: Op) -> Run:
    """One iteration after the other, the last index running fastest."""
    if op.result_types:
        raise op.unsupported("a reduction is not simulated")
    [body] = op.regions
    lower_map = op.attributes["lowerBoundsMap"]
    lower_of, upper_of = map_values(lower_map), map_values(op.attributes["upperBoundsMap"])
    steps = [int(step) for step in op.attributes["steps"]]
    lower_count = lower_map.value.n_inputs

    def run(machine: Machine, *operands: Value) -> None:
        values = addresses(machine, op, operands, "control flow")
        lower = [max(group) for group in _grouped(op, "lowerBoundsGroups", lower_of(values[:lower_count]))]
        upper = [min(group) for group in _grouped(op, "upperBoundsGroups", upper_of(values[lower_count:]))]
        for index in itertools.product(*map(range, lower, upper, steps)):
            run_body(machine, body, tuple(map(uniform, index)))

    return run


def _grouped(op: Op, name: str, bounds: list[Array]) -> Iterator[list[int]]:
    """The bounds of each dimension, of which there may be several. Raises Unsupported."""
    if any((bound != bound[0]).any() for bound in bounds):
        raise op.unsupported("bounds that differ between lanes are not simulated")
    numbers = iter(int(bound[0]) for bound in bounds)
    for count in ir.DenseIntElementsAttr(op.attributes[name]):
        yield list(itertools.islice(numbers, count))
