"""affine: loops, conditions and accesses whose indices are affine maps."""

from __future__ import annotations

from lanewise.traits.record import Aliases, Runs, all_operands, each, pure, refuse, segments

pure("affine", "apply delinearize_index linearize_index max min")
each("affine", "load vector_load", reads=(0,))
each("affine", "store vector_store", writes=(1,))
each("affine", "prefetch yield")
each("affine", "for", regions=(Runs.REPEATED,), decides=segments(0, 2), aliases=Aliases.FORWARDED)
each("affine", "if", regions=(Runs.AT_MOST_ONCE,), decides=all_operands, aliases=Aliases.FORWARDED)
each("affine", "parallel", regions=(Runs.PARALLEL,), decides=all_operands, aliases=Aliases.FORWARDED)
refuse("affine", "no lowering for a GPU takes it", "dma_start dma_wait")
