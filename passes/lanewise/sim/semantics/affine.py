"""affine: maps of indices, indices taken apart and put together, loads and stores.

A division or a remainder by what is not positive is poison, as the maps' definition has none for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, coordinates
from lanewise.sim.machine.checks import addresses, check_memref, refuse_poison, stored
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Numbers, Value, with_poison
from lanewise.sim.machine.program import ELEMENTWISE, RAW, Op, Run, semantics
from lanewise.sim.machine.views import fixed, mixed
from lanewise.sim.semantics.vector_memory import along
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import map_values, undefined
from lanewise.sim.values.types import Array


@semantics("affine.apply", "affine.min", "affine.max", poison=ELEMENTWISE)
def apply(op: Op) -> Run:
    results, nothing = map_values(op.attributes["map"]), undefined(op.attributes["map"])
    combine = np.maximum if op.name == "affine.max" else np.minimum

    def run(machine: Machine, *operands: Array) -> Numbers:
        found: Array = reduce(combine, results(operands))
        return found if nothing is None else _with(found, nothing(operands))

    return run


def _with(elements: Array, nothing: Array) -> Numbers:
    """With what may be poison in some lanes only, though the elements are the same in all."""
    return with_poison(*np.broadcast_arrays(elements, nothing))


@semantics("affine.linearize_index", poison=ELEMENTWISE)
def linearize(op: Op) -> Run:
    """With `disjoint` poison unless each index lies in its bound; the outermost may be negative, all the same."""
    count, _ = op.segments
    # A property that is no attribute: only the text has it, where each host prints it.
    disjoint = re.search(r"[ {]disjoint[ },]", op.op.get_asm(use_local_scope=True, assume_verified=True)) is not None
    basis = fixed(op.attributes["static_basis"])
    has_outer_bound = len(basis) == count

    def run(machine: Machine, *operands: Array) -> Numbers:
        first, *rest = operands[:count]
        bounds = mixed(basis, operands[count:])
        total, sizes = first, bounds[1:] if has_outer_bound else bounds
        overlap = first >= bounds[0] if has_outer_bound else np.zeros(1, bool)
        for index, size in zip(rest, sizes, strict=True):
            total = total * size + index
            overlap = overlap | (index < 0) | (index >= size)
        return _with(total, overlap) if disjoint else total

    return run


@semantics("affine.delinearize_index", poison=ELEMENTWISE)
def delinearize(op: Op) -> Run:
    """Poison where a bound is not positive, and where there is an outermost bound that does not hold.

    The specification has that bound for analyses, which take it for true: with it an index folds to others.
    """
    basis = fixed(op.attributes["static_basis"])
    count = len(op.result_types)

    def run(machine: Machine, linear: Array, *operands: Array) -> tuple[Numbers, ...]:
        bounds = mixed(basis, operands)
        nothing = np.zeros(1, bool)
        for bound in bounds:
            nothing = nothing | (bound <= 0)
        indices = []
        for size in reversed(bounds[len(basis) - count + 1 :]):
            indices.append(linear % size)
            linear = linear // size
        if len(basis) == count:
            nothing = nothing | (linear < 0) | (linear >= bounds[0])
        return tuple(_with(index, nothing) for index in (linear, *reversed(indices)))

    return run


def _where(op: Op, vector: tuple[int, ...] = ()) -> Callable[[Machine, Sequence[Value]], list[Array]]:
    """Where an access is: (machine, operands of the map) -> indices. Raises Fault where they are poison."""
    at, nothing, inner = map_values(op.attributes["map"]), undefined(op.attributes["map"]), coordinates(vector)

    def find(machine: Machine, operands: Sequence[Value]) -> list[Array]:
        numbers = addresses(machine, op, operands)
        if nothing is not None:
            refuse_poison(machine, op, nothing(numbers), "an address")
        return along(at(numbers), inner)

    return find


@semantics("affine.load", "affine.vector_load", poison=RAW)
def load(op: Op) -> Run:
    if op.name == "affine.vector_load":
        check_memref(op, op.operand_types[0], op.result_types[0])
    shape = types.shape(op.result_types[0])
    where = _where(op, shape)

    def run(machine: Machine, view: MemRef, *indices: Value) -> Array:
        loaded = memory.load(machine, op, view, where(machine, indices))
        return np.broadcast_to(loaded, (len(loaded), *shape))

    return run


@semantics("affine.store", "affine.vector_store", poison=RAW)
def store(op: Op) -> Run:
    if op.name == "affine.vector_store":
        check_memref(op, op.operand_types[1], op.operand_types[0])
    where = _where(op, types.shape(op.operand_types[0]))

    def run(machine: Machine, value: Value, view: MemRef, *indices: Value) -> None:
        memory.store(machine, op, view, where(machine, indices), stored(machine, op, value, None))

    return run


@semantics("affine.prefetch", poison=RAW)
def prefetch(op: Op) -> Run:
    # A hint: it may name what is out of bounds.
    return lambda machine, *operands: None
