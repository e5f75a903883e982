"""Ops that take vectors and have nothing to say about their layouts.

Returns and calls hand a vector on whole; a reduction to a scalar leaves no vector; the operands and results of an inner
tiled op stand between anchors, which the intrinsic prescribes.
"""

from lanewise.rules import OpRules, register

for _name in ("func.return", "func.call", "vector.reduction", "iree_codegen.inner_tiled"):
    register(OpRules(_name, boundary=True))
