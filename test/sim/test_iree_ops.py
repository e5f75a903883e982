# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""What IREE adds: bindings and constants, layouts, gathers, extremes, matrix intrinsics; its LLVM's gpu ops."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "iree"

from typing import Any

import numpy as np
import pytest
from faults import fault
from lanewise.sim import Unsupported, run
from lanewise.sim.values import types
from lanewise.sim.values.inputs import BINDING, Inputs
from sim_kernels import kernel, results

LAYOUT = """#iree_vector_ext.nested_layout<subgroup_tile = [2, 1], batch_tile = [1, 2], outer_tile = [2, 1],
  thread_tile = [2, 4], element_tile = [1, 3], subgroup_strides = [1, 0], thread_strides = [4, 1]>"""
SHAPE = (8, 24)
PIECE = "vector<1x2x2x1x1x3xf32>"


def loc(t: int) -> tuple[Any, Any]:
    """Rows and columns of what lane t of 16 holds, by batch, outer and element digits; written from semantics.md."""
    lane, subgroup = t % 8, t // 8
    batch, outer, element = np.arange(2), np.arange(2), np.arange(3)
    rows = ((subgroup % 2) * 2 + outer) * 2 + lane // 4 % 2
    columns = (batch[:, None] * 4 + lane % 4) * 3 + element[None, :]
    index = np.ix_(np.arange(1), batch, outer, np.arange(1), np.arange(1), element)
    return rows[index[2]] + 0 * index[1] + 0 * index[5], columns[index[1], index[5]] + 0 * index[2]


def whole_vectors(body: str) -> dict[str, Any]:
    text = f"""func.func @kernel(%v: vector<8x24xf32>, %out: memref<16x1x2x2x1x1x3xf32>) -> vector<8x24xf32>
    attributes {{gpu.known_block_size = array<i32: 16, 1, 1>, lanewise.subgroup_size = 8 : i64}} {{
  %c0 = arith.constant 0 : index
  %t = gpu.thread_id x
{body}
}}"""
    values = np.arange(8 * 24, dtype=np.float32).reshape(SHAPE)
    result = run(text, arrays={0: values})
    return {"values": values, **{name: output.array() for name, output in result.outputs.items()}}


def test_to_simt_and_back() -> None:
    zeros = ", ".join(["%c0"] * 6)
    found = whole_vectors(f"""  %p = iree_vector_ext.to_simt %v {{layout = {LAYOUT}}} : vector<8x24xf32> -> {PIECE}
  vector.transfer_write %p, %out[%t, {zeros}] {{in_bounds = [true, true, true, true, true, true]}}
    : {PIECE}, memref<16x1x2x2x1x1x3xf32>
  %w = iree_vector_ext.to_simd %p {{layout = {LAYOUT}}} : {PIECE} -> vector<8x24xf32>
  return %w : vector<8x24xf32>""")
    for t in range(16):
        assert (found["argument 1"][t] == found["values"][loc(t)]).all()
    assert (found["result 0"] == found["values"]).all()


def test_lanes_that_disagree_about_an_element() -> None:
    layout = LAYOUT.replace("thread_strides = [4, 1]", "thread_strides = [0, 1]")
    with fault("assumption", r"lane \d+ and another lane hold different values for element"):
        whole_vectors(f"""  %p = iree_vector_ext.to_simt %v {{layout = {LAYOUT}}} : vector<8x24xf32> -> {PIECE}
  %w = iree_vector_ext.to_simd %p {{layout = {layout}}} : {PIECE} -> vector<8x24xf32>
  return %w : vector<8x24xf32>""")


def test_without_a_layout_nobody_knows() -> None:
    with pytest.raises(Unsupported, match="no layout that says which lane holds what"):
        whole_vectors(f"""  %p = iree_vector_ext.to_simt %v : vector<8x24xf32> -> {PIECE}
  return %v : vector<8x24xf32>""")


PIPELINE = """#hal.pipeline.layout<constants = 2, bindings = [
  #hal.pipeline.binding<storage_buffer, "ReadOnly">, #hal.pipeline.binding<storage_buffer>]>"""


def binding(number: int, flags: str, type_: str, sizes: str = "", offset: str = "%c0") -> str:
    layout = PIPELINE.removeprefix("#hal.pipeline.layout")
    return (
        f"hal.interface.binding.subspan layout({layout}) binding({number}) alignment(64) offset({offset}) {flags} : "
        f"{type_}{sizes}"
    )


