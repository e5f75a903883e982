"""What the simulator does not do with ops that a kernel may hold, and why; ops of their dialects that none holds."""

from __future__ import annotations

import re

# Ops that no program is for.
NO_PROGRAM = {
    r"gpu\.(alloc|dealloc|memcpy|memset|wait|launch|launch_func)": "the host's side of a launch",
    r"gpu\.(host_(un)?register|set_default_device|binary|module)": "the host's side of a launch",
    r"gpu\.(func|return|terminator|initialize_named_barrier)": "around a kernel, or not upstream's on both hosts",
    r"gpu\.(create|destroy|set_csr|sddmm|spgemm|spmat|spmm|spmv)\w*": "the host's calls of a library of matrices",
    r"gpu\.subgroup_mma_\w+": "matrices that no lane holds a known part of",
    r"hal\.(?!interface\.).+": "the host's side: devices, buffers, executables",
    r"util\.(?!assume\.int$).+": "the host's side: globals, lists, strings, buffers of bytes",
    r"iree_tensor_ext\.(?!dispatch\.workload\.ordinal$).+": "on tensors, before they become memory",
    r"iree_codegen\.(smt\..+|dispatch_config|workgroup_count_hint|query_tile_sizes)": "for the compiler's own search",
    r"iree_codegen\.(null_pointer|ukernel\.generic)": "for calls of other code",
    r"iree_codegen\.(load_from_buffer|store_to_buffer|fusion_barrier)": "on tensors, before they become memory",
    r"iree_codegen\.(inner_tiled|yield)": "its types are those of each intrinsic: test_intrinsics has them",
    r"iree_gpu\.(async_dma|coalesced_gather_dma|buffer_resource_cast|barrier_region|yield)": "on tensors",
    r"iree_gpu\.(global_subgroup_barrier|subgroup_scan)": "have tests of their own, or are refused by name",
    r"vector\.yield": "is in every program with vector.mask, which returns nothing else",
}

WITHOUT_VALUES = r"type (tf32|f128|i128|complex<f32>) has no values here"

# By op, or by ops of a program: what the message must say, and why that is all.
UNSUPPORTED = {
    ".*": (WITHOUT_VALUES, "numpy has no such numbers, or only pairs of them"),
    r"vector\.(multi_reduction|reduction|scan|outerproduct|contract)": (
        r"kind \w+ does not combine elements of type",
        "the host verifies kinds that mean nothing for a type",
    ),
    r"memref\.atomic_rmw": (
        r"kind 'm(ax|in)numf' of (i\d+|index) is not simulated",
        "the host verifies kinds that mean nothing for a type",
    ),
    r"vector\.(mask|contract|multi_reduction|reduction)": (
        "type f8E8M0FNU has no zero to begin add with",
        "there is no number that a sum may begin with",
    ),
    r"vector\.bitcast": ("index has no width to cast", "how wide an index is, the target says"),
    r"vector\.scalable\.(extract|insert)": ("it is scalable", "no GPU has scalable vectors"),
    r"vector\.vscale": ("not simulated", "no GPU has scalable vectors"),
    r"(affine|memref)\.dma_(start|wait)": ("does not know the op", "no lowering for a GPU takes it"),
    r"memref\.realloc": ("does not know the op", "no GPU allocates while a kernel runs"),
    r"memref\.extract_aligned_pointer_as_index": ("does not know the op", "buffers have no addresses here"),
    r"gpu\.dynamic_shared_memory": ("does not know the op", "its size is said at the launch, which is not simulated"),
    r"gpu\.warp_execute_on_lane_0": ("does not know the op", "another distribution's own: Lanewise refuses it"),
    r"memref\.view": ("bytes as elements of type", "how many bytes a number of odd width takes, the target says"),
    r"scf\.for": ("a loop that counts in i1 is not simulated", "one bit is a sign and no number"),
    r"hal\.interface\.constant\.load": ("push constants of type .* are not simulated", "IREE's have 32 bits"),
    r"iree_codegen\.swizzle_hint": ("does not know the op", "where elements are is decided later, by another pass"),
}


def why_no_program(op: str) -> str | None:
    """The pattern that covers an op for which there is no program."""
    return next((pattern for pattern in NO_PROGRAM if re.fullmatch(pattern, op)), None)


def why_unsupported(ops: tuple[str, ...], message: str) -> str | None:
    """The pattern that covers this message about a program of these ops."""
    for pattern, (text, _) in UNSUPPORTED.items():
        if any(re.fullmatch(pattern, op) for op in ops) and re.search(text, message):
            return pattern
    return None
