# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""What a kernel of IREE's is given: bindings in place, at offsets and of several types; numbers that agree."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "iree"

from typing import Any

import numpy as np
import pytest
from lanewise.sim import Fault, Unsupported, compare, run
from lanewise.sim.judge import report
from lanewise.sim.values import types
from lanewise.sim.values.inputs import BINDING, Inputs
from sim_kernels import kernel

LAYOUT = """layout(<constants = 8, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly">,
  #hal.pipeline.binding<storage_buffer>, #hal.pipeline.binding<storage_buffer>]>)"""
READ = "flags(ReadOnly)"
FAT = "#amdgpu.address_space<fat_raw_buffer>"


def binding(number: int, type_: str, flags: str = "", sizes: str = "", offset: str = "%c0") -> str:
    return f"hal.interface.binding.subspan {LAYOUT} binding({number}) offset({offset}) {flags} : {type_}{sizes}"


def number(ordinal: int) -> str:
    """The text of a push constant as an index %nORDINAL."""
    load = f"  %p{ordinal} = hal.interface.constant.load {LAYOUT} ordinal({ordinal}) : i32\n"
    return f"{load}  %n{ordinal} = arith.index_castui %p{ordinal} : i32 to index\n"


def wide(low: int) -> str:
    """The text of an index %wLOW of two push constants, the lower half first."""
    lines = [f"%p{one} = hal.interface.constant.load {LAYOUT} ordinal({one}) : i32" for one in (low, low + 1)]
    lines += [f"%e{one} = arith.extui %p{one} : i32 to i64" for one in (low, low + 1)]
    lines += [f"%k{low} = arith.constant 32 : i64", f"%h{low} = arith.shli %e{low + 1}, %k{low} : i64"]
    lines += [f"%o{low} = arith.ori %e{low}, %h{low} : i64", f"%w{low} = arith.index_castui %o{low} : i64 to index"]
    return "".join(f"  {line}\n" for line in lines)


def seeded(which: int, element: str, count: int) -> Any:
    return Inputs(0).values(BINDING, which, types.scalar_named(element), count)


def test_a_binding_that_is_read_and_written_in_place() -> None:
    body = f"""  %x = {binding(0, "memref<64xf32>", READ)}
  %y = {binding(1, "memref<65xf32>")}
  %part = memref.subview %y[0] [64] [1] : memref<65xf32> to memref<64xf32, strided<[1]>>
  %a = memref.load %x[%t] : memref<64xf32>
  %b = memref.load %part[%t] : memref<64xf32, strided<[1]>>
  %s = arith.addf %a, %b : f32
  memref.store %s, %part[%t] : memref<64xf32, strided<[1]>>"""
    found = run(kernel(body, "")).outputs["binding 1"]
    before = seeded(1, "f32", 65)
    assert (found.data[:64] == before[:64] + seeded(0, "f32", 64)).all()
    assert found.data[64] == before[64]
    assert list(np.flatnonzero(~found.stored)) == [64]


def test_a_binding_that_one_program_only_writes_and_the_other_reads_too() -> None:
    write = f"""  %y = {binding(1, "memref<65xindex>")}
  memref.store %t, %y[%t] : memref<65xindex>"""
    read = "  %c64 = arith.constant 64 : index\n  %unused = memref.load %y[%c64] : memref<65xindex>"
    store = write.index("  memref.store")
    also = write[:store] + read + "\n" + write[store:]
    assert compare(kernel(write, ""), kernel(also, "")) == []
    fewer = kernel(write.replace("%y[%t]", "%y[%c3]").replace("%t, ", "%c1, "), "")
    assert compare(kernel(also, ""), fewer)


def test_reset_offset_makes_the_view_begin_at_zero() -> None:
    strided = "memref<64xf32, strided<[1], offset: ?>>"
    body = f"""{number(0)}
  %x = {binding(0, strided, READ, offset="%n0")}
  %f = amdgpu.fat_raw_buffer_cast %x resetOffset : {strided} to memref<64xf32, {FAT}>
  %base, %at, %size, %stride = memref.extract_strided_metadata %f
    : memref<64xf32, {FAT}> -> memref<f32, {FAT}>, index, index, index
  %again = memref.reinterpret_cast %f to offset: [4], sizes: [60], strides: [1]
    : memref<64xf32, {FAT}> to memref<60xf32, strided<[1], offset: 4>, {FAT}>
  %y = {binding(1, "memref<64xf32>")}
  %z = {binding(2, "memref<64xf32>")}
  %a = memref.load %f[%t] : memref<64xf32, {FAT}>
  memref.store %a, %y[%t] : memref<64xf32>
  %few = arith.constant 60 : index
  %low = arith.cmpi ult, %t, %few : index
  %moved = arith.addi %t, %at : index
  scf.if %low {{
    %b = memref.load %again[%moved] : memref<60xf32, strided<[1], offset: 4>, {FAT}>
    memref.store %b, %z[%t] : memref<64xf32>
  }}"""
    found = run(kernel(body, ""), constants={0: 64}).outputs
    values = seeded(0, "f32", 80)
    assert (found["binding 1"].data == values[16:]).all()
    assert (found["binding 2"].data[:60] == values[20:]).all()


