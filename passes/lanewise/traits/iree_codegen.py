"""iree_codegen: matrix intrinsics, hints, and the compiler's own."""

from __future__ import annotations

from lanewise.traits.record import Aliases, each, pure, refuse

pure("iree_codegen", "index_hint inner_tiled")
pure("iree_codegen", "extract_strided_metadata swizzle_hint", aliases=Aliases.OPERAND)
each("iree_codegen", "yield")
refuse(
    "iree_codegen", "it is for tensors, before they become memory", "fusion_barrier load_from_buffer store_to_buffer"
)
refuse("iree_codegen", "it calls other code", "null_pointer ukernel.generic")
refuse(
    "iree_codegen",
    "it is for the compiler's own search",
    """
    dispatch_config query_tile_sizes smt.assert smt.constraints smt.knob smt.lookup workgroup_count_hint
    """,
)
