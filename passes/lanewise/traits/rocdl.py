"""rocdl, as far as kernels use it: who a lane is, what lanes give each other, where they wait, numbers from numbers."""

from __future__ import annotations

from lanewise.traits.record import Lanes, each, pure

pure("rocdl", "mbcnt.hi mbcnt.lo wave.id workitem.id.x workitem.id.y workitem.id.z", lanes=Lanes.DIFFER)
pure(
    "rocdl",
    """
    cluster.id.x cluster.id.y cluster.id.z cluster.workgroup.id.x cluster.workgroup.id.y cluster.workgroup.id.z
    grid.dim.x grid.dim.y grid.dim.z wavefrontsize workgroup.dim.x workgroup.dim.y workgroup.dim.z workgroup.id.x
    workgroup.id.y workgroup.id.z
    """,
    lanes=Lanes.SAME,
)
each(
    "rocdl",
    """
    ballot ds_bpermute ds_swizzle permlane16.swap permlane16.var permlane32.swap permlanex16 permlanex16.var
    readfirstlane readlane update.dpp
    """,
    lanes=Lanes.DIFFER,
)
each("rocdl", "barrier", synchronizes=True)
# Lanes wait there for each other, but not for what they have written.
each("rocdl", "s.barrier", synchronizes=True, orders=frozenset())
# They order instructions of one lane, or wait for its own accesses.
each(
    "rocdl",
    """
    iglp.opt s.nop s.setprio s.sleep s.wait.asynccnt s.wait.dscnt s.wait.expcnt s.wait.loadcnt s.wait.storecnt
    s.wait.tensorcnt s.waitcnt sched.barrier sched.group.barrier
    """,
)
pure("rocdl", "cos cvt.pkrtz exp exp2 fmed3 log rcp rsq sin sqrt tanh")
