"""Matrix intrinsics: which lane holds which elements of the tiles that they multiply.

Along one dimension of a tile, index = (outer * threads + lane / stride % threads) * elements + element, where a lane
holds all values of `outer` and `element`. Sources:

- AMD: "AMD Instinct MI300 Instruction Set Architecture" (CDNA3), section "Matrix Arithmetic Instructions", the lane and
  register of A[i][k], B[k][j] and D[i][j]. For v_mfma_f32_16x16x16_f16: A[i][k] in lane i + 16 * (k / 4), item k % 4;
  B[k][j] in lane j + 16 * (k / 4), item k % 4; D[i][j] in lane j + 16 * (i / 4), item i % 4. For
  v_mfma_f32_16x16x32_fp8_fp8: the same with k / 8 and k % 8.
- IREE's virtual VMFMA: two or one of these with another order of k, the same in both operands, which therefore changes
  no sum. The orders are those of the anchors beside them: 8 neighbours a lane for f16, so that a lane reads 16 bytes;
  two groups of 4 for f8, as a 16x16 accumulator leaves them.
- NVIDIA: PTX ISA, "Matrix Fragments for mma.m16n8k16 with floating point type": with g = lane / 4 and t = lane % 4, A
  has rows g and g + 8, columns 2t, 2t + 1 and those + 8; B has rows 2t, 2t + 1 and those + 8, column g; C has rows g
  and g + 8, columns 2t and 2t + 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lanewise.sim.values.types import Array


class FragmentDim(NamedTuple):
    """How one dimension of a tile lies over a subgroup."""

    outer: int
    threads: int
    stride: int
    elements: int

    @property
    def size(self) -> int:
        return self.outer * self.threads * self.elements

    @property
    def held(self) -> int:
        """Elements that one lane holds."""
        return self.outer * self.elements

    def indices(self, lanes: int) -> Array:
        """Lanes x held: which index of the tile's dimension that is."""
        lane = np.arange(lanes)[:, np.newaxis] // self.stride % self.threads
        held = np.arange(self.held)[np.newaxis]
        return (held // self.elements * self.threads + lane) * self.elements + held % self.elements


@dataclass(frozen=True, slots=True)
class Intrinsic:
    """acc[m][n] += sum over k of lhs[m][k] * rhs[k][n]; how each operand's dimensions lie, in this order."""

    lanes: int
    lhs: tuple[FragmentDim, FragmentDim]
    rhs: tuple[FragmentDim, FragmentDim]
    acc: tuple[FragmentDim, FragmentDim]


_SIXTEEN = FragmentDim(1, 16, 1, 1)


def _mfma_16x16(k: FragmentDim) -> Intrinsic:
    return Intrinsic(64, (_SIXTEEN, k), (k, _SIXTEEN), (FragmentDim(1, 4, 16, 4), _SIXTEEN))


INTRINSICS = {
    "MFMA_F32_16x16x16_F16": _mfma_16x16(FragmentDim(1, 4, 16, 4)),
    "MFMA_F32_16x16x32_F8E4M3FNUZ": _mfma_16x16(FragmentDim(1, 4, 16, 8)),
    "VMFMA_F32_16x16x32_F16": _mfma_16x16(FragmentDim(1, 4, 16, 8)),
    "VMFMA_F32_16x16x32_F8E4M3FNUZ": _mfma_16x16(FragmentDim(2, 4, 16, 4)),
    "NV_MMA_SYNC_F32_16x8x16_F16": Intrinsic(
        32,
        (FragmentDim(2, 8, 4, 1), FragmentDim(2, 4, 1, 2)),
        (FragmentDim(2, 4, 1, 2), FragmentDim(1, 8, 4, 1)),
        (FragmentDim(2, 8, 4, 1), FragmentDim(1, 4, 1, 2)),
    ),
}

_KIND = re.compile(r"#iree_gpu\.(?:virtual_)?mma_layout<(\w+)(, col_major = true)?>")


def find(kind: str) -> Intrinsic | None:
    """The intrinsic of a `kind` attribute, by its text. With col_major it makes the accumulator's transpose."""
    match = _KIND.fullmatch(kind)
    if match is None or match[1] not in INTRINSICS:
        return None
    found = INTRINSICS[match[1]]
    # Operands changed places, as A and B lie alike: what was D[i][j] is now D[j][i].
    return Intrinsic(found.lanes, found.lhs, found.rhs, (found.acc[1], found.acc[0])) if match[2] else found