def test_a_binding_that_begins_elsewhere_in_each_workgroup() -> None:
    body = f"""  %c64 = arith.constant 64 : index
  %b = gpu.block_id x
  %o = arith.muli %b, %c64 : index
  %y = {binding(1, "memref<16xindex, strided<[1], offset: ?>>", offset="%o")}
  memref.store %b, %y[%t] : memref<16xindex, strided<[1], offset: ?>>"""
    found = run(kernel(body, "", lanes=8), grid=(3, 1, 1)).outputs["binding 1"]
    assert found.data.tolist() == [group for group in range(3) for _ in range(8)] + [0] * 8
    with pytest.raises(Unsupported, match="lanes disagree about where a binding begins"):
        run(kernel(body.replace("muli %b", "muli %t"), "", lanes=8), grid=(3, 1, 1))


TWO = f"""  %byte = arith.constant 256 : index
  %x = {binding(0, "memref<64xf32>", READ)}
  %h = {binding(0, "memref<64xf16, strided<[1], offset: 128>>", READ, offset="%byte")}
  %y = {binding(1, "memref<64xf32>")}
  %a = memref.load %x[%t] : memref<64xf32>
  %b = memref.load %h[%t] : memref<64xf16, strided<[1], offset: 128>>
  %w = arith.extf %b : f16 to f32
  %s = arith.addf %a, %w : f32
  memref.store %s, %y[%t] : memref<64xf32>"""


def test_two_types_in_one_binding() -> None:
    found = run(kernel(TWO, "")).outputs["binding 1"].data
    assert (found == seeded(0, "f32", 64) + seeded(0, "f16", 192)[128:].astype(np.float32)).all()


def test_two_types_in_the_same_bytes() -> None:
    with pytest.raises(Unsupported, match="bytes 252 to 255 of binding 0 hold f32 elsewhere and f16 here"):
        run(kernel(TWO.replace("arith.constant 256", "arith.constant 252"), ""))


def test_two_types_that_are_written() -> None:
    body = f"""  %byte = arith.constant 512 : index
  %y = {binding(1, "memref<64xindex>")}
  %h = {binding(1, "memref<64xi8>", offset="%byte")}
  %a = arith.index_cast %t : index to i8
  memref.store %t, %y[%t] : memref<64xindex>
  memref.store %a, %h[%t] : memref<64xi8>"""
    found = run(kernel(body, "")).outputs
    assert sorted(found) == ["binding 1 as i8", "binding 1 as index"]
    assert (found["binding 1 as i8"].data[512:] == np.arange(64)).all()


@pytest.mark.parametrize("seed", range(8))
def test_numbers_keep_one_row_of_what_is_assumed(seed: int) -> None:
    body = f"""{number(0)}{number(1)}{wide(2)}
  %a:3 = util.assume.int %n0[<umin = 64, umax = 64>, <umin = 128, umax = 192, udiv = 64>, <umin = 0, umax = 0>],
    %n1[<umin = 640, umax = 640>, <umin = 64, umax = 64>, <umin = 16384, umax = 49152, udiv = 16384>],
    %w2<umin = 0, umax = 288230376151711712, udiv = 32> : index, index, index"""
    found = run(kernel(body, ""), seed=seed).constants
    rows = [{64: {640}}, {128: {64}, 192: {64}}, {0: {16384, 32768, 49152}}]
    assert any(found[1] in row.get(found[0], ()) for row in rows)
    assert found[2] in range(32, 257, 32)
    assert found[3] == 0


def test_numbers_that_the_user_gives_choose_the_row() -> None:
    body = f"""{number(0)}{number(1)}
  %a:2 = util.assume.int %n0[<umin = 64, umax = 64>, <umin = 128, umax = 128>],
    %n1[<umin = 640, umax = 640>, <umin = 64, umax = 64>] : index, index"""
    for seed in range(4):
        assert run(kernel(body, ""), seed=seed, constants={0: 128}).constants[1] == 64
        assert run(kernel(body, ""), seed=seed, constant_ranges={1: (600, 700)}).constants[0] == 64
    with pytest.raises(Fault, match=r"none of these combinations: \[128, 640\]"):
        run(kernel(body, ""), constants={0: 128, 1: 640})


TIED = f"""{number(0)}{number(1)}{number(2)}
  %x = {binding(0, "memref<?x?xf32>", READ, "{%n0, %n1}")}
  %y = {binding(1, "memref<?x?xf32>", "", "{%n0, %n2}")}
  memref.copy %x, %y : memref<?x?xf32> to memref<?x?xf32>"""


def test_sizes_that_must_agree() -> None:
    for seed in range(3):
        result = run(kernel(TIED, ""), seed=seed)
        found = result.constants
        assert found[1] == found[2] != found[0]
        # Whoever asks is told: with sizes that nothing ties the program is out of bounds.
        assert result.ties == ("push constant 1 and push constant 2",)
        assert ", push constant 1 and push constant 2 taken as one number\n" in report.text(
            [("A", result)], None, False
        )
    assert run(kernel(TIED, ""), constants={0: 4, 1: 5, 2: 5}).ties == ()
    with pytest.raises(Fault, match="copies 5 elements of a dimension to 6"):
        run(kernel(TIED, ""), constants={0: 4, 1: 5, 2: 6})


