"""gpu: who a lane is, what lanes give each other, and where they wait."""

from __future__ import annotations

from lanewise.mlir.attributes import space_named
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.traits.record import SPACES, Aliases, Lanes, Runs, each, pure, refuse


def ordered(barrier: Node) -> frozenset[str]:
    """The spaces that a barrier names, else all; none where not the whole workgroup waits at it."""
    attributes = barrier.op.attributes
    if barrier.operands or ("scope" in attributes and "workgroup" not in str(attributes["scope"])):
        return frozenset()
    if "address_spaces" not in attributes:
        return SPACES
    named = attributes["address_spaces"]
    return SPACES.intersection(map(space_named, named)) if isinstance(named, ir.ArrayAttr) else frozenset()


pure("gpu", "global_id lane_id subgroup_id thread_id", lanes=Lanes.DIFFER)
pure(
    "gpu",
    """
    block_dim block_id cluster_block_id cluster_dim cluster_dim_blocks cluster_id grid_dim num_subgroups subgroup_size
    """,
    lanes=Lanes.SAME,
)
# Lanes that give each other something must come there together.
each("gpu", "ballot rotate shuffle subgroup_broadcast subgroup_reduce", lanes=Lanes.DIFFER)
each("gpu", "all_reduce", lanes=Lanes.SAME, regions=(Runs.DECLARED,))
each("gpu", "barrier", synchronizes=True, orders=ordered)
each("gpu", "printf", once=True)
each("gpu", "return terminator yield")
each("gpu", "func module", regions=(Runs.ELSEWHERE,))
pure("gpu", "dynamic_shared_memory", aliases=Aliases.NAMED)
refuse("gpu", "not all lanes of the workgroup wait at a named barrier", "initialize_named_barrier")
each(
    "gpu",
    "launch",
    regions=(Runs.BY_LANES,),
    refused="its body is a kernel of its own: let gpu-kernel-outlining make a function of it",
)
each(
    "gpu",
    "warp_execute_on_lane_0",
    regions=(Runs.BY_LANES,),
    decides=(0,),
    lanes=Lanes.DIFFER,
    refused="it belongs to another way to distribute vectors",
)
each(
    "gpu",
    """
    subgroup_mma_compute subgroup_mma_constant_matrix subgroup_mma_elementwise subgroup_mma_extract_thread_local
    subgroup_mma_insert_thread_local subgroup_mma_load_matrix subgroup_mma_store_matrix
    """,
    lanes=Lanes.DIFFER,
    refused="a subgroup has its matrices together, and no lane a known part: let vector.contract multiply",
)
refuse(
    "gpu",
    "it belongs to the host's side of a launch",
    """
    alloc binary dealloc host_register host_unregister launch_func memcpy memset set_default_device wait
    create_2to4_spmat create_bsr create_coo create_coo_aos create_csc create_csr create_dn_tensor destroy_dn_tensor
    destroy_sp_mat sddmm sddmm_buffer_size set_csr_pointers spgemm_copy spgemm_create_descr spgemm_destroy_descr
    spgemm_work_estimation_or_compute spmat_get_size spmm spmm_buffer_size spmv spmv_buffer_size
    """,
)
