# RUN: %pytest %s
"""What the execution engine cannot show of vector ops: poison and faults."""

import ml_dtypes
import numpy as np
import pytest
from faults import fault
from lanewise.sim.machine.faults import Unsupported
from lanewise.sim.machine.poison import Poisoned
from vector_runs import memory, number, run

READ = """func.func @f(%m: memref<4xf32>, %i: index) -> vector<4xf32> {
  %p = ub.poison : f32
  %r = vector.transfer_read %m[%i], %p : memref<4xf32>, vector<4xf32>
  return %r : vector<4xf32>
}"""


def test_only_padded_elements_are_poison():
    [found] = run(READ, memory([1, 2, 3, 4]), number(1, 3), lanes=2)
    assert isinstance(found, Poisoned)
    assert found.poison.tolist() == [[False, False, False, True], [False, True, True, True]]
    assert found.elements[0, :3].tolist() == [2, 3, 4]


def test_a_read_without_padding_is_not_poison():
    [found] = run(READ, memory([1, 2, 3, 4]), number(0))
    assert found.tolist() == [[1, 2, 3, 4]]


def masked_sum(mask):
    return f"""func.func @f(%m: memref<4xf32>, %i: index, %s: f32) -> f32 {{
      %p = ub.poison : f32
      %k = vector.constant_mask [{mask}] : vector<4xi1>
      %v = vector.transfer_read %m[%i], %p : memref<4xf32>, vector<4xf32>
      %r = vector.mask %k {{ vector.reduction <add>, %v, %s : vector<4xf32> into f32 }} : vector<4xi1> -> f32
      return %r : f32
    }}"""


def test_poison_that_is_masked_off_does_not_reach_a_sum():
    [found] = run(masked_sum(3), memory([1, 2, 3, 4]), number(1), np.float32([10]))
    assert found.tolist() == [19]


def test_poison_that_takes_part_makes_the_sum_poison():
    [found] = run(masked_sum(4), memory([1, 2, 3, 4]), number(1), np.float32([10]))
    assert found.poison.all()


def contract_text(mask):
    op = """vector.contract {indexing_maps = [affine_map<(m, k) -> (m, k)>, affine_map<(m, k) -> (k)>,
      affine_map<(m, k) -> (m)>], iterator_types = ["parallel", "reduction"], kind = #vector.kind<add>}
      %a, %b, %c : vector<2x4xf32>, vector<4xf32> into vector<2xf32>"""
    if mask:
        op = f"vector.mask %k {{ {op} }} : vector<2x4xi1> -> vector<2xf32>"
    return f"""func.func @f(%m: memref<4xf32>, %i: index, %a: vector<2x4xf32>, %c: vector<2xf32>) -> vector<2xf32> {{
      %p = ub.poison : f32
      %k = vector.constant_mask [1, 3] : vector<2x4xi1>
      %b = vector.transfer_read %m[%i], %p : memref<4xf32>, vector<4xf32>
      %r = {op}
      return %r : vector<2xf32>
    }}"""


def test_poison_in_a_contraction():
    arguments = memory([1, 2, 3, 4]), number(1), np.ones((1, 2, 4), np.float32), np.float32([[10, 20]])
    [found] = run(contract_text(mask=False), *arguments)
    assert found.poison.tolist() == [[True, True]]
    [found] = run(contract_text(mask=True), *arguments)
    assert found.tolist() == [[19, 20]]


WRITE = """func.func @f(%m: memref<4xf32>, %o: memref<4xf32>, %i: index, %j: index) {
  %p = ub.poison : f32
  %r = vector.transfer_read %m[%i], %p : memref<4xf32>, vector<4xf32>
  vector.transfer_write %r, %o[%j] : vector<4xf32>, memref<4xf32>
  return
}"""


def test_poison_reaches_memory():
    with fault("poison", "poison reaches memory"):
        run(WRITE, memory([1, 2, 3, 4]), memory([0] * 4), number(1), number(0))


def test_poison_that_is_dropped_does_not():
    target = memory([0] * 4)
    run(WRITE, memory([1, 2, 3, 4]), target, number(1), number(1))
    assert target.buffer.data.tolist() == [0, 2, 3, 4]


LOAD = """func.func @f(%m: memref<4x4xf32>, %i: index) -> vector<4xf32> {
  %r = BODY
  return %r : vector<4xf32>
}"""


@pytest.mark.parametrize(
    "body",
    [
        "vector.load %m[%i, %i] : memref<4x4xf32>, vector<4xf32>",
        "ub.poison : vector<4xf32>\n %p = ub.poison : f32\n"
        "%q = vector.transfer_read %m[%i, %i], %p {in_bounds = [true]} : memref<4x4xf32>, vector<4xf32>",
    ],
)
def test_out_of_bounds(body):
    run(LOAD.replace("BODY", body), memory(np.zeros((4, 4))), number(0))
    with fault("bounds", "out of bounds: lane 1 accesses"):
        run(LOAD.replace("BODY", body), memory(np.zeros((4, 4))), number(0, 1), lanes=2)


def test_a_negative_start_is_out_of_bounds():
    with fault("bounds"):
        run(READ, memory([1, 2, 3, 4]), number(-1))


