"""Layouts as text, for the kernels of Python tests."""

from __future__ import annotations


def row(lanes: int, elements: int) -> str:
    """Of a vector of one dimension, in one go: so many lanes side by side, each with so many elements."""
    return (
        "#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], "
        f"thread_tile = [{lanes}], element_tile = [{elements}], subgroup_strides = [0], thread_strides = [1]>"
    )
