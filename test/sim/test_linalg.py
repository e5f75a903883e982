# RUN: env LANEWISE_HOST=%host %pytest %s
"""linalg on memrefs, against loops in plain Python over the same subscripts."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from faults import expect
from lanewise.mlir import host
from lanewise.sim import Fault, Unsupported, run
from sim_kernels import kernel

SIZES = {"lanes": 4, "subgroup": 4}

# Of each op the subscripts of its operands: letters are dimensions, whose extents are below.
EXTENTS = {"b": 2, "m": 3, "n": 4, "k": 5, "h": 2, "w": 3, "d": 2, "x": 4, "y": 3, "z": 2, "c": 2, "f": 3, "g": 2}

PRODUCTS = {
    "batch_matmul": ("bmk", "bkn", "bmn"),
    "batch_matvec": ("bmk", "bk", "bm"),
    "batch_mmt4d": ("bmkxc", "bnkyc", "bmnxy"),
    "batch_reduce_matmul": ("bmk", "bkn", "mn"),
    "batch_vecmat": ("bk", "bkn", "bn"),
    "dot": ("k", "k", ""),
    "matmul": ("mk", "kn", "mn"),
    "matvec": ("mk", "k", "m"),
    "mmt4d": ("mkxc", "nkyc", "mnxy"),
    "vecmat": ("k", "kn", "n"),
    "conv_1d": ("x+w", "w", "x"),
    "conv_1d_ncw_fcw": ("b c x+w", "f c w", "b f x"),
    "conv_1d_nwc_wcf": ("b x+w c", "w c f", "b x f"),
    "conv_2d": ("y+h x+w", "h w", "y x"),
    "conv_2d_nchw_fchw": ("b c y+h x+w", "f c h w", "b f y x"),
    "conv_2d_ngchw_fgchw": ("b g c y+h x+w", "f g c h w", "b g f y x"),
    "conv_2d_ngchw_gfchw": ("b g c y+h x+w", "g f c h w", "b g f y x"),
    "conv_2d_nhwc_fhwc": ("b y+h x+w c", "f h w c", "b y x f"),
    "conv_2d_nhwc_hwcf": ("b y+h x+w c", "h w c f", "b y x f"),
    "conv_2d_nhwgc_gfhwc": ("b y+h x+w g c", "g f h w c", "b y x g f"),
    "conv_3d": ("z+d y+h x+w", "d h w", "z y x"),
    "conv_3d_ncdhw_fcdhw": ("b c z+d y+h x+w", "f c d h w", "b f z y x"),
    "conv_3d_ndhwc_dhwcf": ("b z+d y+h x+w c", "d h w c f", "b z y x f"),
    "depthwise_conv_1d_ncw_cw": ("b c x+w", "c w", "b c x"),
    "depthwise_conv_1d_nwc_wc": ("b x+w c", "w c", "b x c"),
    "depthwise_conv_1d_nwc_wcm": ("b x+w c", "w c m", "b x c m"),
    "depthwise_conv_2d_nchw_chw": ("b c y+h x+w", "c h w", "b c y x"),
    "depthwise_conv_2d_nhwc_hwc": ("b y+h x+w c", "h w c", "b y x c"),
    "depthwise_conv_2d_nhwc_hwcm": ("b y+h x+w c", "h w c m", "b y x c m"),
    "depthwise_conv_3d_ncdhw_cdhw": ("b c z+d y+h x+w", "c d h w", "b c z y x"),
    "depthwise_conv_3d_ndhwc_dhwc": ("b z+d y+h x+w c", "d h w c", "b z y x c"),
    "depthwise_conv_3d_ndhwc_dhwcm": ("b z+d y+h x+w c", "d h w c m", "b z y x c m"),
}

WINDOWS = {
    "nchw": ("b c y+h x+w", "h w", "b c y x"),
    "ncw": ("b c x+w", "w", "b c x"),
    "ndhwc": ("b z+d y+h x+w c", "d h w", "b z y x c"),
    "nhwc": ("b y+h x+w c", "h w", "b y x c"),
    "nwc": ("b x+w c", "w", "b x c"),
}
POOLING: dict[str, Callable[[int, int], int]] = {"sum": lambda a, b: a + b, "max": max, "min": min}
UNSIGNED: dict[str, Callable[..., int]] = {"max_unsigned": max, "min_unsigned": min}
WITHOUT = {("nchw", "min"), ("ncw", "min")}


def split(subscript: str) -> list[str]:
    return subscript.split(" ") if " " in subscript or "+" in subscript else list(subscript)


def shape(subscript: str) -> tuple[int, ...]:
    return tuple(sum(EXTENTS[one] for one in part.split("+")) - part.count("+") for part in split(subscript))


def memref(subscript: str, kind: str = "i32") -> str:
    return "memref<" + "x".join([*map(str, shape(subscript)), kind]) + ">"


def run_named(name: str, subscripts: tuple[str, ...], attributes: str = "") -> tuple[list[np.ndarray], np.ndarray]:
    """What was in the operands, and what is in the last one afterwards; one workgroup in which all lanes are alike."""
    types = [memref(subscript) for subscript in subscripts]
    arguments = ", ".join(f"%a{number}: {type_}" for number, type_ in enumerate(types))
    names = [f"%a{number}" for number in range(len(types))]
    ins = f"ins({', '.join(names[:-1])} : {', '.join(types[:-1])})"
    op = f"linalg.{name} {attributes} {ins} outs({names[-1]} : {types[-1]})"
    text = f"func.func @f({arguments}) {{\n  {op}\n  return\n}}"
    rng = np.random.default_rng(len(name))
    given = [rng.integers(-9, 9, shape(subscript)).astype(np.int32) for subscript in subscripts]
    result = run(text, arrays=dict(enumerate(given)), workgroup_size=(4, 1, 1), subgroup_size=4)
    return given, result.outputs[f"argument {len(types) - 1}"].array()


def looped(subscripts: tuple[str, ...], given: list[np.ndarray], step: Callable[..., int]) -> np.ndarray:
    """`step` for all points: (result so far, elements of the operands) -> result."""
    letters = sorted(set(re.findall(r"\w", "".join(subscripts))))
    out = given[-1].astype(object)
    for point in itertools.product(*(range(EXTENTS[letter]) for letter in letters)):
        at = dict(zip(letters, point, strict=True))
        where = [tuple(sum(at[one] for one in part.split("+")) for part in split(s)) for s in subscripts]
        elements = [int(array[place]) for array, place in zip(given[:-1], where, strict=False)]
        out[where[-1]] = step(int(out[where[-1]]), *elements)
    return out.astype(np.int64)


@pytest.mark.parametrize("name", PRODUCTS)
def test_products(name: str) -> None:
    given, found = run_named(name, PRODUCTS[name])
    assert (found == looped(PRODUCTS[name], given, lambda out, a, b: out + a * b)).all()


KINDS = [
    (layout, kind)
    for layout in WINDOWS
    for kind in [*POOLING, *(UNSIGNED if layout in ("nhwc", "nwc") else ())]
    if (layout, kind) not in WITHOUT
]


@pytest.mark.parametrize("name", [f"pooling_{layout}_{kind}" for layout, kind in KINDS])
def test_pooling(name: str) -> None:
    _, layout, kind = name.split("_", 2)
    given, found = run_named(name, WINDOWS[layout])

    def choose(out: int, a: int, _: int) -> int:
        if kind in POOLING:
            return POOLING[kind](out, a)
        return UNSIGNED[kind](out, a, key=lambda one: one % 2**32)

    assert (found == looped(WINDOWS[layout], given, choose)).all()


def test_conv_with_strides_and_dilations() -> None:
    text = """func.func @f(%a: memref<9xi32>, %b: memref<2xi32>, %o: memref<3x1xi32>) {
  %x = memref.expand_shape %a [[0, 1, 2]] output_shape [1, 9, 1] : memref<9xi32> into memref<1x9x1xi32>
  %w = memref.expand_shape %b [[0, 1, 2]] output_shape [2, 1, 1] : memref<2xi32> into memref<2x1x1xi32>
  %y = memref.expand_shape %o [[0, 1], [2]] output_shape [1, 3, 1] : memref<3x1xi32> into memref<1x3x1xi32>
  linalg.conv_1d_nwc_wcf {strides = dense<2> : tensor<1xi64>, dilations = dense<3> : tensor<1xi64>}
    ins(%x, %w : memref<1x9x1xi32>, memref<2x1x1xi32>) outs(%y : memref<1x3x1xi32>)
  return
}"""
    a, b = np.arange(9, dtype=np.int32), np.array([10, 1], np.int32)
    given = {0: a, 1: b, 2: np.zeros((3, 1), np.int32)}
    out = run(text, arrays=given, workgroup_size=(4, 1, 1), subgroup_size=4).outputs["argument 2"].data
    assert out.tolist() == [10 * a[2 * i] + a[2 * i + 3] for i in range(3)]


ELEMENTWISE: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "add": np.add,
    "ceil": np.ceil,
    "div": np.divide,
    "erf": np.vectorize(math.erf),
    "exp": np.exp,
    "floor": np.floor,
    "log": np.log,
    "max": np.maximum,
    "min": np.minimum,
    "mul": np.multiply,
    "negf": np.negative,
    "powf": np.power,
    "reciprocal": lambda a: 1 / a,
    "round": lambda a: np.floor(a + 0.5),
    "rsqrt": lambda a: 1 / np.sqrt(a),
    "sqrt": np.sqrt,
    "square": np.square,
    "sub": np.subtract,
    "tanh": np.tanh,
}
TWO = {"add", "div", "max", "min", "mul", "powf", "sub"}


def elementwise(op: str, count: int, kind: str = "f32") -> str:
    names = [f"%a{number}" for number in range(count)]
    type_ = f"memref<3x4x{kind}>"
    arguments = ", ".join(f"{name}: {type_}" for name in (*names, "%o"))
    ins = f"ins({', '.join(names)} : {', '.join([type_] * count)})"
    return f"func.func @f({arguments}) {{\n  {op} {ins} outs(%o : {type_})\n  return\n}}"


@pytest.mark.skipif(host.NAME == "iree", reason="its linalg has no such ops")
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elementwise_named(name: str) -> None:
    count = 2 if name in TWO else 1
    given = [np.random.default_rng(n).uniform(0.5, 2, (3, 4)).astype(np.float32) for n in range(count)]
    result = run(elementwise(f"linalg.{name}", count), arrays=dict(enumerate(given)), **LAUNCH)
    np.testing.assert_allclose(result.outputs[f"argument {count}"].array(), ELEMENTWISE[name](*given), rtol=1e-5)


LAUNCH: dict[str, Any] = {"workgroup_size": (4, 1, 1), "subgroup_size": 4}


@pytest.mark.skipif(host.NAME == "iree", reason="its linalg has no such ops")
@pytest.mark.parametrize("name", ["div_unsigned", "select"])
def test_elementwise_of_other_types(name: str) -> None:
    a, b = np.array([-8, 7, 9], np.int32), np.array([3, 2, 4], np.int32)
    types = "memref<3xi32>, memref<3xi32>"
    names = "%a, %b"
    if name == "select":
        types, names = f"memref<3xi1>, {types}", f"%p, {names}"
    text = f"""func.func @f(%a: memref<3xi32>, %b: memref<3xi32>, %o: memref<3xi32>, %p: memref<3xi1>) {{
  linalg.{name} ins({names} : {types}) outs(%o : memref<3xi32>)
  return
}}"""
    flags = np.array([True, False, True])
    found = run(text, arrays={0: a, 1: b, 3: flags}, **LAUNCH).outputs["argument 2"].data.tolist()
    assert found == ([-8, 2, 9] if name == "select" else [(2**32 - 8) // 3, 3, 2])


WHOLE = "%in: memref<3x4xi32>, %out: memref<3x4xi32>, %rows: memref<3xi32>, %turned: memref<4x3xi32>, %f: i32"
A = np.arange(12, dtype=np.int32).reshape(3, 4) * 5 - 20
ROWS = np.array([100, 200, 300], np.int32)

OTHERS: dict[str, tuple[str, int, Any]] = {
    "fill": ("linalg.fill ins(%f : i32) outs(%out : memref<3x4xi32>)", 1, np.full((3, 4), 7)),
    "copy": ("linalg.copy ins(%in : memref<3x4xi32>) outs(%out : memref<3x4xi32>)", 1, A),
    "transpose": (
        "linalg.transpose ins(%in : memref<3x4xi32>) outs(%turned : memref<4x3xi32>) permutation = [1, 0]",
        3,
        A.T,
    ),
    "broadcast": (
        "linalg.broadcast ins(%rows : memref<3xi32>) outs(%out : memref<3x4xi32>) dimensions = [1]",
        1,
        np.broadcast_to(ROWS[:, np.newaxis], (3, 4)),
    ),
    "reduce": (
        "linalg.reduce { arith.addi } ins(%in : memref<3x4xi32>) outs(%rows : memref<3xi32>) dimensions = [1]",
        2,
        ROWS + A.sum(axis=1),
    ),
    "map": (
        "linalg.map { arith.muli } ins(%in, %in : memref<3x4xi32>, memref<3x4xi32>) outs(%out : memref<3x4xi32>)",
        1,
        A * A,
    ),
    "contract": (
        "linalg.contract indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, "
        "affine_map<(m, n, k) -> (m, n)>] ins(%in, %turned : memref<3x4xi32>, memref<4x3xi32>) "
        "outs(%square : memref<3x3xi32>)",
        5,
        A @ (np.arange(12).reshape(4, 3)) + 1,
    ),
    "generic": (
        "linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, 3 - j)>, affine_map<(i, j) -> (i, j)>], "
        'iterator_types = ["parallel", "parallel"]} ins(%in : memref<3x4xi32>) outs(%out : memref<3x4xi32>) {\n'
        "  ^bb0(%a: i32, %o: i32):\n    %j = linalg.index 1 : index\n    %k = arith.index_cast %j : index to i32\n"
        "    %x = arith.muli %a, %k : i32\n    %y = arith.addi %x, %f : i32\n    linalg.yield %y : i32\n  }",
        1,
        A[:, ::-1] * np.arange(4) + 7,
    ),
}


def others(op: str, **options: Any) -> Any:
    text = f"func.func @f({WHOLE}, %square: memref<3x3xi32>) {{\n  {op}\n  return\n}}"
    arrays = {0: A, 2: ROWS, 3: np.arange(12, dtype=np.int32).reshape(4, 3), 5: np.ones((3, 3), np.int32)}
    return run(text, arrays=arrays, numbers={4: 7}, **LAUNCH, **options)


@pytest.mark.parametrize("name", OTHERS)
def test_others(name: str) -> None:
    op, number, expected = OTHERS[name]
    assert (others(op).outputs[f"argument {number}"].array() == expected).all()


@pytest.mark.skipif(host.NAME == "iree", reason="it spells the kind another way")
def test_elementwise() -> None:
    op = "linalg.elementwise kind=#linalg.elementwise_kind<exp>"
    given = np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4)
    found = run(elementwise(op, 1), arrays={0: given}, **LAUNCH).outputs["argument 1"].array()
    np.testing.assert_allclose(found, np.exp(given), rtol=1e-6)


def test_dynamic_sizes_and_a_view() -> None:
    text = """func.func @f(%a: memref<?x?xf32>, %o: memref<?xf32>) {
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %v = memref.subview %a[1, 2] [%c3, 4] [2, 1] : memref<?x?xf32> to memref<?x4xf32, strided<[?, 1], offset: ?>>
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%o : memref<?xf32>)
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>],
    iterator_types = ["parallel", "reduction"]}
    ins(%v : memref<?x4xf32, strided<[?, 1], offset: ?>>) outs(%o : memref<?xf32>) {
  ^bb0(%x: f32, %s: f32):
    %t = arith.addf %s, %x : f32
    linalg.yield %t : f32
  }
  return
}"""
    a = np.arange(56, dtype=np.float32).reshape(7, 8)
    found = run(text, arrays={0: a}, shapes={1: (3,)}, **LAUNCH).outputs["argument 1"].data
    assert (found == a[1::2, 2:6].sum(axis=1)).all()
    with pytest.raises(Fault, match="dimension 0 has 3 points and 4 points"):
        run(text, arrays={0: a}, shapes={1: (4,)}, **LAUNCH)


IN_LANES = """
  %mine = memref.subview %in[%t, 0] [1, 4] [1, 1] : memref<4x4xi32> to memref<4xi32, strided<[1], offset: ?>>
  %sum = memref.subview %out[%t] [1] [1] : memref<4xi32> to memref<i32, strided<[], offset: ?>>
  %n = arith.index_cast %t : index to i32
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
    ins(%mine : memref<4xi32, strided<[1], offset: ?>>) outs(%sum : memref<i32, strided<[], offset: ?>>) {
  ^bb0(%x: i32, %s: i32):
    %y = arith.muli %x, %n : i32
    %z = arith.addi %s, %y : i32
    linalg.yield %z : i32
  } // here"""


