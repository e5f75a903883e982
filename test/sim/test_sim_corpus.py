# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""Real kernels, before and after a production compiler distributed them, do the same; some do what plain numpy does.

Nobody here wrote the `after` files, so that they test the simulator: layouts of intrinsics, races, masks, bounds. All
workgroups run, except of the one pair that takes longer than all others; `lanewise-sim --compare` runs it whole.
"""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "iree"

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from lanewise.sim import Fault, compare, run
from lanewise.sim.values import intrinsics, types
from lanewise.sim.values.inputs import BINDING, Inputs
from support.root import CORPUS

PAIRS = [path.name.removesuffix(".after.mlir") for path in sorted(CORPUS.glob("*.after.mlir"))]
SOME_WORKGROUPS = {"attention_f8.sm_80": [*range(32), 500, 1023]}


def text(name: str, side: str) -> str:
    return (CORPUS / f"{name}.{side}.mlir").read_text()


def options(name: str, **more: Any) -> dict[str, Any]:
    """Rows of 5000 elements need two rounds of the loop, the second with a mask."""
    sizes = {"constants": {0: 5000, 1: 0, 2: 7, 3: 0}} if name.startswith("rowsum") else {}
    return {"workgroups": SOME_WORKGROUPS.get(name), **sizes, **more}


def test_the_corpus_is_here() -> None:
    assert len(PAIRS) == 12


@pytest.mark.parametrize("name", PAIRS)
def test_before_and_after_do_the_same(name: str) -> None:
    assert compare(text(name, "before"), text(name, "after"), **options(name)) == []


@pytest.mark.parametrize("name", PAIRS)
def test_workgroups_run_together(name: str) -> None:
    """As many as fit, and leave what they leave one after the other."""
    some = options(name, workgroups=[0, 1, -1])
    for side in ("before", "after"):
        together, one = run(text(name, side), **some), run(text(name, side), **some, together=1)
        assert together.together > 1
        assert (together.stats, together.executed) == (one.stats, one.executed)
        for output, other in zip(together.outputs.values(), one.outputs.values(), strict=True):
            assert output.data.tobytes() == other.data.tobytes()
            assert (output.group == other.group).all()
            assert (output.lane == other.lane).all()


@pytest.mark.parametrize("name", PAIRS)
def test_other_inputs_give_other_results(name: str) -> None:
    """The comparison can fail: it sees through tolerances that the inputs were others."""
    some = options(name, workgroups=[0])
    first = run(text(name, "before"), **some)
    other = run(text(name, "before"), **{**some, "seed": 1, "constants": first.constants})
    for output, changed in zip(first.outputs.values(), other.outputs.values(), strict=True):
        written = output.written
        assert written.any()
        assert not np.allclose(output.data[written].astype(float), changed.data[written].astype(float), rtol=0.05)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", [name for name in PAIRS if "matvec" not in name])
def test_more_seeds(name: str, seed: int) -> None:
    assert compare(text(name, "before"), text(name, "after"), **options(name, seed=seed, workgroups=[0, 5])) == []


def seeded(seed: int, binding: int, element: str, *shape: int) -> np.ndarray[Any, Any]:
    return Inputs(seed).values(BINDING, binding, types.scalar_named(element), int(np.prod(shape))).reshape(shape)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("target", ["gfx942", "sm_80"])
def test_argmax(target: str, seed: int) -> None:
    found = run(text(f"argmax.{target}", "before"), seed=seed).outputs["binding 1"]
    assert found.written.all()
    assert (found.array() == seeded(seed, 0, "f32", 64, 4096).argmax(axis=1)).all()


@pytest.mark.parametrize(("largest", "expected"), [([7, 9], 7), ([0, 4095], 0), ([4095], 4095)])
def test_argmax_of_equal_values_is_the_first(largest: list[int], expected: int) -> None:
    values = np.zeros((64, 4096), np.float32)
    values[:, largest] = 1
    found = run(text("argmax.gfx942", "before"), arrays={0: values}, workgroups=[3]).outputs["binding 1"]
    assert found.data[3] == expected
    assert list(np.flatnonzero(found.written)) == [3]


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 4095), (2, 4096), (5, 4097), (4, 10000), (3, 0), (0, 8)])
@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("target", ["gfx942", "sm_80"])
def test_rowsum_of_dynamic_size(target: str, side: str, rows: int, columns: int) -> None:
    sizes = {0: columns, 1: 0, 2: rows, 3: 0}
    for seed in (0, 1):
        result = run(text(f"rowsum_dynamic.{target}", side), seed=seed, constants=sizes)
        found = result.outputs["binding 1"]
        expected = seeded(seed, 0, "f32", rows, columns).astype(np.float64).sum(axis=1)
        assert found.shape == (rows,)
        assert found.written.all()
        assert np.allclose(found.array(), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["softmax.gfx942", "matvec.sm_80", "attention_f16.gfx942", "attention_f16.sm_80"])
def test_a_dropped_barrier_is_a_race(name: str) -> None:
    """All but those before the first write to a buffer, which order nothing here."""
    lines = text(name, "after").split("\n")
    barriers = [number for number, line in enumerate(lines) if "gpu.barrier" in line]
    constants = run(text(name, "before"), **options(name, workgroups=[0])).constants
    caught = 0
    for number in barriers:
        dropped = "\n".join([*lines[:number], "", *lines[number + 1 :]])
        try:
            run(dropped, workgroups=[0], constants=constants)
        except Fault as fault:
            caught += fault.kind == "race"
    assert caught == len(barriers) - sum(alone(lines, number) for number in barriers)


def alone(lines: list[str], barrier: int) -> bool:
    """Whether no workgroup memory is touched between the barrier and where its buffer is made."""
    before = lines[:barrier]
    made = max(number for number, line in enumerate(before) if "memref.alloc()" in line or "scf.for " in line)
    inside_loop = "scf.for " in lines[made]
    return not inside_loop and not any("workgroup>" in line and "vector.transfer" in line for line in before[made:])


INTRINSIC_OF = {
    "MFMA_F32_16x16x16_F16": "attention_f16.gfx942",
    "VMFMA_F32_16x16x32_F16": "attention_f16.gfx942",
    "MFMA_F32_16x16x32_F8E4M3FNUZ": "attention_f8.gfx942",
    "VMFMA_F32_16x16x32_F8E4M3FNUZ": "attention_f8.gfx942",
    "NV_MMA_SYNC_F32_16x8x16_F16": "attention_f16.sm_80",
}


@pytest.mark.parametrize(("intrinsic", "name"), INTRINSIC_OF.items())
def test_a_wrong_lane_table_is_noticed(intrinsic: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results differ with the strides of the accumulator exchanged; of the other operands: test_intrinsics.py."""
    right = intrinsics.INTRINSICS[intrinsic]
    *others, acc = right.fragments
    (one, first), (other, second) = acc.items()
    wrong = {one: first._replace(stride=second.stride), other: second._replace(stride=first.stride)}
    monkeypatch.setitem(intrinsics.INTRINSICS, intrinsic, replace(right, fragments=(*others, wrong)))
    assert compare(text(name, "before"), text(name, "after"), workgroups=[0])
