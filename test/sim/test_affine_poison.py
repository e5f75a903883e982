# RUN: env LANEWISE_HOST=%host %pytest %s
"""Affine maps and indices where their definitions give no value: poison, and a fault where it decides something."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from faults import expect, twins
from lanewise.sim import run as run_kernel
from one_op import poison, run
from sim_kernels import kernel


@pytest.fixture(autouse=True)
def silent() -> Iterator[None]:
    """As in a run of a kernel, where numpy does not warn of divisions by zero."""
    with np.errstate(all="ignore"):
        yield


NUMBERS = [1, 0, -1, -(2**63)]
POISON = [False, True, True, True]


@pytest.mark.parametrize(
    "map_",
    [
        "s0 floordiv s1",
        "s0 ceildiv s1",
        "s0 mod s1",
        "(s0 + s1 mod 4) * 2 + s0 mod (s1 * 2 - 1)",
        "(s0 floordiv 2) floordiv (s1 floordiv 1)",
    ],
)
def test_a_divisor_that_is_not_positive(map_: str) -> None:
    given = {"a": ("index", 7), "b": ("index", NUMBERS)}
    apply = f"%r = affine.apply affine_map<()[s0, s1] -> ({map_})>()[%a, %b]"
    assert poison(apply, given, "index") == POISON
    for op in ("min", "max"):
        line = f"%r = affine.{op} affine_map<()[s0, s1] -> (3, {map_}, s0)>()[%a, %b]"
        assert poison(line, given, "index") == POISON


def test_divisors_that_are_known() -> None:
    given = {"a": ("index", NUMBERS)}
    line = "%r = affine.apply affine_map<(d0) -> (d0 floordiv 3 + d0 mod 5 + d0 ceildiv 2)>(%a)"
    assert poison(line, given, "index") == [False] * 4
    assert run(line, given, "index").tolist()[:3] == [0 + 1 + 1, 0, -1 + 4 + 0]


@pytest.mark.parametrize("results", ["%r, %s", "%s, %r"])
@pytest.mark.parametrize("basis", ["%b, 1", "%b, 2", "2, %b", "%b"])
def test_a_basis_that_is_not_positive(basis: str, results: str) -> None:
    """Of as many bounds as there are results, and of one less."""
    given = {"a": ("index", 0), "b": ("index", NUMBERS)}
    assert poison(f"{results} = affine.delinearize_index %a into ({basis}) : index, index", given, "index") == POISON


def test_an_outermost_bound_that_does_not_hold() -> None:
    given = {"a": ("index", [0, 5, 6, 7, -1])}
    bounded = "%r, %s = affine.delinearize_index %a into (2, 3) : index, index"
    assert poison(bounded, given, "index") == [False, False, True, True, True]
    open_ = "%r, %s = affine.delinearize_index %a into (3) : index, index"
    assert poison(open_, given, "index") == [False] * 5
    assert run(open_, given, "index").tolist() == [0, 1, 2, 2, -1]


def test_indices_that_are_not_disjoint() -> None:
    given = {"a": ("index", [0, 1, 2, -1, 0, 0]), "b": ("index", [2, 2, 2, 2, 3, -1])}
    line = "%r = affine.linearize_index DISJOINT [%a, %b] by (BASIS) : index"
    disjoint = line.replace("DISJOINT", "disjoint")
    assert poison(disjoint.replace("BASIS", "2, 3"), given, "index") == [False, False, True, False, True, True]
    assert poison(disjoint.replace("BASIS", "3"), given, "index") == [False, False, False, False, True, True]
    assert poison(line.replace("DISJOINT", "").replace("BASIS", "2, 3"), given, "index") == [False] * 6
    values = run(line.replace("DISJOINT", "").replace("BASIS", "2, 3"), given, "index")
    assert values.tolist() == [2, 5, 8, -1, 3, -1]


@pytest.mark.parametrize("op", ["divs", "divu", "ceildivs", "ceildivu", "floordivs", "rems", "remu"])
def test_index_ops_by_zero(op: str) -> None:
    given = {"a": ("index", 7), "b": ("index", [1, 0, 2])}
    assert poison(f"%r = index.{op} %a, %b", given, "index") == [False, True, False]


@pytest.mark.parametrize("op", ["shl", "shrs", "shru"])
def test_index_shifts(op: str) -> None:
    given = {"a": ("index", 7), "b": ("index", [0, 63, 64, -1])}
    assert poison(f"%r = index.{op} %a, %b", given, "index") == [False, False, True, True]


DECIDES = {
    "a lower bound": ("affine.for %i = affine_map<()[s0] -> (8 floordiv s0)>()[%n] to 8 { } // here", "control flow"),
    "an upper bound": (
        "affine.for %i = 0 to min affine_map<()[s0] -> (8 mod s0, 3)>()[%n] { } // here",
        "control flow",
    ),
    "a condition": ("affine.if affine_set<()[s0] : (8 mod s0 - 1 >= 0)>()[%n] { } // here", "control flow"),
    "bounds of many": ("affine.parallel (%i) = (0) to (min(8 mod symbol(%n), 2)) { } // here", "control flow"),
    "a load": ("%x = affine.load %out[8 floordiv symbol(%n)] : memref<64xi32> // here", "an address"),
    "a store": ("affine.store %c, %out[8 mod symbol(%n)] : memref<64xi32> // here", "an address"),
    "a load of a vector": (
        "%x = affine.vector_load %out[8 mod symbol(%n)] : memref<64xi32>, vector<4xi32> // here",
        "an address",
    ),
    "a store of a vector": (
        "affine.vector_store %v, %out[8 mod symbol(%n)] : memref<64xi32>, vector<4xi32> // here",
        "an address",
    ),
}


@pytest.mark.parametrize("name", DECIDES)
def test_poison_that_decides(name: str) -> None:
    op, what = DECIDES[name]
    body = f"""  %c = arith.constant 5 : i32
  %v = arith.constant dense<5> : vector<4xi32>
  %n = arith.subi %c3, FAULT : index
  {op}"""
    twins(kernel(body, "%out: memref<64xi32>", 1, 1), "%c3", "%c1", f"poison reaches {what} in every lane")


def test_a_case_of_all() -> None:
    """What divides by zero is stored."""
    text = kernel(
        """  %z = arith.subi %c1, %c1 : index
  %a = affine.apply affine_map<()[s0, s1] -> (s0 floordiv s1)>()[%c1, %z]
  %d:2 = affine.delinearize_index %c1 into (%c2, %z) : index, index
  memref.store FAULT, %out[%c0] : memref<8xindex> // here""",
        "%out: memref<8xindex>",
        1,
        1,
    )
    for fault in ("%a", "%d#0", "%d#1"):
        expect(text.replace("FAULT", fault), "poison reaches memory in every lane")
    run_kernel(text.replace("FAULT", "%z"))