def constant(ordinal: int) -> str:
    return (
        f"hal.interface.constant.load layout({PIPELINE.removeprefix('#hal.pipeline.layout')}) ordinal({ordinal}) : i32"
    )


READ = 'flags("ReadOnly")'


def test_bindings_and_constants() -> None:
    body = f"""  %n = {constant(0)}
  %size = arith.index_cast %n : i32 to index
  %c12 = arith.constant 12 : index
  %in = {binding(0, READ, "memref<?xf32>", "{%size}", "%c12")}
  %out = {binding(1, "", "memref<?xf32>", "{%size}")}
  %some = arith.cmpi ult, %t, %size : index
  scf.if %some {{
    %x = memref.load %in[%t] : memref<?xf32>
    memref.store %x, %out[%t] : memref<?xf32>
  }}"""
    result = run(kernel(body, ""), constants={0: 5}, seed=3)
    expected = Inputs(3).values(BINDING, 0, types.scalar_named("f32"), 8)
    assert list(result.outputs) == ["binding 1"]
    assert (result.outputs["binding 1"].data == expected[3:]).all()
    assert run(kernel(body, "")).constants.keys() == {0}


def test_a_longer_binding_begins_with_the_values_of_a_shorter() -> None:
    f16 = types.scalar_named("f16")
    assert (Inputs(1).values(BINDING, 0, f16, 100)[:10] == Inputs(1).values(BINDING, 0, f16, 10)).all()
    assert (Inputs(1).values(BINDING, 0, f16, 10) != Inputs(2).values(BINDING, 0, f16, 10)).any()
    assert (Inputs(1).values(BINDING, 0, f16, 10) != Inputs(1).values(BINDING, 1, f16, 10)).any()


def test_a_read_only_binding_is_not_written() -> None:
    body = f"""  %m = {binding(0, READ, "memref<64xindex>")}
  memref.store %t, %m[%t] : memref<64xindex>"""
    with fault("assumption", "binding 0, which is read-only, is written by lanes 0, 1 and 62 more"):
        run(kernel(body, ""))


def test_what_is_written_only_holds_nothing_before() -> None:
    body = f"""  %m = {binding(1, "", "memref<65xindex>")}
  memref.store %t, %m[%t] : memref<65xindex>"""
    assert list(np.flatnonzero(~run(kernel(body, "")).outputs["binding 1"].written)) == [64]


def test_assumptions_are_checked() -> None:
    body = f"""  %n = {constant(0)}
  %size = arith.index_cast %n : i32 to index
  %x = util.assume.int %size<umin = 4, umax = 64, udiv = 4> : index"""
    run(kernel(body, ""), constants={0: 8})
    for wrong in (0, 6, 68):
        with fault("assumption", f"{wrong} is not what the op assumes"):
            run(kernel(body, ""), constants={0: wrong})


def test_workgroups() -> None:
    text = """func.func @kernel(%out: memref<6x3xindex>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %x = hal.interface.workgroup.id[0] : index
  %y = hal.interface.workgroup.id[1] : index
  %n = hal.interface.workgroup.count[0] : index
  %s = hal.interface.workgroup.size[0] : index
  %g = affine.linearize_index [%y, %x] by (3, 2) : index
  memref.store %n, %out[%g, %c0] : memref<6x3xindex>
  memref.store %s, %out[%g, %c1] : memref<6x3xindex>
  memref.store %g, %out[%g, %c2] : memref<6x3xindex>
  return
}"""
    found = run(text, workgroup_size=(8, 1, 1), subgroup_size=8, grid=(2, 3, 1)).outputs["argument 0"].array()
    assert (found == [[2, 8, group] for group in range(6)]).all()


def test_transfer_gather() -> None:
    text = kernel(
        """  %pad = arith.constant -1.0 : f32
  %i = arith.constant dense<[5, 0, 3]> : vector<3xindex>
  %mask = arith.constant dense<[[1, 1, 0, 1], [0, 1, 1, 1], [1, 1, 1, 1]]> : vector<3x4xi1>
  %x = iree_vector_ext.transfer_gather %in[%c1, %c2] [%i : vector<3xindex>], %pad, %mask
    <{indexing_maps = [affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>,
                       affine_map<(d0, d1)[s0] -> (d0, d1)>]}>
    : memref<8x8xf32>, vector<3x4xf32>, vector<3x4xi1>
  vector.transfer_write %x, %out[%c0, %c0] {in_bounds = [true, true]} : vector<3x4xf32>, memref<3x4xf32>""",
        "%in: memref<8x8xf32>, %out: memref<3x4xf32>",
        1,
        1,
    )
    values = np.arange(64, dtype=np.float32).reshape(8, 8)
    mask = np.array([[1, 1, 0, 1], [0, 1, 1, 1], [1, 1, 1, 1]], bool)
    expected = np.where(mask, values[np.array([5, 0, 3])[:, None] + 1, np.arange(4) + 2], -1)
    assert (run(text, arrays={0: values}).outputs["argument 1"].array() == expected).all()


