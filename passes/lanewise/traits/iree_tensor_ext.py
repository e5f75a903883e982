"""iree_tensor_ext: tensors of a dispatch, before they become memory, and its workload."""

from __future__ import annotations

from lanewise.traits.record import pure, refuse

pure("iree_tensor_ext", "dispatch.workload.ordinal")
refuse(
    "iree_tensor_ext",
    "it is for tensors, before they become memory",
    """
    bitcast cast_to_ragged_shape compute_barrier.end compute_barrier.start dispatch.tensor.load dispatch.tensor.store
    linearize_ragged_dims
    """,
)
refuse(
    "iree_tensor_ext",
    "it belongs to the host's side of a launch",
    "dispatch.workgroup_count_from_slice dispatch.workgroup_count_split_reduction_modifier",
)
