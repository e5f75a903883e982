"""Whether a program tells lanes apart, so that each has private memory of its own."""

from __future__ import annotations

from lanewise.mlir.host import ir
from lanewise.sim.machine.program import contains

TELLS_LANES_APART = {
    "gpu.thread_id",
    "gpu.global_id",
    "gpu.lane_id",
    "gpu.subgroup_id",
    "iree_vector_ext.to_simt",
}


def lanes_differ(module: ir.Operation) -> bool:
    return contains(module, TELLS_LANES_APART)