def test_pass_through_of_a_masked_read():
    text = """func.func @f(%m: memref<4xf32>, %o: vector<4xf32>, %i: index) -> vector<4xf32> {
      %p = arith.constant 7.0 : f32
      %k = vector.constant_mask [3] : vector<4xi1>
      %r = vector.mask %k, %o { vector.transfer_read %m[%i], %p : memref<4xf32>, vector<4xf32> }
        : vector<4xi1> -> vector<4xf32>
      return %r : vector<4xf32>
    }"""
    [found] = run(text, memory([1, 2, 3, 4]), np.float32([[-1, -2, -3, -4]]), number(2))
    assert found.tolist() == [[3, 4, 7, -4]]


def extract_text(index):
    return f"""func.func @f(%a: vector<4xf32>, %i: index) -> f32 {{
      %r = vector.extract %a[{index}] : f32 from vector<4xf32>
      return %r : f32
    }}"""


def test_extract_at_a_position_of_each_lane():
    [found] = run(extract_text("%i"), np.float32([[1, 2, 3, 4]]), number(2, 0, 4), lanes=3)
    assert found.poison.tolist() == [False, False, True]
    assert found.elements[:2].tolist() == [3, 1]
    [found] = run(extract_text("-1"), np.float32([[1, 2, 3, 4]]), number(0))
    assert found.poison.all()


def test_insert_out_of_range_poisons_the_whole_vector():
    text = """func.func @f(%a: vector<2xf32>, %s: f32, %i: index) -> vector<2xf32> {
      %r = vector.insert %s, %a[%i] : f32 into vector<2xf32>
      return %r : vector<2xf32>
    }"""
    [found] = run(text, np.float32([[1, 2]]), np.float32([9]), number(1, 2), lanes=2)
    assert found.poison.tolist() == [[False, False], [True, True]]
    assert found.elements[0].tolist() == [1, 9]


def test_shuffle_makes_poison():
    text = """func.func @f(%a: vector<2xf32>) -> vector<3xf32> {
      %r = vector.shuffle %a, %a [3, -1, 0] : vector<2xf32>, vector<2xf32>
      return %r : vector<3xf32>
    }"""
    [found] = run(text, np.float32([[1, 2]]))
    assert found.poison.tolist() == [[False, True, False]]
    assert found.elements[0, [0, 2]].tolist() == [2, 1]


def test_bitcast_of_narrow_floats_and_poison():
    text = """func.func @f(%m: memref<1xi32>, %i: index) -> vector<4xi16> {
      %p = ub.poison : i32
      %a = vector.transfer_read %m[%i], %p : memref<1xi32>, vector<2xi32>
      %r = vector.bitcast %a : vector<2xi32> to vector<4xi16>
      return %r : vector<4xi16>
    }"""
    [found] = run(text, memory([0x10002], "i32"), number(0))
    assert found.poison.tolist() == [[False, False, True, True]]
    assert found.elements[0, :2].tolist() == [2, 1]
    text = """func.func @f(%a: vector<2xf8E4M3FN>) -> vector<1xbf16> {
      %r = vector.bitcast %a : vector<2xf8E4M3FN> to vector<1xbf16>
      return %r : vector<1xbf16>
    }"""
    source = np.array([[1.0, 2.0]], ml_dtypes.float8_e4m3fn)
    [found] = run(text, source)
    assert found.view(np.uint16).tolist() == [[0x4038]]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("%r = vector.vscale", "not simulated"),
        ("%r = vector.load %w[%i] : memref<4xvector<4xf32>>, vector<4xf32>", "memref of vectors"),
        ("%r = vector.transfer_read %t[%i], %s : tensor<4xf32>, vector<4xf32>", "only memory is simulated"),
        ("%r = vector.step : vector<[4]xindex>", "scalable"),
    ],
)
def test_what_is_not_simulated_says_so(body, message):
    signature = "%m: memref<4xf32>, %w: memref<4xvector<4xf32>>, %t: tensor<4xf32>, %i: index, %s: f32"
    text = f"func.func @f({signature}) {{\n{body}\nreturn\n}}"
    with pytest.raises(Unsupported, match=message):
        run(text)


def test_print_is_ignored():
    text = 'func.func @f(%a: vector<2xf32>) {\nvector.print %a : vector<2xf32>\nvector.print str "x"\nreturn\n}'
    assert run(text, np.float32([[1, 2]])) == ()


def test_a_gather_with_two_masks_is_no_guess():
    text = """func.func @f(%m: memref<4xf32>, %v: vector<2xi32>, %o: vector<2xf32>, %i: index) -> vector<2xf32> {
      %k = vector.constant_mask [1] : vector<2xi1>
      %t = vector.constant_mask [2] : vector<2xi1>
      %r = vector.mask %t { vector.gather %m[%i][%v], %k, %o : memref<4xf32>, vector<2xi32>, vector<2xi1>, vector<2xf32>
        into vector<2xf32> } : vector<2xi1> -> vector<2xf32>
      return %r : vector<2xf32>
    }"""
    with pytest.raises(Unsupported, match="under a mask is not simulated"):
        run(text, memory([1, 2, 3, 4]), np.int32([[0, 1]]), np.float32([[0, 0]]), number(0))


def test_two_elements_of_a_scatter_in_one_place():
    text = """func.func @f(%m: memref<4xf32>, %v: vector<2xi32>, %a: vector<2xf32>, %i: index) {
      %k = vector.constant_mask [2] : vector<2xi1>
      vector.scatter %m[%i][%v], %k, %a : memref<4xf32>, vector<2xi32>, vector<2xi1>, vector<2xf32>
      return
    }"""
    with fault("race"):
        run(text, memory([1, 2, 3, 4]), np.int32([[1, 1]]), np.float32([[8, 9]]), number(0))