def compared(values: np.ndarray[Any, Any], predicate: str, extra: str = "", inputs: str = "") -> np.ndarray[Any, Any]:
    ins = f"%v, {inputs} : vector<3x8xf32>, vector<3x8xi32>" if inputs else "%v : vector<3x8xf32>"
    text = kernel(
        f"""  %first = arith.constant dense<2.0> : vector<3xf32>
  %none = arith.constant dense<-5> : vector<3xi32>
  %base = arith.constant 100 : index
  %best, %index = iree_vector_ext.arg_compare dimension(1) ins({ins})
      inits(%first, %none : vector<3xf32>, vector<3xi32>) {extra} {{
  ^bb0(%new: f32, %old: f32):
    %c = arith.cmpf {predicate}, %new, %old : f32
    iree_vector_ext.yield %c : i1
  }} -> vector<3xf32>, vector<3xi32>
  vector.transfer_write %index, %out[%c0] {{in_bounds = [true]}} : vector<3xi32>, memref<3xi32>""",
        "%v: vector<3x8xf32>, %n: vector<3x8xi32>, %out: memref<3xi32>",
        1,
        1,
    )
    numbers = np.arange(24, dtype=np.int32).reshape(3, 8) * 7
    return run(text, arrays={0: values, 1: numbers}).outputs["argument 2"].data


def test_arg_compare_in_order() -> None:
    rows = [[1, 3, 3, 2, 9, 4, 9, np.nan], [2, 2, 2, 2, 2, 2, 2, 2], [np.nan, 5, np.nan, 6, 5, 6, 7, 0]]
    values = np.array(rows, np.float32)
    assert list(compared(values, "ogt")) == [4, -5, 6]
    assert list(compared(values, "oge")) == [6, 7, 6]
    # Once a NaN is the best, nothing is less than it.
    assert list(compared(values, "ult")) == [7, -5, 7]
    assert list(compared(values, "ogt", "index_base(%base : index)")) == [104, -5, 106]
    assert list(compared(values, "ogt", inputs="%n")) == [4 * 7, -5, (16 + 6) * 7]


def slow_arg_compare(row: np.ndarray[Any, Any]) -> int:
    best, where = np.float32(2.0), -5
    for position, value in enumerate(row):
        if value > best:
            best, where = value, position
    return where


def test_arg_compare_of_a_rising_row_longer_than_a_block() -> None:
    text = kernel(
        """  %first = arith.constant dense<2.0> : vector<f32>
  %none = arith.constant dense<-5> : vector<i32>
  %best, %index = iree_vector_ext.arg_compare dimension(0) ins(%v : vector<600xf32>)
      inits(%first, %none : vector<f32>, vector<i32>) {
  ^bb0(%new: f32, %old: f32):
    %c = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %c : i1
  } -> vector<f32>, vector<i32>
  vector.transfer_write %index, %out[] : vector<i32>, memref<i32>""",
        "%v: vector<600xf32>, %out: memref<i32>",
        1,
        1,
    )
    for row in (np.arange(600), -np.arange(600), np.minimum(np.arange(600), 400), np.sin(np.arange(600) / 20) * 9):
        values = row.astype(np.float32)
        assert run(text, arrays={0: values}).outputs["argument 1"].data[0] == slow_arg_compare(values)


def test_arg_compare_starts_from_an_index_of_each_lane() -> None:
    text = kernel(
        """  %i = arith.index_cast %t : index to i32
  %none = vector.broadcast %i : i32 to vector<1xi32>
  %first = arith.constant dense<9.0> : vector<1xf32>
  %less = arith.constant dense<1.0> : vector<1x2xf32>
  %best, %index = iree_vector_ext.arg_compare dimension(1) ins(%less : vector<1x2xf32>)
      inits(%first, %none : vector<1xf32>, vector<1xi32>) {
  ^bb0(%new: f32, %old: f32):
    %c = arith.cmpf ogt, %new, %old : f32
    iree_vector_ext.yield %c : i1
  } -> vector<1xf32>, vector<1xi32>
  vector.transfer_write %index, %out[%t] {in_bounds = [true]} : vector<1xi32>, memref<4xi32>""",
        "%out: memref<4xi32>",
        4,
        4,
    )
    assert list(run(text).outputs["argument 0"].data) == [0, 1, 2, 3]


