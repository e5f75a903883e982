"""Matrix intrinsics: which lane holds which elements of the tiles that they multiply.

An intrinsic's name says its types and its tile, MxNxK with blocks behind;
how they lie is a formula for each family. Sources:

- MFMA: AMD, "AMD Instinct MI300 Instruction Set Architecture" (CDNA3) and "AMD Instinct CDNA4 Instruction Set
  Architecture", section "Matrix Arithmetic Instructions", the lane and item of A[i][k], B[k][j] and D[i][j]. There are
  g = 64 / M groups of lanes, each with K / g items: A[i][k] is in lane i + M * (k / items), item k % items; D[i][j] in
  lane j + N * (i / 4 % g), item i % 4 + 4 * (i / (4 * g)), of f64 with 1 for the 4. Of those with blocks, block b of A
  is in lanes M * b and on; of D there, too, if the lanes suffice, else in items behind those of block b - 1.
- Scaled MFMA: CDNA4 as above, V_MFMA_SCALE_F32_*_F8F6F4. A lane holds 32 neighbours along k, and their scale.
- VMFMA and VDMFMA, IREE's virtual ones: several MFMA, or sparse MFMA that multiply a dense row in halves, with another
  order of k, the same in both operands, which therefore changes no sum. The orders are those of the anchors beside
  them: 8 neighbours a lane for f16, so that a lane reads 16 bytes; two groups of 4 for f8, as a 16x16 accumulator
  leaves them. Of VDMFMA lanes 2i and 2i + 1 share row i of A: the first has the first half of each group along k.
- WMMA: AMD, "RDNA3 Instruction Set Architecture" and "RDNA4 Instruction Set Architecture", section "Wave Matrix
  Multiply Accumulate". RDNA3: row i of A whole in lanes i and i + 16, a column of B likewise; D[i][j] in lane
  j + 16 * (i % 2), item i / 2. RDNA4: half of k in lane i, half in i + 16; D[i][j] in lane j + 16 * (i / 8), item
  i % 8. (The hardware's own order of k is another, in both operands the same.)
- NVIDIA: PTX ISA, "Matrix Fragments for mma.m16n8k16 with floating point type": with g = lane / 4 and t = lane % 4, A
  has rows g and g + 8, columns 2t, 2t + 1 and those + 8; B has rows 2t, 2t + 1 and those + 8, column g; C has rows g
  and g + 8, columns 2t and 2t + 1. Of m16n8k32 with 8 bits: four neighbours and those + 16 instead of two and + 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

from lanewise.sim.values.fragments import Fragment, FragmentDim

BATCH, M, N, K, BLOCK = "BMNKL"
"""Dimensions of tiles. A block along L has one scale."""


@dataclass(frozen=True, slots=True)
class Intrinsic:
    """acc[m][n] += sum over k of lhs[m][k] * rhs[k][n], in each of the blocks if it has them.

    With scales, lhs[m][k][l] is multiplied by its scale[m][k] before, rhs[k][l][n] by its scale[k][n].
    """

    lanes: int
    # Those of lhs, rhs, scales if it has them, acc.
    fragments: tuple[Fragment, ...]
    # As MLIR spells them; None: several are possible.
    types: tuple[str | None, ...]

    @property
    def transposed(self) -> Intrinsic | None:
        """The one that makes the accumulator's transpose, as operands that lie alike may change places; else None."""
        lhs, rhs, *scales, acc = self.fragments
        if {**rhs, M: rhs[N]} != {**lhs, N: rhs[N]} or (scales and scales[0][M] != scales[1][N]):
            return None
        return replace(self, fragments=(lhs, rhs, *scales, {**acc, M: acc[N], N: acc[M]}))


SCALED_TOGETHER = 32
"""Elements that have one scale: the number of `B32`."""

SCALED_TYPES = {"f4E2M1FN", "f6E2M3FN", "f6E3M2FN", "f8E4M3FN", "f8E5M2"}


class Shape(NamedTuple):
    m: int
    n: int
    k: int
    # The fourth number of a name: blocks that are multiplied each by itself, or intrinsics that one is made of.
    blocks: int = 1


def _product(lanes: int, m: FragmentDim, n: FragmentDim, k: FragmentDim, acc: Fragment, kinds: list[str]) -> Intrinsic:
    """Without blocks."""
    lhs, rhs, out = kinds
    return Intrinsic(lanes, ({M: m, K: k}, {K: k, N: n}, acc), (lhs, rhs, out))


