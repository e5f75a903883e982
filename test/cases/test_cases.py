# RUN: env LANEWISE_HOST=%host %pytest %s
"""Small kernels, each of which once showed a fault: what must come of each, resolved, distributed and judged."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from lanewise.check.checked import EQUAL, INVALID, REFUSED, UNSUPPORTED
from lanewise.check.task import Task
from lanewise.check.verdict import Judge
from lanewise.mlir import host
from lanewise.sim import compare

HERE = Path(__file__).parent / "inputs"
NAMES = sorted(path.stem for path in HERE.glob("*.mlir"))

# What is not equal: the verdict, and a part of what is said.
EXPECTED = {
    "41-forall-mapped-to-warps": (REFUSED, "'scf.forall' around it gives lanes rounds of their own"),
    "48-lane-number-of-another-dialect": (REFUSED, "operand #1 differs from lane to lane"),
    "55-to-layout-on-tensors": (REFUSED, "it lays out a tensor<64xf32>, and lanes share vectors"),
    "a02-cf-nested-barrier": (REFUSED, "'func.func' around it has several blocks"),
    "a08a-affine-if-divergent": (REFUSED, "they go different ways in 'affine.if'"),
    "a08d-warp0": (REFUSED, "it belongs to another way to distribute vectors"),
    "a09-once-rawatomic": (UNSUPPORTED, "the simulator does not know the op 'amdgpu.raw_buffer_atomic_fadd'"),
    "a10b-vecmem-transfer": (REFUSED, "operand #1 is a memref<16xvector<4xf32>>, whose elements would be cut"),
    "a21c-option-against-attribute": (
        REFUSED,
        "[128] by the option workgroup-size and [64, 1, 1] by gpu.known_block_size",
    ),
    "a22b-affine-divide-by-zero": ("poison", "poison reaches memory in every lane"),
    "a23-long-loop": (UNSUPPORTED, "too long to simulate: 700000 rounds"),
    "a24b-gpu-launch-thread": (REFUSED, "its body is a kernel of its own"),
    "a31-call-indirect": (REFUSED, "which function it calls is not known"),
    "a33b-call-declaration": (REFUSED, "each lane would call what the program calls once"),
    "a40-workgroup-global-not-counted": (REFUSED, "81920 bytes of workgroup memory are needed, 65536 may be taken"),
    "a41-private-argument": (REFUSED, "argument 2 is private memory"),
    "a49-divergence-affine-yield": (REFUSED, "they go different ways in 'scf.if'"),
    "o05-histogram-repeated-lanes": (REFUSED, "the layout of operand #0 ends here"),
    "o38b-called-function-with-barriers-in-loop": (REFUSED, "cannot distribute @total, which 'func.call' names"),
    "o38e-atomic-beside-a-call": (REFUSED, "cannot distribute @total, which 'func.call' names"),
}

# What one host cannot read.
UNKNOWN = {
    "upstream": dict.fromkeys(
        ["34-map-store", "52-binding-in-place", "53-reset-offset", "54-two-types-in-one-binding"],
        (INVALID, "--host=iree knows it"),
    ),
    "iree": {"a09-once-rawatomic": (INVALID, "expected 'boundsCheck'")},
}

OPTIONS = {"a21c-option-against-attribute": "lanewise-resolve-layouts,lanewise-distribute{workgroup-size=128}"}


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_of_it(name: str) -> None:
    task = partial(Task, name, (HERE / f"{name}.mlir").read_text(), check="workgroups=all")
    asked = task(pipeline=OPTIONS[name]) if name in OPTIONS else task()
    found = Judge(asked).judge(asked)
    verdict, text = (EXPECTED | UNKNOWN[host.NAME]).get(name, (EQUAL, ""))
    assert found.verdict == verdict, found
    assert text in found.text


def test_each_is_there() -> None:
    assert {*EXPECTED, *OPTIONS, *UNKNOWN["upstream"], *UNKNOWN["iree"]} <= set(NAMES)
    assert len(NAMES) >= 70


def test_what_is_left_in_globals_is_compared() -> None:
    one, other = ((HERE / f"a05-global-{letter}.mlir").read_text() for letter in "ab")
    assert {difference.buffer for difference in compare(one, other)} == {"@state"}
