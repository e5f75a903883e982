"""iree_gpu: barriers that values pass, and what lanes give each other."""

from __future__ import annotations

from lanewise.traits.record import Lanes, Runs, each, refuse

each("iree_gpu", "value_barrier", synchronizes=True)
each("iree_gpu", "barrier_region", synchronizes=True, regions=(Runs.AT_MOST_ONCE,))
# Lanes wait there for each other, but not for what they have written.
each("iree_gpu", "global_subgroup_barrier", synchronizes=True, orders=frozenset())
each("iree_gpu", "subgroup_scan", lanes=Lanes.DIFFER, regions=(Runs.DECLARED,))
each("iree_gpu", "yield")
refuse(
    "iree_gpu",
    "the lanes of a subgroup write together, each a part: let vector.transfer_write do it",
    "async_dma coalesced_gather_dma",
)
refuse("iree_gpu", "it is for tensors, before they become memory", "buffer_resource_cast")