def _mfma_acc(shape: Shape, items: int = 4) -> Fragment:
    """`items` rows to a group of lanes, the groups in turn."""
    groups = min(64 // shape.n, shape.m // items)
    blocks = 64 // (shape.n * groups)
    m = FragmentDim(shape.m // (items * groups), groups, 64 // groups, items)
    return {BATCH: FragmentDim(1, blocks, shape.n, shape.blocks // blocks), M: m, N: FragmentDim(1, shape.n)}


def _mfma(shape: Shape, kinds: list[str], neighbours: int | None = None) -> Intrinsic:
    """`neighbours` along k a lane holds at a time."""
    rows = shape.blocks * shape.m
    held = shape.k * rows // 64
    elements = neighbours or held
    k = FragmentDim(held // elements, 64 // rows, rows, elements)
    acc = _mfma_acc(shape, 1 if kinds[-1] == "f64" else 4)
    if shape.blocks == 1:
        side = FragmentDim(1, shape.m)
        return _product(64, side, side, k, {M: acc[M], N: acc[N]}, kinds)
    block, side = FragmentDim(1, shape.blocks, shape.m), FragmentDim(1, shape.m)
    return Intrinsic(64, ({BATCH: block, M: side, K: k}, {BATCH: block, K: k, N: side}, acc), tuple(kinds))


def _vmfma(shape: Shape, kinds: list[str]) -> Intrinsic:
    return _mfma(shape, kinds, 4 if kinds[0].startswith("f8") else None)


def _vdmfma(shape: Shape, kinds: list[str]) -> Intrinsic:
    held = shape.k // 4
    lhs = {M: FragmentDim(1, shape.m, 2), K: FragmentDim(1, 4, 16, held // 2, shared=2)}
    rhs = {K: FragmentDim(1, 4, 16, held), N: FragmentDim(1, shape.n)}
    return Intrinsic(64, (lhs, rhs, {M: FragmentDim(1, 4, 16, 2), N: FragmentDim(1, shape.n)}), tuple(kinds))


def _scaled(shape: Shape, kinds: list[str]) -> Intrinsic:
    inside = FragmentDim(elements=SCALED_TOGETHER)
    side, k = FragmentDim(1, shape.m), FragmentDim(1, 64 // shape.m, shape.m)
    acc = _mfma_acc(shape)
    lhs, rhs, scale = {M: side, K: k, BLOCK: inside}, {K: k, BLOCK: inside, N: side}, "f8E8M0FNU"
    fragments = lhs, rhs, {M: side, K: k}, {K: k, N: side}, {M: acc[M], N: acc[N]}
    return Intrinsic(64, fragments, (None, None, scale, scale, kinds[-1]))


_SIXTEEN = FragmentDim(1, 16)


def _wmma_rdna3(shape: Shape, kinds: list[str]) -> Intrinsic:
    whole, rows = FragmentDim(elements=shape.k), FragmentDim(8, 2, 16)
    return _product(32, _SIXTEEN, _SIXTEEN, whole, {M: rows, N: _SIXTEEN}, kinds)


def _wmma(shape: Shape, kinds: list[str]) -> Intrinsic:
    half, rows = FragmentDim(1, 2, 16, shape.k // 2), FragmentDim(1, 2, 16, 8)
    return _product(32, _SIXTEEN, _SIXTEEN, half, {M: rows, N: _SIXTEEN}, kinds)


def _mma_sync(shape: Shape, kinds: list[str]) -> Intrinsic:
    rows, columns, k = FragmentDim(2, 8, 4), FragmentDim(1, 8, 4), FragmentDim(2, 4, 1, shape.k // 8)
    return _product(32, rows, columns, k, {M: rows, N: FragmentDim(1, 4, 1, 2)}, kinds)


# Separate types for lhs and rhs alike; with a star all pairs of them.
_F16, _F8, _FNUZ = "F16 BF16", "F8E5M2*F8E4M3FN", "F8E5M2FNUZ*F8E4M3FNUZ"

_FAMILIES = (
    # Formula, family, accumulator, tiles, types.
    (_mfma, "MFMA", "F64", "16x16x4 4x4x4x4B", "F64"),
    (_mfma, "MFMA", "F32", "16x16x4 4x4x1x16B 16x16x1x4B 32x32x1x2B", "F32"),
    (_mfma, "MFMA", "F32", "16x16x16 16x16x32 32x32x8 32x32x16 4x4x4x16B 16x16x4x4B 32x32x4x2B", _F16),
    (_mfma, "MFMA", "F32", "16x16x8 32x32x4", "BF16"),
    (_mfma, "MFMA", "F32", "16x16x32 32x32x16", f"{_FNUZ} {_F8}"),
    (_mfma, "MFMA", "F32", "16x16x128 32x32x64", _F8),
    (_mfma, "MFMA", "I32", "16x16x16 32x32x8 16x16x32 32x32x16 16x16x64 32x32x32", "I8"),
    (_mfma, "MFMA", "I32", "4x4x4x16B 16x16x4x4B 32x32x4x2B", "I8"),
    (_vmfma, "VMFMA", "F32", "16x16x32 32x32x16", "F16 F8E4M3FNUZ"),
    (_vdmfma, "VDMFMA", "F32", "8x16x64x2 8x16x64x1", _F16),
    (_vdmfma, "VDMFMA", "F32", "8x16x128x2", _FNUZ),
    (_vdmfma, "VDMFMA", "F32", "8x16x128x1", _F8),
    (_vdmfma, "VDMFMA", "I32", "8x16x128x2 8x16x128x1", "I8"),
    (_scaled, "MFMA_SCALE", "F32", "16x16x128 32x32x64", "B32"),
    (_wmma_rdna3, "WMMAR3", "F32", "16x16x16", _F16),
    (_wmma_rdna3, "WMMAR3", "F16", "16x16x16", "F16"),
    (_wmma_rdna3, "WMMAR3", "BF16", "16x16x16", "BF16"),
    (_wmma_rdna3, "WMMAR3", "I32", "16x16x16", "I8"),
    (_wmma, "WMMAR4", "F32", "16x16x16", f"{_F16} {_F8}"),
    (_wmma, "WMMAR4", "F16", "16x16x16", "F16"),
    (_wmma, "WMMAR4", "BF16", "16x16x16", "BF16"),
    (_wmma, "WMMAR4", "I32", "16x16x16", "I8"),
    (_wmma, "WMMA", "F32", "16x16x4", "F32"),
    (_wmma, "WMMA", "F32", "16x16x32", _F16),
    (_wmma, "WMMA", "F16", "16x16x32", "F16"),
    (_wmma, "WMMA", "BF16", "16x16x32", "BF16"),
    (_wmma, "WMMA", "F32", "16x16x64 16x16x128", _F8),
    (_wmma, "WMMA", "F16", "16x16x64 16x16x128", _F8),
    (_wmma, "WMMA", "I32", "16x16x64", "I8"),
    (_mma_sync, "NV_MMA_SYNC", "F32", "16x8x16", _F16),
    (_mma_sync, "NV_MMA_SYNC", "F16", "16x8x16", "F16"),
    (_mma_sync, "NV_MMA_SYNC", "F32", "16x8x32", "F8E4M3FN F8E5M2"),
)


def _all() -> Iterator[tuple[str, Intrinsic]]:
    for formula, family, acc, tiles, types in _FAMILIES:
        for tile, group in product(tiles.split(), types.split()):
            shape = Shape(*map(int, tile.removesuffix("B").split("x")))
            for lhs, rhs in product(group.split("*"), repeat=2):
                name = "_".join([family, acc, tile, lhs, *([rhs] if lhs != rhs else [])])
                yield name, formula(shape, [_spelled(one) for one in (lhs, rhs, acc)])


def _spelled(kind: str) -> str:
    """A type as MLIR spells it."""
    return kind[0].lower() + kind[1:] if kind[0] in "FI" else kind.lower()


INTRINSICS = dict(_all())

_KIND = re.compile(r"#iree_gpu\.(?:virtual_)?mma_layout<(\w+)(, col_major = true)?>")
_SCALED_KIND = re.compile(
    r"#iree_gpu\.scaled_mma_layout<intrinsic = (\w+), lhs_elem_type = (\w+), rhs_elem_type = (\w+),"
    r" acc_elem_type = (\w+)(, col_major = true)?>"
)


def find(kind: str) -> Intrinsic | None:
    """The intrinsic of a `kind` attribute, by its text. With col_major it makes the accumulator's transpose."""
    match = _KIND.fullmatch(kind) or _SCALED_KIND.fullmatch(kind)
    found = INTRINSICS.get(match[1]) if match else None
    if match is None or found is None or (match.re is _SCALED_KIND) != (None in found.types):
        return None
    if match.re is _SCALED_KIND:
        lhs, rhs, acc = match.group(2, 3, 4)
        if not {lhs, rhs} <= SCALED_TYPES or acc != found.types[-1]:
            return None
        found = replace(found, types=(lhs, rhs, *found.types[2:]))
    return found.transposed if match[match.re.groups] else found