def test_sizes_that_are_arguments() -> None:
    body = f"""  %s:2 = util.assume.int %a<umin = 0, umax = 4096, udiv = 4>, %b<udiv = 4> : index, index
  %x = {binding(0, "memref<?xf32>", READ, "{%s#0}")}
  %y = {binding(1, "memref<?xf32>", "", "{%s#1}")}
  memref.copy %x, %y : memref<?xf32> to memref<?xf32>"""
    text = kernel(body, "%a: index, %b: index")
    found = run(text).numbers
    assert found[0] == found[1]
    assert found[0] in range(4, 257, 4)
    assert compare(text, text) == []
    # B gets A's sizes, and does not look for such as suit it.
    with pytest.raises(Fault, match=f"copies {found[0]} elements"):
        compare(text.replace("memref.copy", "// memref.copy"), text, seed=1, numbers={0: found[0], 1: 260})


def test_a_view_ends_where_the_next_begins() -> None:
    body = f"""{number(0)}
  %byte = arith.constant 1024 : index
  %x = {binding(0, "memref<?x4xf32>", READ, "{%n0}")}
  %h = {binding(0, "memref<64xi8>", READ, offset="%byte")}"""
    for seed in range(4):
        assert run(kernel(body, ""), seed=seed).constants[0] <= 64


GATHER = f"""  %i = {binding(0, "memref<64xi32>", READ)}
  %x = {binding(2, "memref<64xf32>", READ)}
  %y = {binding(1, "memref<64xf32>")}
  %n = memref.load %i[%t] : memref<64xi32>
  %at = arith.index_cast %n : i32 to index
  %a = memref.load %x[%at] : memref<64xf32>
  memref.store %a, %y[%t] : memref<64xf32>"""


def test_indices_that_are_seeded() -> None:
    said = r"out of bounds: .*; binding 0 holds seeded numbers: give their range, as with --args 0=0\.\.63$"
    with pytest.raises(Fault, match=said):
        run(kernel(GATHER, ""))
    run(kernel(GATHER, ""), ranges={0: (0, 63)})
    with pytest.raises(Fault, match=r"out of bounds: [^;]*$"):
        run(kernel(GATHER, ""), ranges={0: (0, 64 * 64)})
    with pytest.raises(Fault, match=r"out of bounds: [^;]*$"):
        run(
            kernel(
                GATHER.replace("%x[%at]", "%x[%far]").replace("%n =", "%far = arith.constant 64 : index\n  %n ="), ""
            )
        )


def test_padding_where_nothing_is_gathered() -> None:
    body = f"""  %x = {binding(0, "memref<8xf32>", READ)}
  %y = {binding(1, "memref<4xf32>")}
  %m = vector.create_mask %c2 : vector<4xi1>
  %p = ub.poison : vector<4xindex>
  %s = vector.step : vector<4xindex>
  %at = arith.select %m, %s, %p : vector<4xi1>, vector<4xindex>
  %zero = arith.constant 0.0 : f32
  %v = iree_vector_ext.transfer_gather %x[%c1] [%at : vector<4xindex>], %zero, %m {{indexing_maps = [
    affine_map<(d0)[s0] -> (s0)>, affine_map<(d0)[s0] -> (d0)>, affine_map<(d0)[s0] -> (d0)>]}}
    : memref<8xf32>, vector<4xf32>, vector<4xi1>
  vector.transfer_write %v, %y[%c0] {{in_bounds = [true]}} : vector<4xf32>, memref<4xf32>"""
    body = body.replace("{indexing_maps = ", "<indexing_maps = ").replace("(d0)>]}", "(d0)>]>")
    found = run(kernel(body, "")).outputs["binding 1"].data
    assert (found == [*seeded(0, "f32", 3)[1:], 0, 0]).all()
    with pytest.raises(Fault, match="poison reaches an address"):
        run(
            kernel(
                body.replace("create_mask %c2", "create_mask %c3")
                .replace("select %m", "select %few")
                .replace("  %p =", "  %few = vector.create_mask %c2 : vector<4xi1>\n  %p ="),
                "",
            )
        )


HAL = """
hal.executable private @dispatch {
  hal.executable.variant public @rocm target(<"rocm", "rocm-hsaco-fb">) {
    hal.executable.export public @kernel ordinal(0) layout(#hal.pipeline.layout<bindings = [
      #hal.pipeline.binding<storage_buffer>]>)
    builtin.module {
      func.func @kernel() attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 32 : i64} {
        %c0 = arith.constant 0 : index
        %t = gpu.thread_id x
        %y = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer>]>) binding(0)
          offset(%c0) : memref<64xindex>
        memref.store %t, %y[%t] : memref<64xindex>
        return
      }
    }
  }
}"""


def test_a_kernel_in_an_executable() -> None:
    for entry in (None, "kernel", "dispatch::rocm::kernel"):
        assert (run(HAL, entry=entry).outputs["binding 0"].data == np.arange(64)).all()