def test_inner_tiled_multiplies_whole_tiles() -> None:
    """Tiles of rhs are (n, k) when n's loop comes before k's, (k, n) otherwise."""
    for order, tile in (("m, n, k", "8x16"), ("m, k, n", "16x8")):
        kinds = {"m": "parallel", "n": "parallel", "k": "reduction"}
        iterators = ", ".join(f"#linalg.iterator_type<{kinds[dim]}>" for dim in order.split(", "))
        maps = ", ".join(f"affine_map<({order}) -> ({dims})>" for dims in ("m, k", "k, n", "m, n"))
        text = kernel(
            f"""  %r = iree_codegen.inner_tiled ins(%a, %b) outs(%c) <indexing_maps = [{maps}],
    iterator_types = [{iterators}], kind = #iree_gpu.mma_layout<NV_MMA_SYNC_F32_16x8x16_F16>,
    semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>>
    : vector<2x3x16x16xf16>, vector<3x2x{tile}xf16> into vector<2x2x16x8xf32>
  vector.transfer_write %r, %out[%c0, %c0, %c0, %c0] {{in_bounds = [true, true, true, true]}}
    : vector<2x2x16x8xf32>, memref<2x2x16x8xf32>""",
            "%a: vector<2x3x16x16xf16>, %b: vector<3x2xTILExf16>, %c: vector<2x2x16x8xf32>, "
            "%out: memref<2x2x16x8xf32>".replace("TILE", tile),
            1,
            1,
        )
        a, b, c = (
            np.random.default_rng(i).integers(-4, 5, shape).astype(kind)
            for i, (shape, kind) in enumerate(
                [
                    ((2, 3, 16, 16), np.float16),
                    ((3, 2, *map(int, tile.split("x"))), np.float16),
                    ((2, 2, 16, 8), np.float32),
                ]
            )
        )
        found = run(text, arrays={0: a, 1: b, 2: c}).outputs["argument 3"].array()
        wide_a, wide_b = a.astype(np.float32), b.astype(np.float32)
        wide_b = np.swapaxes(wide_b, 2, 3) if tile == "8x16" else wide_b
        full_a = wide_a.transpose(0, 2, 1, 3).reshape(32, 48)
        full_b = wide_b.transpose(0, 2, 1, 3).reshape(48, 16)
        expected = (full_a @ full_b).reshape(2, 16, 2, 8).transpose(0, 2, 1, 3) + c
        assert (found == expected).all()


TILED = """  %r = iree_codegen.inner_tiled ins(%a, %a) outs(%c) <indexing_maps = [affine_map<(m, n, k) -> (m, k)>,
    affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>],
    iterator_types = [#linalg.iterator_type<parallel>, #linalg.iterator_type<parallel>,
                      #linalg.iterator_type<reduction>], kind = #iree_gpu.mma_layout<MFMA_F32_16x16x16_F16>,
    semantics = #iree_gpu.mma_semantics<distributed = false, opaque = true>>
    : SHAPExf16>, SHAPExf16> into SHAPExf32>"""


def test_a_product_of_tensors() -> None:
    for kind, said in (("vector", None), ("tensor", "only vectors are simulated")):
        shape = f"{kind}<1x1x16x16"
        text = kernel(TILED.replace("SHAPE", shape), f"%a: {shape}xf16>, %c: {shape}xf32>", 64, 64)
        if said is None:
            run(text)
        else:
            with pytest.raises(Unsupported, match=said):
                run(text)