def test_each_lane_runs_its_own() -> None:
    given = np.arange(16, dtype=np.int32).reshape(4, 4)
    text = kernel(IN_LANES, "%in: memref<4x4xi32>, %out: memref<4xi32>", **SIZES)
    found = run(text, arrays={0: given, 1: np.full(4, 1000, np.int32)}).outputs["argument 1"].data
    assert found.tolist() == [1000 + t * int(given[t].sum()) for t in range(4)]
    guarded = kernel(
        f"  %some = arith.cmpi ult, %t, %c2 : index\n  scf.if %some {{\n{IN_LANES}\n  }}",
        "%in: memref<4x4xi32>, %out: memref<4xi32>",
        **SIZES,
    )
    found = run(guarded, arrays={0: given, 1: np.full(4, 1000, np.int32)}).outputs["argument 1"].data
    assert found.tolist() == [1000, 1000 + int(given[1].sum()), 1000, 1000]


def test_an_op_that_every_lane_runs_on_shared_memory_is_a_race() -> None:
    """Each lane adds to the sums, so that those that are late add to what others did."""
    op = "linalg.reduce { arith.addi } ins(%in : memref<4x4xi32>) outs(%out : memref<4xi32>) dimensions = [1]"
    with pytest.raises(Fault, match="race on element 0 of argument 1: every lane wrote it, every lane read it"):
        run(kernel(f"  {op}", "%in: memref<4x4xi32>, %out: memref<4xi32>", **SIZES))


