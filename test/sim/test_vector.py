# RUN: %pytest %s
"""Vector ops against the same ops lowered by upstream and run on this processor."""

import re

import numpy as np
import pytest
from vector_cases import CASES
from vector_engine import BITS, VALUES, Case, Engine
from vector_values import SMALL, values

FLAVOURS = 3


@pytest.fixture(scope="module")
def engine():
    return Engine(CASES)


def test_there_are_enough_and_every_op_is_there():
    ops = {op for case in CASES for op in re.findall(r"vector\.[a-z_]+", case.body)} - {"vector.kind"}
    assert len(CASES) >= 40
    assert len(ops) == 33, sorted(ops)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_upstream_agrees(engine, case):
    lanes = [
        [values(memory, flavour, seed) for seed, (_, _, memory) in enumerate(case.memrefs)]
        for flavour in range(FLAVOURS)
    ]
    alone = [engine.simulate(case, [arrays])[0] for arrays in lanes]
    together = engine.simulate(case, lanes)
    for flavour, arrays in enumerate(lanes):
        expected = [array.copy() for array in arrays]
        engine.run(case, expected)
        for found in (alone[flavour], together[flavour]):
            for (name, _, _), one, other in zip(case.memrefs, expected, found, strict=True):
                assert_same(case, flavour, name, one, other)


def assert_same(case: Case, flavour: int, name: str, expected, found):
    text = f"{name}, values {flavour}: upstream {expected.tolist()}, simulated {found.tolist()}"
    assert expected.shape == found.shape
    if expected.dtype.kind != "f":
        assert (expected == found).all(), text
        return
    either = np.isnan(expected) & np.isnan(found)
    unsigned = f"u{expected.dtype.itemsize}"
    if case.same == BITS:
        either |= expected.view(unsigned) == found.view(unsigned)
    elif case.same == VALUES or flavour == SMALL:
        # Small integers add up to the same number in any order.
        either |= expected == found
    else:
        tolerance = 16 * np.finfo(expected.dtype).eps
        either |= np.isclose(expected, found, rtol=tolerance, atol=tolerance)
    assert either.all(), text
