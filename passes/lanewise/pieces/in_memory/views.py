"""Whether a view of memory names each place once: elements with different indices are different places."""

from __future__ import annotations

from collections.abc import Sequence

from lanewise.mlir.host import ir
from lanewise.traits.record import Aliases, traits_of

SUBVIEW = "memref.subview"
KNOWN = "memref."
"""How the names of ops begin that leave elements apart which were apart."""


def is_injective(view: ir.Value) -> bool:
    """False when in doubt."""
    type_ = view.type
    if not isinstance(type_, ir.MemRefType):
        return False
    if type_.layout == ir.MemRefType.get(type_.shape, type_.element_type, loc=view.location).layout:
        return True  # Row by row without gaps.
    try:
        strides, _ = type_.get_strides_and_offset()
    except (RuntimeError, ValueError):  # No strides.
        return False
    if _is_apart(list(type_.shape), list(strides)):
        return True
    owner = view.owner
    if isinstance(owner, ir.Block) or traits_of(owner.name).aliases is not Aliases.OPERAND:
        return False
    # Where the type does not say its strides, they are those of what this is a part of, or the op itself names them.
    if "static_strides" in owner.attributes and (
        owner.name != SUBVIEW or min(owner.attributes["static_strides"], default=1) < 1
    ):
        return False
    return owner.name.startswith(KNOWN) and is_injective(owner.operands[0])


def _is_apart(sizes: Sequence[int], strides: Sequence[int]) -> bool:
    """Whether each stride goes beyond all that smaller ones reach. False where what matters is not known."""
    dynamic_size, dynamic_stride = ir.ShapedType.get_dynamic_size(), ir.ShapedType.get_dynamic_stride_or_offset()
    pairs = [(stride, size) for stride, size in zip(strides, sizes, strict=True) if size != 1]
    if any(stride == dynamic_stride or stride < 1 for stride, _ in pairs):
        return False
    reached = 0
    pairs.sort()
    for number, (stride, size) in enumerate(pairs):
        if stride <= reached:
            return False
        if size == dynamic_size:
            return number == len(pairs) - 1
        reached += stride * (size - 1)
    return True
