"""What an op inside vector.mask is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lanewise.sim.values.types import Array

# Ops whose runs take `masked`, a Masked, as a keyword. Not vector.gather: it has a mask and a
# pass-through value of its own, and upstream's lowering drops both, so what the two masks mean together is open.
MASKABLE = {
    "vector.contract",
    "vector.multi_reduction",
    "vector.outerproduct",
    "vector.reduction",
    "vector.transfer_read",
    "vector.transfer_write",
}
TAKES_PASS_THROUGH = {"vector.transfer_read"}


@dataclass(frozen=True, slots=True)
class Masked:
    """`mask`: which elements take part, in the shape that the op's verifier asks for. Others give `pass_through`."""

    mask: Array
    pass_through: Any = None
