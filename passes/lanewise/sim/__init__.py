"""lanewise-sim: runs the lanes of kernels in lockstep on numpy, and says whether two kernels do the same.

`run(module)` returns what a kernel left in its buffers; `compare(a, b)` returns where two differ. Faults of a kernel (a
race, a divergent barrier, an access out of bounds) come as Fault, what the simulator does not know as Unsupported: both
know their op, and their `kind`, as a Difference does (see Kind).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanewise.mlir.lazy import front

if TYPE_CHECKING:
    from lanewise.sim.judge.comparison import Difference as Difference
    from lanewise.sim.judge.comparison import compare as compare
    from lanewise.sim.judge.runner import Result as Result
    from lanewise.sim.judge.runner import run as run
    from lanewise.sim.machine.faults import Fault as Fault
    from lanewise.sim.machine.faults import Kind as Kind
    from lanewise.sim.machine.faults import Unsupported as Unsupported

_HOMES = {
    "Difference": "lanewise.sim.judge.comparison",
    "compare": "lanewise.sim.judge.comparison",
    "Result": "lanewise.sim.judge.runner",
    "run": "lanewise.sim.judge.runner",
    "Unsupported": "lanewise.sim.machine.faults",
    "Fault": "lanewise.sim.machine.faults",
    "Kind": "lanewise.sim.machine.faults",
}

__all__ = list(_HOMES)

if not TYPE_CHECKING:
    __getattr__ = front(__name__, _HOMES)
