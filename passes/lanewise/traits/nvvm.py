"""nvvm, as far as kernels use it: who a lane is, what lanes give each other, where they wait, numbers from numbers."""

from __future__ import annotations

from lanewise.mlir.node import Node
from lanewise.traits.record import SPACES, Lanes, each, pure


def ordered(barrier: Node) -> frozenset[str]:
    """With a number of lanes, or a number of its own, it may be a barrier of some lanes only."""
    return frozenset() if barrier.operands else SPACES


pure(
    "nvvm",
    """
    read.ptx.sreg.laneid read.ptx.sreg.lanemask.eq read.ptx.sreg.lanemask.ge read.ptx.sreg.lanemask.gt
    read.ptx.sreg.lanemask.le read.ptx.sreg.lanemask.lt read.ptx.sreg.tid.x read.ptx.sreg.tid.y read.ptx.sreg.tid.z
    read.ptx.sreg.warpid
    """,
    lanes=Lanes.DIFFER,
)
pure(
    "nvvm",
    """
    read.ptx.sreg.cluster.ctaid.x read.ptx.sreg.cluster.ctaid.y read.ptx.sreg.cluster.ctaid.z
    read.ptx.sreg.cluster.ctarank read.ptx.sreg.cluster.nctaid.x read.ptx.sreg.cluster.nctaid.y
    read.ptx.sreg.cluster.nctaid.z read.ptx.sreg.cluster.nctarank read.ptx.sreg.clusterid.x read.ptx.sreg.clusterid.y
    read.ptx.sreg.clusterid.z read.ptx.sreg.ctaid.x read.ptx.sreg.ctaid.y read.ptx.sreg.ctaid.z read.ptx.sreg.gridid
    read.ptx.sreg.nclusterid.x read.ptx.sreg.nclusterid.y read.ptx.sreg.nclusterid.z read.ptx.sreg.nctaid.x
    read.ptx.sreg.nctaid.y read.ptx.sreg.nctaid.z read.ptx.sreg.ntid.x read.ptx.sreg.ntid.y read.ptx.sreg.ntid.z
    read.ptx.sreg.nwarpid read.ptx.sreg.warpsize
    """,
    lanes=Lanes.SAME,
)
# Another number each time it is asked.
each(
    "nvvm",
    "read.ptx.sreg.clock read.ptx.sreg.clock64 read.ptx.sreg.globaltimer read.ptx.sreg.globaltimer.lo",
    lanes=Lanes.DIFFER,
)
each("nvvm", "elect.sync match.sync mma.sync redux.sync shfl.sync vote.sync", lanes=Lanes.DIFFER)
each("nvvm", "barrier barrier0", synchronizes=True, orders=ordered)
# Fences, and barriers of a subgroup: nobody else waits.
each(
    "nvvm",
    """
    bar.warp.sync fence.proxy fence.proxy.acquire fence.proxy.release fence.sc.cluster memory.barrier nanosleep
    """,
)
pure("nvvm", "cos divf ex2 fma log2 rcp.approx.ftz.f rsqrt sin sqrt")
