# RUN: env LANEWISE_HOST=%host %pytest %s
"""Attributes that no verifier looks at may be of any kind, and names of any bytes: it is distributed."""

from __future__ import annotations

import pytest
from test_refused import KERNEL, SIZES, distribute

LAYOUT, FUNCTION = KERNEL.split("\n", 1)

WIDE = """
func.func @wide(%m: memref<64xf32>) {
  %p = arith.constant 0.0 : f32
  %lo = arith.constant 0 : i128
  %hi = arith.constant 1267650600228229401496703205376 : i128
  scf.for %i = %lo to %hi step %hi : i128 {
    %x = arith.index_cast %i : i128 to index
    %0 = vector.transfer_read %m[%x], %p : memref<64xf32>, vector<32xf32>
    %1 = iree_vector_ext.to_layout %0 to layout(#lanes) : vector<32xf32>
    vector.transfer_write %1, %m[%x] : vector<32xf32>, memref<64xf32>
  }
  return
}
"""


def test_a_function_whose_name_is_not_utf_8_gets_its_constants() -> None:
    done, _, after, said = distribute(KERNEL.replace("@sound", r'@"\FF"'), SIZES)
    assert (done, said) == (True, [])
    assert r'memref.global "private" constant @"\\xff_constant_0"' in after
    assert r'memref.get_global @"\\xff_constant_0"' in after


@pytest.mark.parametrize("name", ["5", r'"\FF"', "[]", "unit"])
def test_a_neighbour_may_have_any_symbol(name: str) -> None:
    neighbour = f'"arith.constant"() {{value = 1 : i32, sym_name = {name}}} : () -> i32'
    done, _, after, said = distribute(f"{LAYOUT}\n{neighbour}\n{FUNCTION}", SIZES)
    assert (done, said) == (True, [])
    assert "@sound_constant_0" in after


def test_a_neighbour_that_is_no_symbol_may_have_the_name_of_a_constant() -> None:
    neighbour = '"arith.constant"() {value = 1 : i32, sym_name = "sound_constant_0"} : () -> i32'
    assert "@sound_constant_1" in distribute(f"{LAYOUT}\n{neighbour}\n{FUNCTION}", SIZES)[2]


@pytest.mark.parametrize(
    "attributes",
    [
        "function_type = 1 : i32",
        "function_type = () -> ()",
        'function_type = 1 : i32, sym_name = "f"',
        "function_type = () -> (), sym_name = 5 : i32",
        'function_type = () -> (), sym_name = "f"',  # It gives a value to the op behind it.
    ],
)
def test_what_is_no_function_is_left_alone(attributes: str) -> None:
    body = "%0 = iree_vector_ext.to_layout %c to layout(#lanes) : vector<32xi32>\nscf.yield %c : vector<32xi32>"
    region = f"%c = arith.constant dense<1> : vector<32xi32>\n{body}"
    text = f"{LAYOUT}\n%x = scf.execute_region -> vector<32xi32> {{\n{region}\n}} {{{attributes}}}"
    user = "%y = arith.addi %x, %x : vector<32xi32>"
    done, before, after, said = distribute(f"{text}\n{user}", SIZES)
    assert (done, said, after) == (True, [], before)


def test_numbers_may_have_more_bits_than_the_bindings_read() -> None:
    done, _, after, said = distribute(LAYOUT + WIDE, SIZES)
    assert (done, said) == (True, [])
    assert "gpu.barrier" in after


def test_an_insertion_has_no_sizes_whatever_an_attribute_says() -> None:
    attributes = "{offsets = [0], strides = [1], sizes = [7 : i65]}"
    types = "(vector<32xf32>, vector<32xf32>) -> vector<32xf32>"
    inserted = f'%y = "vector.insert_strided_slice"(%a, %a) {attributes} : {types}'
    text = KERNEL.replace("%y = arith.addf %a, %table : vector<32xf32>", inserted)
    assert inserted in text
    done, _, _, said = distribute(text, SIZES)
    assert (done, said) == (True, [])
