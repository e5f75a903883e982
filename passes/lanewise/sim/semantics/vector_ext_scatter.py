"""iree_vector_ext.transfer_scatter: transfer_gather the other way."""

from __future__ import annotations

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef, axes, coordinates
from lanewise.sim.machine.checks import addresses, require_defined, stored
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.vector_ext import elements_at
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import map_values


@semantics("iree_vector_ext.transfer_scatter", poison=RAW)
def transfer_scatter(op: Op) -> Run:
    """Element d goes to base + map(d, index vectors at d), unless the mask is off."""
    target, vector = op.operand_types[:2]
    if not isinstance(target, ir.MemRefType):
        raise op.unsupported(f"only memrefs are written, not {target}")
    _, _, base_count, index_count, mask_count = op.segments
    shape = types.shape(vector)
    target_map, *maps = list(op.attributes["indexing_maps"])
    if not len(target_map.value.results) == base_count == len(target.shape):
        raise op.unsupported(f"needed an offset and a result of the target's map for each dimension of {target}")
    rank, dims, target_values = len(shape), coordinates(shape), map_values(target_map)
    wanted = [map_values(map_)([*dims, *[np.zeros(1, np.int64)] * index_count]) for map_ in maps]

    def run(machine: Machine, view: MemRef, value: Value, *operands: Value) -> None:
        found = addresses(machine, op, operands[: base_count + index_count])
        base, vectors = found[:base_count], found[base_count:]
        picked = [elements_at(one, at, rank) for one, at in zip(vectors, wanted, strict=False)]
        mask = None
        if mask_count:
            mask = elements_at(require_defined(machine, op, operands[-1], "a mask"), wanted[-1], rank)
        parts = target_values([*dims, *picked])
        full = np.zeros((1, *shape), np.int64)
        indices = [axes(start, rank) + part + full for start, part in zip(base, parts, strict=True)]
        memory.store(machine, op, view, indices, stored(machine, op, value, mask), mask)

    return run
