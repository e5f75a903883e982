"""linalg, on buffers: it reads what it takes, and reads and writes what it fills."""

from __future__ import annotations

from lanewise.mlir.node import Node
from lanewise.traits.record import Runs, all_operands, each, pure, segment


def last(node: Node) -> range:
    return range(len(node.operands) - 1, len(node.operands))


def second_half(node: Node) -> range:
    return range(len(node.operands) // 2, len(node.operands))


each(
    "linalg",
    """
    abs add batch_matmul batch_matvec batch_mmt4d batch_reduce_matmul batch_vecmat ceil contract conv_1d conv_1d_ncw_fcw
    conv_1d_nwc_wcf conv_2d conv_2d_nchw_fchw conv_2d_nchw_fchw_q conv_2d_ngchw_fgchw conv_2d_ngchw_gfchw
    conv_2d_ngchw_gfchw_q conv_2d_nhwc_fhwc conv_2d_nhwc_fhwc_q conv_2d_nhwc_hwcf conv_2d_nhwc_hwcf_q
    conv_2d_nhwgc_gfhwc conv_2d_nhwgc_gfhwc_q conv_3d conv_3d_ncdhw_fcdhw conv_3d_ndhwc_dhwcf conv_3d_ndhwc_dhwcf_q copy
    depthwise_conv_1d_ncw_cw depthwise_conv_1d_nwc_wc depthwise_conv_1d_nwc_wcm depthwise_conv_2d_nchw_chw
    depthwise_conv_2d_nhwc_hwc depthwise_conv_2d_nhwc_hwc_q depthwise_conv_2d_nhwc_hwcm depthwise_conv_2d_nhwc_hwcm_q
    depthwise_conv_3d_ncdhw_cdhw depthwise_conv_3d_ndhwc_dhwc depthwise_conv_3d_ndhwc_dhwcm div div_unsigned dot
    elementwise erf exp fill fill_rng_2d floor generic log matmul matvec max min mmt4d mul negf pooling_nchw_max
    pooling_nchw_sum pooling_ncw_max pooling_ncw_sum pooling_ndhwc_max pooling_ndhwc_min pooling_ndhwc_sum
    pooling_nhwc_max pooling_nhwc_max_unsigned pooling_nhwc_min pooling_nhwc_min_unsigned pooling_nhwc_sum
    pooling_nwc_max pooling_nwc_max_unsigned pooling_nwc_min pooling_nwc_min_unsigned pooling_nwc_sum powf
    quantized_batch_matmul quantized_matmul reciprocal round rsqrt scaled_contract select sqrt square sub tanh vecmat
    """,
    reads=all_operands,
    writes=segment(1),
    regions=(Runs.DECLARED,),
)
each("linalg", "broadcast map softmax transpose", reads=all_operands, writes=last, regions=(Runs.DECLARED,))
each("linalg", "reduce", reads=all_operands, writes=second_half, regions=(Runs.DECLARED,))
pure("linalg", "index")
each("linalg", "yield")