def test_lanes_that_run_into_each_other() -> None:
    text = kernel(IN_LANES.replace("%out[%t]", "%out[%c1]"), "%in: memref<4x4xi32>, %out: memref<4xi32>", **SIZES)
    with pytest.raises(Fault, match="race on element 1 of argument 1"):
        run(text)


def test_in_place_and_one_after_the_other() -> None:
    """Elementwise in place is as elsewhere; a scan through its own results is done in order."""
    text = """func.func @f(%a: memref<5xi32>) {
  %lower = memref.subview %a[0] [4] [1] : memref<5xi32> to memref<4xi32, strided<[1]>>
  %upper = memref.subview %a[1] [4] [1] : memref<5xi32> to memref<4xi32, strided<[1], offset: 1>>
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
    ins(%lower : memref<4xi32, strided<[1]>>) outs(%upper : memref<4xi32, strided<[1], offset: 1>>) {
  ^bb0(%x: i32, %y: i32):
    %z = arith.addi %x, %y : i32
    linalg.yield %z : i32
  }
  linalg.map { arith.addi } ins(%a, %a : memref<5xi32>, memref<5xi32>) outs(%a : memref<5xi32>)
  return
}"""
    given = np.array([1, 2, 3, 4, 5], np.int32)
    found = run(text, arrays={0: given}, **LAUNCH).outputs["argument 0"].data
    assert (found == 2 * np.cumsum([1, 2, 3, 4, 5])).all()