def test_a_gather_without_an_offset_for_each_dimension() -> None:
    maps = "affine_map<(d0) -> (d0)>"
    attributes = f"{{indexing_maps = [{maps}], operandSegmentSizes = array<i32: 1, 0, 0, 1, 0>}}"
    gather = f'"iree_vector_ext.transfer_gather"(%m, %p) {attributes} : (memref<4xf32>, f32) -> vector<4xf32>'
    with pytest.raises(Unsupported, match="needed an offset and a result of the source's map for each dimension"):
        run(kernel(f"  %x = {gather}", "%m: memref<4xf32>, %p: f32"))


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("%c = scf.if %yes -> i1 { scf.yield %yes : i1 } else { scf.yield %yes : i1 }", "in the region of"),
        ("%l = arith.index_cast %t : index to i1\n  %c = arith.andi %l, %yes : i1", "differs between lanes"),
    ],
)
def test_a_comparator_that_asks_which_lane_it_is(inside: str, said: str) -> None:
    text = kernel(
        f"""  %best, %index = iree_vector_ext.arg_compare dimension(0) ins(%v : vector<8xf32>)
      inits(%f, %i : vector<f32>, vector<i32>) {{
  ^bb0(%new: f32, %old: f32):
    %yes = arith.cmpf ogt, %new, %old : f32
    {inside}
    iree_vector_ext.yield %c : i1
  }} -> vector<f32>, vector<i32>""",
        "%v: vector<8xf32>, %f: vector<f32>, %i: vector<i32>",
    )
    with pytest.raises(Unsupported, match=said):
        run(text)


def test_a_workgroup_along_a_dimension_that_is_not_there() -> None:
    op = '"hal.interface.workgroup.id"() {dimension = 3 : index} : () -> index'
    with pytest.raises(Unsupported, match="there is no dimension 3"):
        run(kernel(f"  %x = {op}", ""), grid=(1, 1, 1))


def test_a_divisor_that_has_a_64th_bit() -> None:
    op = f"util.assume.int %t<udiv = {2**64 - 1}> : index"
    assert (results(f"  %x = {op}", "index") == np.arange(64)).all()


def test_ballot() -> None:
    body = """  %odd = arith.andi %t, %c5 : index
  %b = arith.cmpi eq, %odd, %c5 : index
  %x = gpu.ballot %b : i32"""
    votes = (np.arange(64) & 5) == 5
    expected = (votes.reshape(2, 32) << np.arange(32)).sum(axis=1).astype(np.int32)
    assert (results(body, "i32") == np.repeat(expected, 32)).all()


@pytest.mark.parametrize(("space", "orders"), [("workgroup", True), ("global", False)])
def test_a_barrier_orders_only_what_it_fences(space: str, orders: bool) -> None:
    body = f"""  %m = memref.alloc() : memref<64xindex, #gpu.address_space<workgroup>>
  %last = arith.constant 63 : index
  memref.store %t, %m[%t] : memref<64xindex, #gpu.address_space<workgroup>>
  gpu.barrier memfence [#gpu.address_space<{space}>]
  %other = arith.subi %last, %t : index
  %x = memref.load %m[%other] : memref<64xindex, #gpu.address_space<workgroup>>"""
    if orders:
        assert (results(body, "index") == 63 - np.arange(64)).all()
        return
    with fault("race"):
        results(body, "index")


def test_a_vector_of_rank_0_is_whole_when_lanes_hold_the_same() -> None:
    layout = """#iree_vector_ext.nested_layout<subgroup_tile = [], batch_tile = [], outer_tile = [], thread_tile = [],
      element_tile = [], subgroup_strides = [], thread_strides = []>"""
    text = """func.func @kernel(%a: memref<16xf32>) -> vector<f32>
        attributes {{gpu.known_block_size = array<i32: 16, 1, 1>, lanewise.subgroup_size = 16 : i64}} {{
      %t = gpu.thread_id x
      %c3 = arith.constant 3 : index
      %x = memref.load %a[{0}] : memref<16xf32>
      %p = vector.broadcast %x : f32 to vector<f32>
      %w = iree_vector_ext.to_simd %p {{layout = {1}}} : vector<f32> -> vector<f32>
      return %w : vector<f32>
    }}"""
    values = np.arange(16, dtype=np.float32)
    assert run(text.format("%c3", layout), arrays={0: values}).outputs["result 0"].data.tolist() == [3.0]
    with fault("assumption", r"hold different values for element \[\]"):
        run(text.format("%t", layout), arrays={0: values})


def scattered(mask: str, maps: str, vectors: str = "%at : vector<4xindex>") -> Any:
    body = f"""  %v = vector.load %in[%c0, %c0] : memref<4x8xi32>, vector<4x8xi32>
  %at = arith.constant dense<[5, 1, 0, 7]> : vector<4xindex>
  %on = vector.create_mask %c3, %c2 : vector<4x8xi1>
  iree_vector_ext.transfer_scatter %v into %out[%c1, %c0] [{vectors}]{mask} <indexing_maps = [{maps}]>
    : vector<4x8xi32>, memref<9x8xi32>{", vector<4x8xi1>" if mask else ""}"""
    text = kernel(body, "%in: memref<4x8xi32>, %out: memref<9x8xi32>", 1)
    values, before = np.arange(1, 33, dtype=np.int32).reshape(4, 8), np.zeros((9, 8), np.int32)
    return values, run(text, arrays={0: values, 1: before}).outputs["argument 1"].array()


