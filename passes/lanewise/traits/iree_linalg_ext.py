"""iree_linalg_ext, on buffers: where it is not said which it fills, it may fill all that it takes."""

from __future__ import annotations

from lanewise.traits.record import Runs, all_operands, each, pure

each("iree_linalg_ext", "map_load map_store", reads=(0,), writes=(1,), regions=(Runs.DECLARED,))
each(
    "iree_linalg_ext",
    """
    arg_compare attention dequantize_affine exp_reduction fft gather im2col online_attention quantize_affine scan
    scatter sort topk topk_v2 winograd.filter_transform winograd.input_transform winograd.output_transform
    """,
    reads=all_operands,
    writes=all_operands,
    regions=(Runs.DECLARED,),
)
each("iree_linalg_ext", "custom_op", refused="its region stands for ops on tiles that are not known yet")
pure("iree_linalg_ext", "index")
each("iree_linalg_ext", "yield")
