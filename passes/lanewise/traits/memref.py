"""memref: buffers, views of them, and accesses of single elements."""

from __future__ import annotations

from lanewise.traits.record import Aliases, Lanes, Runs, each, pure, refuse

pure("memref", "dim rank")
# An address, which differs where each lane has a buffer of its own.
pure("memref", "extract_aligned_pointer_as_index", lanes=Lanes.DIFFER)
pure(
    "memref",
    """
    assume_alignment cast collapse_shape expand_shape extract_strided_metadata memory_space_cast reinterpret_cast
    subview transpose view
    """,
    aliases=Aliases.OPERAND,
)
pure("memref", "distinct_objects", aliases=Aliases.FORWARDED)
pure("memref", "get_global", aliases=Aliases.NAMED, named_by="name")
each("memref", "reshape", reads=(1,), aliases=Aliases.OPERAND)
each("memref", "alloc alloca", aliases=Aliases.FRESH)
each("memref", "load", reads=(0,))
each("memref", "store", writes=(1,))
each("memref", "copy", reads=(0,), writes=(1,))
each("memref", "atomic_rmw", reads=(1,), writes=(1,), atomic=True, lanes=Lanes.DIFFER)
each(
    "memref",
    "generic_atomic_rmw",
    reads=(0,),
    writes=(0,),
    atomic=True,
    lanes=Lanes.DIFFER,
    regions=(Runs.DECLARED,),
)
each("memref", "alloca_scope", regions=(Runs.AT_MOST_ONCE,), aliases=Aliases.FORWARDED)
# What the workgroup has stays until it ends: nobody gives any of it back before.
each("memref", "dealloc prefetch")
each("memref", "alloca_scope.return atomic_yield global")
refuse("memref", "no GPU allocates while a kernel runs", "realloc")
refuse("memref", "no lowering for a GPU takes it", "dma_start dma_wait")