def test_transfer_scatter() -> None:
    maps = "affine_map<(d0, d1)[s0] -> (s0, d1)>, affine_map<(d0, d1)[s0] -> (d0)>"
    values, found = scattered("", maps)
    expected = np.zeros((9, 8), np.int32)
    expected[[6, 2, 1, 8]] = values
    assert (found == expected).all()
    _, found = scattered(", %on", f"{maps}, affine_map<(d0, d1)[s0] -> (d0, d1)>")
    expected[:] = 0
    expected[[6, 2, 1], :2] = values[:3, :2]
    assert (found == expected).all()


def mapped(region: str, size: str = "9x8") -> Any:
    body = f"""  %v = vector.load %in[%c0, %c0] : memref<4x8xi32>, vector<4x8xi32>
  %true = arith.constant true
  iree_linalg_ext.map_store %v into %out {{
  ^bb0(%i: index, %j: index):
{region}
  }} : vector<4x8xi32> into memref<{size}xi32>"""
    text = kernel(body, f"%in: memref<4x8xi32>, %out: memref<{size}xi32>", 1)
    values, before = np.arange(1, 33, dtype=np.int32).reshape(4, 8), np.zeros([*map(int, size.split("x"))], np.int32)
    return values, run(text, arrays={0: values, 1: before}).outputs["argument 1"].array()


def test_map_store() -> None:
    values, found = mapped("    iree_linalg_ext.yield %j, %i, %true : index, index, i1")
    assert (found[:8, :4] == values.T).all()
    assert not found[8:].any()
    assert not found[:, 4:].any()
    # Left out, an element may have a place outside of the memory, or none.
    values, found = mapped(
        """    %k = affine.linearize_index [%i, %j] by (4, 8) : index
    %some = arith.cmpi ult, %i, %c2 : index
    %p = ub.poison : index
    %at = arith.select %some, %k, %p : index
    iree_linalg_ext.yield %at, %some : index, i1""",
        "16",
    )
    assert (found == values[:2].reshape(-1)).all()


def test_faults_of_map_store() -> None:
    with fault("race"):
        mapped("    iree_linalg_ext.yield %i, %c0, %true : index, index, i1")
    with fault("bounds"):
        mapped("    iree_linalg_ext.yield %j, %i, %true : index, index, i1", "7x8")
    with fault("poison"):
        mapped("""    %p = ub.poison : index
    iree_linalg_ext.yield %p, %i, %true : index, index, i1""")
    with pytest.raises(Unsupported, match="does more than compute"):
        mapped("""    %w = memref.load %out[%i, %j] : memref<9x8xi32>
    iree_linalg_ext.yield %j, %i, %true : index, index, i1""")


def test_hints_and_value_barriers_hand_on() -> None:
    body = """  %h = iree_codegen.index_hint %t(#iree_gpu.lane_constant<16>) : index
  %n = arith.index_cast %h : index to i32
  %v = vector.broadcast %n : i32 to vector<2xi32>
  %w = iree_gpu.value_barrier %v : vector<2xi32>
  %x = vector.extract %w[1] : i32 from vector<2xi32>"""
    assert results(body, "i32").tolist() == list(range(64))
    some = f"  %some = arith.cmpi ult, %t, %c4 : index\n  scf.if %some {{\n{body}\n  }}"
    with fault("divergence"):
        results(f"{some}\n  %x = arith.constant 1 : i32", "i32")


@pytest.mark.parametrize("form", ["disjoint [%d#0, %d#1] by (4, 8)", "[%d#0, %d#1] by (4, 8) {disjoint}"])
def test_indices_that_are_not_disjoint_are_poison(form: str) -> None:
    """IREE prints that they are as an attribute."""
    text = f"""func.func @f(%out: memref<64xf32>) attributes {{gpu.known_block_size = array<i32: 32, 1, 1>,
        lanewise.subgroup_size = 32 : i64}} {{
      %t = gpu.thread_id x
      %d:2 = affine.delinearize_index %t into (4, 9) : index, index
      %i = affine.linearize_index {form} : index
      %x = arith.constant 1.0 : f32
      memref.store %x, %out[%i] : memref<64xf32>
      return
    }}"""
    with fault("poison", "reaches an address"):
        run(text)
