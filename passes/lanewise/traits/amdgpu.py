"""amdgpu: what a lane of AMD's does, alone or with its subgroup."""

from __future__ import annotations

from lanewise.mlir.attributes import WORKGROUP
from lanewise.traits.record import Aliases, Lanes, each, pure, refuse, segment

pure(
    "amdgpu",
    "dot ext_packed_fp8 packed_scaled_trunc packed_stoch_round_fp8 packed_trunc_2xfp8 scaled_ext_packed",
)
pure("amdgpu", "fat_raw_buffer_cast", aliases=Aliases.OPERAND)
each(
    "amdgpu",
    """
    dpp mfma permlane_swap permlane_var scaled_ext_packed_matrix scaled_mfma scaled_wmma sparse_mfma sparse_wmma
    swizzle_bitmode wmma
    """,
    lanes=Lanes.DIFFER,
)
each("amdgpu", "raw_buffer_load", reads=(0,))
each("amdgpu", "raw_buffer_store", writes=(1,))
each(
    "amdgpu",
    "raw_buffer_atomic_fadd raw_buffer_atomic_fmax raw_buffer_atomic_smax raw_buffer_atomic_umin",
    reads=(1,),
    writes=(1,),
    atomic=True,
    lanes=Lanes.DIFFER,
)
each("amdgpu", "raw_buffer_atomic_cmpswap", reads=(2,), writes=(2,), atomic=True, lanes=Lanes.DIFFER)
each("amdgpu", "global_transpose_load transpose_load", reads=(0,), lanes=Lanes.DIFFER)
each("amdgpu", "lds_barrier", synchronizes=True, orders=frozenset((WORKGROUP,)))
# The first two order instructions of one lane, or wait for its own accesses.
each("amdgpu", "memory_counter_wait sched_barrier global_prefetch")
each(
    "amdgpu",
    "gather_to_lds global_load_async_to_lds",
    reads=(0,),
    writes=segment(2),
    refused="the lanes of a subgroup write together, each a part: let vector.transfer_write do it",
)
refuse(
    "amdgpu",
    "which lanes wait at a barrier in memory is counted while the kernel runs: let gpu.barrier order them",
    """
    ds_async_barrier_arrive ds_barrier_arrive ds_barrier_init ds_barrier_poll_state ds_barrier_state_init_count
    ds_barrier_state_pending_count ds_barrier_state_phase ds_barrier_state_phase_parity
    """,
)
refuse(
    "amdgpu",
    "what a copy by the tensor unit reads and writes stands in its descriptor",
    """
    make_dma_base make_dma_descriptor make_gather_dma_base make_gather_dma_descriptor tensor_load_to_lds
    tensor_store_from_lds
    """,
)
