"""vector: whole vectors, from and to memory, too."""

from __future__ import annotations

from lanewise.traits.record import Aliases, Runs, each, pure

pure(
    "vector",
    """
    bitcast broadcast constant_mask contract create_mask deinterleave extract extract_strided_slice fma from_elements
    insert insert_strided_slice interleave multi_reduction outerproduct reduction scalable.extract scalable.insert scan
    shape_cast shuffle step to_elements transpose vscale
    """,
)
pure("vector", "type_cast", aliases=Aliases.OPERAND)
each("vector", "expandload gather load maskedload transfer_read", reads=(0,))
each("vector", "compressstore maskedstore scatter", writes=(0,))
each("vector", "store transfer_write", writes=(1,))
each("vector", "mask", regions=(Runs.AT_MOST_ONCE,))
each("vector", "print", once=True)
each("vector", "yield")
