"""iree_vector_ext: vectors with layouts, and what lanes have of them."""

from __future__ import annotations

from lanewise.traits.record import Lanes, Runs, each, pure

pure("iree_vector_ext", "to_layout")
pure("iree_vector_ext", "to_simt", lanes=Lanes.DIFFER)
pure("iree_vector_ext", "to_simd", lanes=Lanes.SAME)
pure("iree_vector_ext", "arg_compare", regions=(Runs.DECLARED,))
each("iree_vector_ext", "transfer_gather", reads=(0,))
each("iree_vector_ext", "transfer_scatter", writes=(0,))
each("iree_vector_ext", "yield")
