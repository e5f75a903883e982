# RUN: %pytest %s
"""Combining kinds and contractions that the execution engine cannot run, by their definitions; maps; large vectors."""

import time

import numpy as np
import pytest
from lanewise.mlir.host import ir
from lanewise.sim.values import types
from lanewise.sim.values.affine_values import picked
from lanewise.sim.values.reduction_kinds import combine, identity
from vector_runs import run


def matmul(kind, lhs, acc):
    return f"""func.func @f(%a: vector<2x4x{lhs}>, %b: vector<4x3x{lhs}>, %c: vector<2x3x{acc}>) -> vector<2x3x{acc}> {{
      %r = vector.contract {{indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>,
        affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"],
        kind = #vector.kind<{kind}>}} %a, %b, %c : vector<2x4x{lhs}>, vector<4x3x{lhs}> into vector<2x3x{acc}>
      return %r : vector<2x3x{acc}>
    }}"""


@pytest.mark.parametrize(
    ("kind", "lhs", "acc", "step"),
    [
        ("maximumf", "f32", "f32", np.maximum),
        ("minnumf", "f16", "f32", np.fmin),
        ("mul", "f32", "f32", np.multiply),
        ("maxui", "i8", "i8", lambda a, b: np.maximum(a.view(np.uint8), b.view(np.uint8)).view(np.int8)),
        ("add", "bf16", "bf16", np.add),
        ("add", "f8E4M3FNUZ", "f32", np.add),
        ("add", "i8", "i64", np.add),
        ("add", "i8", "i8", np.add),
    ],
)
def test_contraction_by_its_definition(kind, lhs, acc, step):
    rng = np.random.default_rng(7)
    from_, to = types.scalar_named(lhs).dtype, types.scalar_named(acc).dtype
    lanes = 3
    a = rng.integers(-9, 9, (lanes, 2, 4)).astype(np.float32).astype(from_)
    b = rng.integers(-9, 9, (1, 4, 3)).astype(np.float32).astype(from_)
    c = rng.integers(-9, 9, (lanes, 2, 3)).astype(np.float32).astype(to)
    expected = c.copy()
    for lane, m, n, k in np.ndindex(lanes, 2, 3, 4):
        product = a[lane, m, k : k + 1].astype(to) * b[0, k, n : n + 1].astype(to)
        expected[lane, m, n] = step(expected[lane, m, n : n + 1], product)[0]
    [found] = run(matmul(kind, lhs, acc), a, b, c, lanes=lanes)
    assert found.dtype == to
    assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("name", ["f32", "f16", "bf16", "i1", "i7", "i32", "i64"])
def test_the_identity_changes_nothing(name):
    scalar = types.scalar_named(name)
    floats = scalar.is_float
    kinds = ["add", "mul"]
    kinds += ["minimumf", "maximumf", "minnumf", "maxnumf"] if floats else ["and", "or", "xor"]
    kinds += [] if floats else ["minsi", "maxsi", "minui", "maxui"]
    some = np.array([0.0, -0.0, 1.5, -2, np.inf, -np.inf, np.nan]) if floats else np.arange(-64, 64)
    some = some.astype(scalar.dtype) if floats else types.wrap(some, scalar)
    for kind in kinds:
        one = identity(kind, scalar)
        for found in (
            combine(kind, scalar, one, some),
            combine(kind, scalar, some, one),
        ):
            assert found.dtype == some.dtype
            if floats:
                found, plain = found.astype(np.float64), some.astype(np.float64)
                assert np.array_equal(found, plain, equal_nan=True), kind
                assert np.array_equal(np.signbit(found)[:6], np.signbit(plain)[:6]), kind
            else:
                assert found.tolist() == some.tolist(), kind


def test_signed_zeros_and_odd_widths():
    zeros = np.float32([0.0, -0.0])
    assert np.signbit(combine("minimumf", types.scalar_named("f32"), zeros, zeros[::-1])).all()
    assert not np.signbit(combine("maximumf", types.scalar_named("f32"), zeros, zeros[::-1])).any()
    assert combine("add", types.scalar_named("i7"), np.int8([63]), np.int8([1])).tolist() == [-64]
    assert combine("maxui", types.scalar_named("i7"), np.int8([-1]), np.int8([5])).tolist() == [-1]


def test_large_vectors_are_quick():
    rng = np.random.default_rng(1)
    text = matmul("add", "f16", "f32").replace("2x4x", "64x512x").replace("4x3x", "512x64x").replace("2x3x", "64x64x")
    text = text.replace("vector<64x5164x", "vector<64x512x")
    a, b = (rng.standard_normal((1, *shape)).astype(np.float16) for shape in ((64, 512), (512, 64)))
    start = time.perf_counter()
    [found] = run(text, a, b, np.zeros((1, 64, 64), np.float32))
    # Each loop over the elements would take minutes; this takes milliseconds.
    assert time.perf_counter() - start < 2
    assert np.allclose(found[0], a[0].astype(np.float64) @ b[0].astype(np.float64), rtol=1e-4, atol=1e-3)


def test_maps_that_only_pick():
    with ir.Context():
        for text, dims in (("(d0, d1) -> (d1, 0)", (1, None)), ("() -> ()", ()), ("(d0) -> (0)", (None,))):
            assert picked(ir.Attribute.parse(f"affine_map<{text}>")) == dims


@pytest.mark.parametrize("map_", ["(d0, d1) -> (d0 + 1)", "(d0, d1) -> (d0, d0)", "(d0, d1) -> (1)"])
def test_verifiers_let_vectors_have_no_other_maps(map_):
    shape = "x".join(["4"] * (map_.rpartition("-> ")[2].count(",") + 1))
    transfer = f"""func.func @f(%m: memref<4x4xf32>, %i: index, %z: f32) {{
      %r = vector.transfer_read %m[%i, %i], %z {{permutation_map = affine_map<{map_}>}}
        : memref<4x4xf32>, vector<{shape}xf32>
      return
    }}"""
    contraction = matmul("add", "f32", "f32").replace("(m, n, k) -> (m, k)", map_.replace("d1", "d1, d2", 1))
    for text in (transfer, contraction):
        with ir.Context(), pytest.raises(ir.MLIRError, match="map"):
            ir.Module.parse(text)
