"""Ops that take vectors and have nothing to say about their layouts.

Returns and calls hand a vector on whole.
"""

from lanewise.rules import OpRules, register

for _name in ("func.return", "func.call", "gpu.return"):
    register(OpRules(_name, opaque=True))
