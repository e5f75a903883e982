"""Where memory lies: the spaces of memref types, and whether lanes have their own."""

from __future__ import annotations

from lanewise.mlir.host import ir
from lanewise.sim.machine.memory import GLOBAL, PRIVATE, WORKGROUP
from lanewise.sim.machine.program import contains

_SPACES = {"workgroup": WORKGROUP, "private": PRIVATE, "3": WORKGROUP, "5": PRIVATE}

TELLS_LANES_APART = {
    "gpu.thread_id",
    "gpu.global_id",
    "gpu.lane_id",
    "gpu.subgroup_id",
    "iree_vector_ext.to_simt",
}


def space_of(type_: ir.Type) -> str | None:
    """The memory of a memref type; None when it names none."""
    attribute = type_.memory_space
    if attribute is None:
        return None
    text = str(attribute)
    for word, space in _SPACES.items():
        if text in (f"#gpu.address_space<{word}>", f"#gpu<address_space {word}>", word) or text.startswith(f"{word} :"):
            return space
    return GLOBAL


def lanes_differ(module: ir.Operation) -> bool:
    return contains(module, TELLS_LANES_APART)
