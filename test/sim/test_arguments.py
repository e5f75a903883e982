# RUN: env LANEWISE_HOST=upstream %pytest %s
"""What a kernel is given and leaves: ranges, maps that are no strides, globals, private memory; functions anywhere."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import numpy as np
import pytest
from lanewise.mlir.diagnostics import Failure
from lanewise.sim import Fault, Unsupported, compare, run
from lanewise.sim import cli as sim
from lanewise.sim.values import types
from lanewise.sim.values.inputs import ARGUMENT, Inputs
from sim_kernels import kernel

SIZES = "attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 32 : i64}"


def test_values_go_by_their_number() -> None:
    for element in ("f32", "i8", "index", "i1"):
        scalar = types.scalar_named(element)
        contents = Inputs(5).contents(ARGUMENT, 3, scalar)
        assert (contents(0, 100)[37:90] == contents(37, 53)).all()


def test_a_range() -> None:
    for element, low, high in (("i8", -3, 4), ("index", 60, 63), ("f16", 0.25, 0.5)):
        values = Inputs(ranges={0: (low, high)}).values(ARGUMENT, 0, types.scalar_named(element), 1000)
        assert low <= values.min()
        assert values.max() <= high
        if element != "f16":
            assert set(values) == set(range(low, high + 1))
    for low, high in ((4, 3), (0, 256), (0.5, 3)):
        with pytest.raises(ValueError, match=r"the range 4\.\.3 is empty|needed an integer of type i8"):
            Inputs(ranges={0: (low, high)}).values(ARGUMENT, 0, types.scalar_named("i8"), 10)


GATHER = kernel(
    """  %n = memref.load %i[%t] : memref<64xindex>
  %at = arith.muli %n, %c2 : index
  %x = memref.load %in[%at] : memref<8xf32>
  memref.store %x, %out[%t] : memref<64xf32>""",
    "%in: memref<8xf32>, %out: memref<64xf32>, %at_least: index, %i: memref<64xindex>",
)


def test_indices_that_are_seeded(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    said = "argument 3 holds seeded numbers: give their range, as with --args 3=0..63"
    with pytest.raises(Fault, match=said):
        run(GATHER)
    run(GATHER, ranges={3: (0, 3)})
    path = tmp_path / "gather.mlir"
    path.write_text(GATHER)
    assert sim.main(["--host=upstream", str(path)]) == 1
    assert said in capsys.readouterr().err
    assert sim.main(["--host=upstream", "--args=3=0..3,2=5", str(path)]) == 0
    for wrong in ("3=3..0", "3=0..x", "c1=1.5..2"):
        assert sim.main(["--host=upstream", f"--args={wrong}", str(path)]) == 2


def test_a_number_that_leads_out_of_bounds() -> None:
    text = kernel("  %x = memref.load %in[%n] : memref<1xindex>", "%in: memref<1xindex>, %n: index")
    with pytest.raises(Fault, match="argument 1 holds seeded numbers"):
        run(text)


def mapped(layout: str, shape: str = "8x8") -> str:
    type_ = f"memref<{shape}xf32, affine_map<{layout}>>"
    return kernel(
        f"""  %i:2 = affine.delinearize_index %t into (8, 8) : index, index
  %x = memref.load %in[%i#0, %i#1] : {type_}
  memref.store %x, %out[%i#1, %i#0] : memref<8x8xf32>""",
        f"%in: {type_}, %out: memref<8x8xf32>",
    )


@pytest.mark.parametrize("layout", ["(a, b) -> (a floordiv 4, b, a mod 4)", "(a, b) -> (b, a)", "(a, b) -> (7 - a, b)"])
def test_a_map_that_is_no_strides(layout: str) -> None:
    found = run(mapped(layout)).outputs
    assert found["argument 0"].shape == (8, 8)
    assert (found["argument 1"].array() == found["argument 0"].array().T).all()


@pytest.mark.parametrize(
    "layout",
    ["(a, b) -> (a floordiv 2, b)", "(a, b) -> (a - 4, b)", "(a, b) -> (a mod 0, b)", "(a, b) -> (a mod 4, b)"],
)
def test_a_map_in_which_elements_have_no_place_of_their_own(layout: str) -> None:
    with pytest.raises(Unsupported, match=r"argument 0: type memref<.*> is not simulated: its map gives elements no"):
        run(mapped(layout))


def test_allocations_and_globals_with_maps() -> None:
    type_ = "memref<64xindex, affine_map<(a) -> (a floordiv 8, a mod 8)>"
    for space in ("", ", 3"):
        header = f"memref.global @g : {type_}{space}> = uninitialized"
        body = f"""  %g = memref.get_global @g : {type_}{space}>
  %m = memref.alloc() : {type_}{space}>
  memref.store %t, %g[%t] : {type_}{space}>
  memref.store %t, %m[%t] : {type_}{space}>
  %x = memref.load %m[%t] : {type_}{space}>
  memref.store %x, %out[%t] : memref<64xindex>"""
        found = run(kernel(body, "%out: memref<64xindex>", header=header)).outputs
        assert (found["argument 0"].data == np.arange(64)).all()
        assert ("@g" in found) == (space == "")
    with pytest.raises(Unsupported, match="its map gives elements no place"):
        run(kernel("  %m = memref.alloc() : memref<8xf32, affine_map<(a) -> (a floordiv 2)>>", ""))
    with pytest.raises(Unsupported, match="its map is no strides"):
        run(kernel("  %m = memref.alloc(%c8) : memref<?xf32, affine_map<(a) -> (a floordiv 2)>>", ""))


def test_strides_that_go_backward() -> None:
    type_ = "memref<64xindex, affine_map<(a) -> (63 - a)>>"
    body = f"""  %x = memref.load %in[%t] : {type_}
  memref.store %x, %out[%t] : memref<64xindex>"""
    found = run(kernel(body, f"%in: {type_}, %out: memref<64xindex>")).outputs
    assert (found["argument 1"].data == found["argument 0"].data[::-1]).all()
    with pytest.raises(Unsupported, match="begins below its first element"):
        run(kernel("", "%in: memref<64xindex, strided<[-1]>>"))


@pytest.mark.parametrize(
    ("type_", "said"),
    [
        ("memref<f32>", ""),
        ("memref<0x4xf32>", ""),
        ("memref<4x0xf32, strided<[7, 3], offset: 2>>", ""),
        ("memref<0x4611686018427387904x4xf32>", "more than 64 bits"),
        ("memref<1152921504606846976xf32>", "too large"),
    ],
)
def test_no_size_is_a_traceback(type_: str, said: str) -> None:
    for text in (kernel("", f"%in: {type_}"), kernel(f"  %m = memref.alloc() : {type_}", "")):
        if not said and ("strided" not in type_ or "alloc" not in text):
            run(text)
        else:
            with pytest.raises(Failure, match=said or "row-major"):
                run(text)


GLOBAL = """memref.global @state : memref<64xindex> = uninitialized
memref.global "private" @there : memref<64xindex>
memref.global constant @fixed : memref<64xindex> = dense<3>
func.func @f() ATTRIBUTES {
  %t = gpu.thread_id x
  %g = memref.get_global @state : memref<64xindex>
  %h = memref.get_global @there : memref<64xindex>
  %k = memref.get_global @fixed : memref<64xindex>
  %x = memref.load %h[%t] : memref<64xindex>
  memref.store %x, %g[%t] : memref<64xindex>
  return
}""".replace("ATTRIBUTES", SIZES)


def test_what_is_left_in_a_global() -> None:
    found = run(GLOBAL).outputs
    # Seeded, as its values are those of another module; it is only read, and so is the constant.
    assert list(found) == ["@state"]
    assert set(found["@state"].data) == set(range(8))
    other = GLOBAL.replace("store %x", "store %t")
    assert {difference.buffer for difference in compare(GLOBAL, other)} == {"@state"}
    assert compare(GLOBAL, GLOBAL) == []
    with pytest.raises(Fault, match="element 0 of @state, which nobody wrote"):
        run(GLOBAL.replace("get_global @there", "get_global @state"))
    with pytest.raises(Fault, match="@fixed, which is read-only"):
        run(GLOBAL.replace("store %x, %g[%t] : memref<64xindex>", "store %x, %k[%t] : memref<64xindex>"))


def test_a_global_that_only_one_of_two_stores_to() -> None:
    other = GLOBAL.replace("  memref.store %x, %g[%t] : memref<64xindex>\n", "")
    [difference] = compare(GLOBAL, other)
    assert (difference.buffer, difference.index, difference.b) == ("@state", None, "absent")


PRIVATE = "#gpu.address_space<private>"


def test_an_argument_in_private_memory_is_each_lane_s_own() -> None:
    type_ = f"memref<2xindex, {PRIVATE}>"
    body = f"""  memref.store %t, %p[%c1] : {type_}
  %x = memref.load %p[%c1] : {type_}
  memref.store %x, %out[%t] : memref<64xindex>"""
    arguments = f"%out: memref<64xindex>, %p: {type_}"
    found = run(kernel(body, arguments)).outputs
    assert list(found) == ["argument 0"]
    assert (found["argument 0"].data == np.arange(64)).all()
    with pytest.raises(Fault, match="of argument 1, which nobody wrote, is read by"):
        run(kernel(body.replace("load %p[%c1]", "load %p[%c0]"), arguments))


MODULES = """
gpu.module @kernels {
  memref.global @state : memref<64xindex> = uninitialized
  func.func @twice(%n: index) -> index {
    %m = arith.addi %n, %n : index
    return %m : index
  }
  gpu.func @kernel(%out: memref<64xindex>) workgroup(%w: memref<64xindex, #gpu.address_space<workgroup>>)
      private(%p: memref<1xindex, #gpu.address_space<private>>) kernel
      attributes {known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 32 : i64} {
    %c0 = arith.constant 0 : index
    %c63 = arith.constant 63 : index
    %t = gpu.thread_id x
    %m = func.call @twice(%t) : (index) -> index
    %r = arith.subi %c63, %t : index
    memref.store %m, %w[%t] : memref<64xindex, #gpu.address_space<workgroup>>
    gpu.barrier
    %x = memref.load %w[%r] : memref<64xindex, #gpu.address_space<workgroup>>
    memref.store %x, %p[%c0] : memref<1xindex, #gpu.address_space<private>>
    %y = memref.load %p[%c0] : memref<1xindex, #gpu.address_space<private>>
    memref.store %y, %out[%t] : memref<64xindex>
    %g = memref.get_global @state : memref<64xindex>
    memref.store %t, %g[%t] : memref<64xindex>
    gpu.return
  }
}
module @inner {
  func.func @"a b"() -> index SIZES {
    %c0 = arith.constant 0 : index
    return %c0 : index
  }
  func.func @kernel() -> index SIZES {
    %c1 = arith.constant 1 : index
    return %c1 : index
  }
}""".replace("SIZES", SIZES)


def test_functions_wherever_they_stand() -> None:
    found = run(MODULES, entry="kernels::kernel").outputs
    assert (found["argument 0"].data == 2 * np.arange(64)[::-1]).all()
    assert (found["@state"].data == np.arange(64)).all()
    assert run(MODULES, entry="a b").outputs["result 0"].array() == 0
    assert run(MODULES, entry="inner::kernel").outputs["result 0"].array() == 1
    with pytest.raises(Failure, match="there is no function @kernel with a body, or more than one"):
        run(MODULES, entry="kernel")
    names = "kernels::twice, kernels::kernel, inner::a b, inner::kernel; choose one with --entry"
    with pytest.raises(Failure, match=f"needed one function with a body, found 4: {names}"):
        run(MODULES)


def test_a_quoted_name_on_the_command_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "quoted.mlir"
    path.write_text(MODULES)
    assert sim.main(["--host=upstream", "--entry=a b", str(path)]) == 0


def test_a_tensor_that_is_a_buffer_already() -> None:
    body = """  %m = bufferization.to_buffer %in : tensor<?x4xf32> to memref<?x4xf32, strided<[?, ?], offset: ?>>
  %d = tensor.dim %in, %c0 : tensor<?x4xf32>
  %o = memref.alloc() : memref<16x4xf32, 1>
  %i:2 = affine.delinearize_index %t into (16, 4) : index, index
  %x = memref.load %m[%i#0, %i#1] : memref<?x4xf32, strided<[?, ?], offset: ?>>
  memref.store %x, %o[%i#0, %i#1] : memref<16x4xf32, 1>
  memref.store %d, %n[%t] : memref<64xindex>
  %r = bufferization.to_tensor %o : memref<16x4xf32, 1> to tensor<16x4xf32>"""
    text = kernel(body, "%in: tensor<?x4xf32>, %n: memref<64xindex>")
    text = text.replace(") attributes", ") -> tensor<16x4xf32> attributes").replace(
        "  return\n", "  return %r : tensor<16x4xf32>\n"
    )
    found = run(text, shapes={0: (16, 4)}).outputs
    assert (found["result 0"].array() == found["argument 0"].array()).all()
    assert (found["argument 1"].data == 16).all()
    read = "  %e = tensor.extract %in[%c0, %c0] : tensor<?x4xf32>\n  %m ="
    with pytest.raises(Unsupported, match=r"does not know the op 'tensor\.extract'"):
        run(text.replace("  %m =", read), shapes={0: (16, 4)})
    with pytest.raises(Unsupported, match="tensor<4xf32> is neither a scalar nor a vector"):
        run(kernel("  %s = arith.addf %in, %in : tensor<4xf32>", "%in: tensor<4xf32>"))


def test_bytes_as_elements_that_are_no_bytes() -> None:
    with pytest.raises(Unsupported, match="bytes as elements of type i4 are not simulated"):
        run(kernel("  %v = memref.view %in[%c0][] : memref<64xi8> to memref<8xi4>", "%in: memref<64xi8>"))
