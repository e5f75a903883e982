"""Matrix intrinsics as the installed wheel knows them, and kernels that multiply with one of them.

What the wheel says of lanes: `outer`, `thread`, `tstrides` and `element` of each operand, which are also the anchors of
a kernel. It says so of `MMAIntrinsicAttr` and `VirtualMMAIntrinsicAttr`; of every other attribute it gives empty lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from lanewise.mlir.host import ir

TYPES = {"f": "0.0", "b": "0.0", "i": "0"}


class Lies(NamedTuple):
    """How an operand's tile lies over a subgroup: one entry a dimension in each list."""

    outer: tuple[int, ...]
    thread: tuple[int, ...]
    strides: tuple[int, ...]
    element: tuple[int, ...]

    @property
    def tile(self) -> list[int]:
        return [a * b * c for a, b, c in zip(self.outer, self.thread, self.element, strict=True)]

    def transposed(self) -> Lies:
        """With the last two dimensions in the other order."""
        return Lies(*((*entry[:-2], entry[-1], entry[-2]) for entry in self))


@dataclass(frozen=True)
class Known:
    """An intrinsic; `kind` is its attribute's text with `MORE` where col_major goes."""

    name: str
    kind: str
    lies: tuple[Lies, ...]
    types: tuple[str, ...]
    # How many elements of lhs, rhs and acc a lane hands in.
    held: tuple[int, ...]

    @property
    def lanes(self) -> int:
        return 32 if self.name.startswith(("WMMA", "NV_")) else 64


def of_the_wheel() -> list[Known]:
    """Each with the lists that the wheel gives, be they empty."""
    from iree.compiler.dialects import iree_gpu

    found = []
    for names, asked, attribute, kind in (
        (iree_gpu.MMAIntrinsic, iree_gpu.MMAIntrinsicAttr, iree_gpu.MMAAttr, "mma_layout"),
        (iree_gpu.VirtualMMAIntrinsic, iree_gpu.VirtualMMAIntrinsicAttr, iree_gpu.VirtualMMAAttr, "virtual_mma_layout"),
    ):
        with ir.Context():
            for name in names:
                product = attribute.get(name)
                lies = [iree_gpu.get_single_subgroup_layout(asked.get(name), fragment) for fragment in range(3)]
                found.append(
                    Known(
                        name.name,
                        f"#iree_gpu.{kind}<{name.name}MORE>",
                        tuple(Lies(*map(tuple, (x.outer, x.thread, x.tstrides, x.element))) for x in lies),
                        tuple(map(str, product.abc_element_types)),
                        tuple(_count(vector.shape) for vector in product.abc_vector_types),
                    )
                )
    return found


