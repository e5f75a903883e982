"""nvgpu: what a lane of NVIDIA's does, alone or with its subgroup."""

from __future__ import annotations

from lanewise.traits.record import Lanes, each, pure, refuse, segment

pure("nvgpu", "extf rcp truncf")
each("nvgpu", "mma.sp.sync mma.sync", lanes=Lanes.DIFFER)
each("nvgpu", "ldmatrix", reads=(0,), lanes=Lanes.DIFFER)
# It is done at the wait for its group, which stands before whatever reads what was copied.
each("nvgpu", "device_async_copy", reads=segment(2), writes=(0,), lanes=Lanes.DIFFER)
each("nvgpu", "device_async_create_group device_async_wait", lanes=Lanes.DIFFER)
refuse(
    "nvgpu",
    "which lanes wait at a barrier in memory is counted while the kernel runs: let gpu.barrier order them",
    """
    mbarrier.arrive mbarrier.arrive.expect_tx mbarrier.arrive.nocomplete mbarrier.create mbarrier.get mbarrier.init
    mbarrier.test.wait mbarrier.try_wait.parity
    """,
)
refuse(
    "nvgpu",
    "when a copy by the tensor unit is done only a barrier in memory knows",
    """
    tma.async.load tma.async.store tma.create.descriptor tma.fence.descriptor tma.prefetch.descriptor
    """,
)
refuse(
    "nvgpu",
    "four subgroups have its matrices together: let vector.contract multiply",
    """
    warpgroup.generate.descriptor warpgroup.mma warpgroup.mma.init.accumulator warpgroup.mma.store
    """,
)
