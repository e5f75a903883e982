"""Programs of any size, as text."""

from __future__ import annotations

from collections.abc import Iterator

VECTOR = "vector<64x64xf16>"


def layout(strides: str) -> str:
    return (
        "#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], "
        f"thread_tile = [8, 8], element_tile = [8, 8], subgroup_strides = [0, 0], thread_strides = [{strides}]>"
    )


def chains(ops: int) -> Iterator[str]:
    """Two chains of additions, one row-wise and one column-wise, that read the same eight constants."""
    yield f"#rows = {layout('8, 1')}"
    yield f"#columns = {layout('1, 8')}"
    yield f"func.func @chains(%a: {VECTOR}, %b: {VECTOR}) -> ({VECTOR}, {VECTOR}) {{"
    for number in range(8):
        yield f"  %k{number} = arith.constant dense<{number}.0> : {VECTOR}"
    yield f"  %x0 = iree_vector_ext.to_layout %a to layout(#rows) : {VECTOR}"
    yield f"  %y0 = iree_vector_ext.to_layout %b to layout(#columns) : {VECTOR}"
    half = ops // 2
    for number in range(half):
        yield f"  %x{number + 1} = arith.addf %x{number}, %k{number % 8} : {VECTOR}"
        yield f"  %y{number + 1} = arith.mulf %y{number}, %k{number * 3 % 8} : {VECTOR}"
    yield f"  return %x{half}, %y{half} : {VECTOR}, {VECTOR}"
    yield "}"