def test_a_region_with_more_than_arithmetic() -> None:
    text = """func.func @f(%a: memref<5xi32>, %table: memref<5xi32>, %o: memref<5xi32>) {
  linalg.map ins(%a : memref<5xi32>) outs(%o : memref<5xi32>)
    (%x: i32, %y: i32) {
      %i = linalg.index 0 : index
      %zero = arith.constant 0 : i32
      %c = arith.cmpi slt, %x, %zero : i32
      %z = scf.if %c -> i32 {
        scf.yield %zero : i32
      } else {
        %t = memref.load %table[%i] : memref<5xi32>
        scf.yield %t : i32
      }
      linalg.yield %z : i32
    }
  return
}"""
    given = np.array([1, -2, 3, -4, 5], np.int32)
    table = np.arange(5, dtype=np.int32) + 10
    found = run(text, arrays={0: given, 1: table}, **LAUNCH).outputs["argument 2"].data
    assert found.tolist() == [10, 0, 12, 0, 14]


def test_what_the_region_does_not_read_may_be_unwritten() -> None:
    text = """func.func @f(%o: memref<4xf32>) {
  %m = memref.alloc() : memref<4xf32, #gpu.address_space<workgroup>>
  %one = arith.constant 1.0 : f32
  FILL
  linalg.map { math.exp } ins(%m : memref<4xf32, #gpu.address_space<workgroup>>) outs(%o : memref<4xf32>) // here
  return
}"""
    fill = "linalg.fill ins(%one : f32) outs(%m : memref<4xf32, #gpu.address_space<workgroup>>)"
    run(text.replace("FILL", fill), **LAUNCH)
    expect(
        text.replace("FILL", ""), "element 0 of a workgroup buffer, which nobody wrote, is read by every lane", **LAUNCH
    )


def test_poison_does_not_get_into_memory() -> None:
    text = """func.func @f(%a: memref<4xi32>, %o: memref<4xi32>) {
  linalg.map { arith.divsi } ins(%a, %a : memref<4xi32>, memref<4xi32>) outs(%o : memref<4xi32>) // here
  return
}"""
    run(text, arrays={0: np.array([1, 2, 3, 4], np.int32)}, **LAUNCH)
    zero = {0: np.array([1, 2, 0, 4], np.int32)}
    expect(text, "poison reaches memory in every lane", arrays=zero, **LAUNCH)


def test_what_is_not_simulated() -> None:
    text = """func.func @f(%a: memref<4x4xf32>) {
  linalg.softmax dimension(1) ins(%a : memref<4x4xf32>) outs(%a : memref<4x4xf32>)
  return
}"""
    with pytest.raises(Unsupported, match=r"does not know the op 'linalg\.softmax'"):
        run(text, **LAUNCH)
    tensors = """func.func @f(%x: f32) {
  %e = tensor.empty() : tensor<4xf32>
  %f = linalg.fill ins(%x : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return
}"""
    with pytest.raises(Unsupported, match=r"tensor\.empty"):
        run(tensors, **LAUNCH)