def _count(shape: Sequence[int]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def scaled(name: str, rows: int, lhs: str, rhs: str) -> Known:
    """Of the CDNA4 document; the wheel does not say. A lane holds 32 elements along k, and their scale."""
    groups = 64 // rows
    side, row, column = (1, 1), (rows, groups), (groups, rows)
    acc = Lies((rows * rows // 64 // 4, 1), column, (rows, 1), (4, 1))
    lies = (
        Lies((1, 1, 1), (*row, 1), (1, rows, 0), (1, 1, 32)),
        Lies((1, 1, 1), (groups, 1, rows), (rows, 0, 1), (1, 32, 1)),
        Lies(side, row, (1, rows), side),
        Lies(side, column, (rows, 1), side),
        acc,
    )
    scale = "f8E8M0FNU"
    kind = f"intrinsic = {name}, lhs_elem_type = {lhs}, rhs_elem_type = {rhs}, acc_elem_type = f32MORE"
    return Known(name, f"#iree_gpu.scaled_mma_layout<{kind}>", lies, (lhs, rhs, scale, scale, "f32"), ())


MAPS = {
    "m, k, n": ("m, k", "k, n", "m, n"),
    "b, m, k, n": ("b, m, k", "b, k, n", "b, m, n"),
    "m, k, l, n": ("m, k, l", "k, l, n", "m, k", "k, n", "m, n"),
}
"""Loops in the order of canonical tiles, and what each operand has of them."""


def product(known: Known, types: Sequence[str], values: str, distributed: bool = False, col_major: bool = False) -> str:
    """The op, on values called by `values`' letters with a V, of these types."""
    order = loops(known)
    iterators = ", ".join(f"#linalg.iterator_type<{'reduction' if one in 'kl' else 'parallel'}>" for one in order[::3])
    maps = ", ".join(f"affine_map<({order}) -> ({one})>" for one in MAPS[order])
    names = [f"%v{letter}" for letter in values]
    kind = known.kind.replace("MORE", ", col_major = true" if col_major else "")
    semantics = f"#iree_gpu.mma_semantics<distributed = {str(distributed).lower()}, opaque = true>"
    return f"""  %p = iree_codegen.inner_tiled ins({", ".join(names[:-1])}) outs({names[-1]}) <indexing_maps = [{maps}],
    iterator_types = [{iterators}], kind = {kind}, semantics = {semantics}>
    : {", ".join(types[:-1])} into {types[-1]}"""


def loops(known: Known) -> str:
    return "m, k, l, n" if len(known.types) == 5 else "b, m, k, n" if len(known.lies[0].outer) == 3 else "m, k, n"


def anchored(known: Known, col_major: bool = False, sizes: dict[str, int] | None = None) -> str:
    """A kernel of one subgroup that reads whole tiles, multiplies and adds them and writes the sum, with anchors."""
    letters = "abcde"[: len(known.types)]
    layouts, vectors, memories, body = [], [], [], []
    for letter, lies, element, dims in zip(letters, known.lies, known.types, MAPS[loops(known)], strict=True):
        if col_major and letter == letters[-1]:
            lies = lies.transposed()
        counts = [{"k": 2, "n": 2, **(sizes or {})}.get(dim, 1) for dim in dims.split(", ")]
        shape = [*counts, *lies.tile]
        spelled = "x".join(map(str, (*shape, element)))
        layouts.append(f"#{letter} = {_layout(lies, counts)}")
        vectors.append(f"vector<{spelled}>")
        memories.append(f"memref<{spelled}>")
        zero = "1.0" if element == "f8E8M0FNU" else TYPES[element[0]]
        body.append(f"""  %z{letter} = arith.constant {zero} : {element}
  %r{letter} = vector.transfer_read %{letter}[{_zeros(shape)}], %z{letter} {_inside(shape)}
    : {memories[-1]}, {vectors[-1]}
  %v{letter} = iree_vector_ext.to_layout %r{letter} to layout(#{letter}) : {vectors[-1]}""")
    header = "\n".join(layouts)
    arguments = ", ".join(f"%{letter}: {memory}" for letter, memory in zip(letters, memories, strict=True))
    size = f"gpu.known_block_size = array<i32: {known.lanes}, 1, 1>, lanewise.subgroup_size = {known.lanes} : i64"
    last = letters[-1]
    return f"""{header}
func.func @kernel({arguments}) attributes {{{size}}} {{
  %c0 = arith.constant 0 : index
{chr(10).join(body)}
{product(known, vectors, letters, col_major=col_major)}
  %w = iree_vector_ext.to_layout %p to layout(#{last}) : {vectors[-1]}
  vector.transfer_write %w, %{last}[{_zeros(shape)}] {_inside(shape)} : {vectors[-1]}, {memories[-1]}
  return
}}"""


def _zeros(shape: Sequence[Any]) -> str:
    return ", ".join(["%c0"] * len(shape))


def _inside(shape: Sequence[Any]) -> str:
    return f"{{in_bounds = [{', '.join(['true'] * len(shape))}]}}"


def _layout(lies: Lies, counts: list[int]) -> str:
    ones, zeros = [1] * len(counts), [0] * len(counts)
    dims = len(counts) + len(lies.outer)
    # A stride beside one thread stands for nothing.
    strides = [stride if size > 1 else 0 for size, stride in zip(lies.thread, lies.strides, strict=True)]
    entries = {
        "subgroup_tile": [1] * dims,
        "batch_tile": [*counts, *(1 for _ in lies.outer)],
        "outer_tile": [*ones, *lies.outer],
        "thread_tile": [*ones, *lies.thread],
        "element_tile": [*ones, *lies.element],
        "subgroup_strides": [0] * dims,
        "thread_strides": [*zeros, *strides],
    }
    return f"#iree_vector_ext.nested_layout<{', '.join(f'{name} = {entry}' for name, entry in entries.items())}>"
