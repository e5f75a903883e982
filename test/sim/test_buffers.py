# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Buffers of any size: what is touched is kept, and holds what the same elements of a short buffer hold."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import numpy as np
import pytest
from lanewise.mlir.attributes import GLOBAL
from lanewise.mlir.diagnostics import Failure
from lanewise.sim import compare, run
from lanewise.sim.machine.buffers import MOST_KEPT, Buffer, TooLarge
from lanewise.sim.values import types
from lanewise.sim.values.inputs import ARGUMENT, Inputs
from lanewise.sim.values.pages import BITS, PAGE, Pages
from sim_kernels import kernel

F32 = types.scalar_named("f32")
HUGE = 1 << 36
FAR = HUGE - 70
"""Of 64 lanes the last reach into the last page."""


def moved(at: int, by: int = 0) -> str:
    """Each lane moves an element from the huge buffer to the short one, and its number to the huge one."""
    return kernel(
        f"""  %far = arith.constant {at} : index
  %by = arith.constant {by} : index
  %i = arith.addi %t, %far : index
  %k = arith.addi %i, %by : index
  %x = memref.load %in[%k] : memref<{HUGE}xf32>
  memref.store %x, %out[%t] : memref<64xf32>
  memref.store %x, %in[%i] : memref<{HUGE}xf32>""",
        f"%in: memref<{HUGE}xf32>, %out: memref<64xf32>",
    )


@pytest.mark.parametrize("at", [0, PAGE - 3, 5 * PAGE + 1, (1 << 35) - 7, FAR])
def test_elements_of_a_huge_buffer(at: int) -> None:
    result = run(moved(at), seed=5)
    expected = Inputs(5).values(ARGUMENT, 0, F32, 64, at)
    assert (result.outputs["argument 1"].array() == expected).all()
    huge = result.outputs["argument 0"]
    assert huge.size == HUGE
    assert len(huge.data) <= 2 * PAGE
    assert huge.numbers is not None
    assert list(huge.numbers[huge.stored]) == list(range(at, at + 64))
    assert (huge.data[huge.stored] == expected).all()


@pytest.mark.parametrize("kind", ["f32", "f16", "i32", "i1", "index", "f8E4M3FN"])
def test_values_from_some_number_on(kind: str) -> None:
    element = types.scalar_named(kind)
    whole = Inputs(3).values(ARGUMENT, 2, element, 1000)
    for first, count in [(0, 7), (1, 1), (993, 7), (128, 500)]:
        assert (Inputs(3).values(ARGUMENT, 2, element, count, first) == whole[first : first + count]).all()


def test_two_kernels_that_touch_other_pages_are_compared() -> None:
    assert compare(moved(FAR), moved(FAR)) == []
    for a, b in ((moved(FAR), moved(7, 64)), (moved(7, 64), moved(FAR))):
        found = [one for one in compare(a, b) if one.buffer == "argument 0"]
        assert {one.index for one in found} <= {(7 + lane,) for lane in range(64)}
        assert found[0].size == HUGE
        assert 60 < found[0].count <= 64


def test_the_index_of_a_difference() -> None:
    other = moved(FAR, -64)
    [first, *_] = (one for one in compare(moved(FAR), other) if one.buffer == "argument 0")
    assert first.index is not None
    assert FAR <= first.index[0] < FAR + 64


def test_pages_come_and_go_with_all_their_columns() -> None:
    buffer = Buffer("b", GLOBAL, F32, 1 << 30)
    addresses = [np.array([number << BITS]) for number in (9, 3, 700, 4, 5, 6, 100)]
    for number, address in enumerate(addresses):
        place = buffer.slots(address)
        assert not buffer.written[place].any()
        buffer.data[place], buffer.written[place], buffer.writes.lane[place] = number, True, number
    for number, address in enumerate(addresses):
        place = buffer.slots(address)
        assert buffer.data[place] == buffer.writes.lane[place] == number
        assert not buffer.written[place + 1].any()
    assert buffer.written.sum() == len(addresses)
    assert list(buffer.pages.kept()) == [3, 4, 5, 6, 9, 100, 700]


def test_a_buffer_that_grows_keeps_its_elements() -> None:
    values = Inputs().contents(ARGUMENT, 0, F32)
    buffer = Buffer("b", GLOBAL, F32, 100, contents=values)
    buffer.data[50] = 7
    for count in (200, MOST_KEPT[GLOBAL] + 5):
        buffer.grow(count)
        place = buffer.slots(np.array([49, 50, 150, count - 1]))
        expected = values(0, count)[[49, 50, 150, count - 1]]
        expected[1] = 7
        assert (buffer.data[place] == expected).all()
    assert (buffer.values()[51:] == values(51, count - 51)).all()


def left(space: str, row: int) -> str:
    """A function that returns a long tensor of which it has written one element."""
    type_ = f"memref<1024x512xf32, {space}>"
    return f"""func.func @kernel() -> tensor<1024x512xf32>
    attributes {{gpu.known_block_size = array<i32: 1, 1, 1>, lanewise.subgroup_size = 1 : i64}} {{
  %row = arith.constant {row} : index
  %x = arith.constant 2.0 : f32
  %m = memref.alloc() : {type_}
  memref.store %x, %m[%row, %row] : {type_}
  %t = bufferization.to_tensor %m : {type_} to tensor<1024x512xf32>
  return %t : tensor<1024x512xf32>
}}"""


def test_a_buffer_that_is_kept_whole_beside_one_that_is_not() -> None:
    assert list(Pages(PAGE + 1, 2 * PAGE).kept()) == [0, 1]
    assert list(Pages(PAGE, PAGE).kept()) == [0]
    private, far = "#gpu.address_space<private>", left("1", 400)
    for first, second in (("1", private), (private, "1"), (private, private)):
        assert not compare(left(first, 400), left(second, 400))
    assert compare(left(private, 3), far)
    assert compare(far, left(private, 3))


def test_what_is_too_large() -> None:
    copied = kernel(
        f"  memref.copy %a, %b : memref<{HUGE}xf32> to memref<{HUGE}xf32>",
        f"%a: memref<{HUGE}xf32>, %b: memref<{HUGE}xf32>",
    )
    with pytest.raises(Failure, match=f"too large to be simulated: argument 0 of {HUGE} elements at once"):
        run(copied)
    with pytest.raises(TooLarge):
        run(moved(0)).outputs["argument 0"].array()
