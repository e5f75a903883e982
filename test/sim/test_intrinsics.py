# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""Matrix intrinsics: the simulator's lanes against the installed wheel's, and whole tiles against distributed ones.

The wheel is asked twice: for the layouts that it has anchors from, and, by its pass that hands tiles to lanes, for the
offset of each lane in each operand, which includes the scaled ones. Of NV_WMMA it has neither: who holds what of them
NVIDIA leaves open ("unspecified" in the PTX document).
"""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "iree"

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from intrinsic_kernels import Known, Lies, anchored, of_the_wheel, product, scaled
from lanewise import transforms as transforms  # registers the passes
from lanewise.command.session import Session, Settings
from lanewise.mlir.host import ir
from lanewise.pipeline.text import Element
from lanewise.sim import Fault, Unsupported, run
from lanewise.sim.judge.comparison import differences
from lanewise.sim.values import intrinsics, types
from lanewise.sim.values.fragments import FragmentDim
from sim_kernels import kernel, results

# pytest may list this file in a process that has the other host.
WHEEL = of_the_wheel() if ir.__name__.startswith("iree") else []
WITHOUT_LANES = {"NV_WMMA_F32_16x16x16_F16", "NV_WMMA_F16_16x16x16_F16"}
LANED = [known for known in WHEEL if known.name not in WITHOUT_LANES]
# Of a row of A a lane holds but half of what the wheel's layout has, with the other half in the lane beside it: no
# anchor can say so.
SHARED = [known for known in LANED if known.name.startswith("VDMFMA")]
SCALED = [
    scaled(name, rows, lhs, rhs)
    for name, rows in (("MFMA_SCALE_F32_16x16x128_B32", 16), ("MFMA_SCALE_F32_32x32x64_B32", 32))
    for lhs, rhs in (("f8E4M3FN", "f8E5M2"), ("f4E2M1FN", "f6E2M3FN"), ("f6E3M2FN", "f4E2M1FN"))
    if {lhs, rhs} <= set(types.FLOATS)
]
ANCHORED = [known for known in LANED if known not in SHARED] + SCALED


def one_of_each(names: list[Known]) -> list[Known]:
    """One for all that lie alike."""
    return list({known.lies: known for known in reversed(names)}.values())[::-1]


def family(name: str) -> str:
    return re.split(r"_[FI]\d\d_", name)[0]


def ids(known: Known) -> str:
    return "-".join((known.name, *known.types[:2])) if "SCALE" in known.name else known.name


def test_all_of_the_wheel_are_in_the_table() -> None:
    """Empty lists, which the wheel gives for what it does not know, would agree with anything."""
    empty = {known.name for known in WHEEL if not all(all(map(len, lies)) for lies in known.lies)}
    assert empty == WITHOUT_LANES
    assert all(any(map(len, lies)) is False for known in WHEEL if known.name in empty for lies in known.lies)
    assert len(LANED) == 96 + 18
    assert {known.name for known in LANED + SCALED} == set(intrinsics.INTRINSICS)


def by_lane(lies: Lies, lanes: int) -> list[Any]:
    """Of each dimension what each lane holds, in the order of its registers."""
    return [
        [[(o * t + (x // s % t if s else 0)) * e + i for o in range(outer) for i in range(e)] for x in range(lanes)]
        for outer, t, s, e in zip(*lies, strict=True)
    ]


@pytest.mark.parametrize("known", LANED, ids=ids)
def test_lanes_are_those_of_the_wheel(known: Known) -> None:
    found = intrinsics.INTRINSICS[known.name]
    assert found.types == known.types
    for number, (fragment, lies) in enumerate(zip(found.fragments, known.lies, strict=True)):
        mine = [dim.indices(known.lanes).tolist() for dim in fragment.values()]
        if known in SHARED and number == 0:
            mine[1] = [mine[1][lane & ~1] + mine[1][lane | 1] for lane in range(known.lanes)]
        assert mine == by_lane(lies, known.lanes)
    assert known.held == tuple(np.prod([dim.held for dim in one.values()]) for one in found.fragments)


def offsets(value: Any, lanes: Any) -> Any:
    """An index of the wheel's code, with a number for each lane."""
    if isinstance(value.owner, ir.Block):
        return lanes
    op = value.owner.opview.operation
    inputs = [offsets(operand, lanes) for operand in op.operands]
    if op.name == "arith.constant":
        return int(op.attributes["value"]) + 0 * lanes
    if op.name == "iree_codegen.index_hint":
        return inputs[0]
    if op.name == "affine.delinearize_index":
        number, parts = inputs[0], []
        for size in reversed(list(op.attributes["static_basis"])):
            parts.append(number % size)
            number = number // size
        parts = [number, *parts[::-1]]
        return parts[-len(op.results) :][list(op.results).index(value)]
    assert op.name == "affine.linearize_index", op
    basis = list(op.attributes["static_basis"])
    total = inputs[0]
    for size, part in zip(basis[len(basis) - len(inputs) + 1 :], inputs[1:], strict=True):
        total = total * size + part
    return total


def handed_out(known: Known) -> Iterator[tuple[int, list[Any], list[int]]]:
    """Of each operand its number, offsets in a tile by lane, and sizes, where the wheel's pass can say."""
    from iree.compiler.passmanager import PassManager

    shapes = ["x".join(map(str, ([1] * len(dims) + lies.tile))) for dims, lies in loops_of(known)]
    tensors = [f"tensor<{shape}x{kind}>" for shape, kind in zip(shapes, known.types, strict=True)]
    letters = "abcde"[: len(tensors)]
    arguments = ", ".join(f"%v{letter}: {tensor}" for letter, tensor in zip(letters, tensors, strict=True))
    text = f"""func.func @f({arguments}) -> {tensors[-1]} {{
{product(known, tensors, letters)}
  return %p : {tensors[-1]}
}}"""
    with ir.Context() as context:
        context.emit_error_diagnostics = False
        module = ir.Module.parse(text)
        try:
            passes = "builtin.module(func.func(iree-gpu-distribute-inner-tiled-to-lanes))"
            PassManager.parse(passes).run(module.operation)
        except Exception:  # noqa: BLE001 - what it raises is of another module's kind
            return
        [op] = found_ops(module.operation, "iree_codegen.inner_tiled")
        for number, operand in enumerate(op.operands):
            piece = operand.owner.opview.operation
            dynamic, lanes = list(piece.operands)[1:], np.arange(known.lanes)
            starts = [
                offsets(dynamic.pop(0), lanes) if start < 0 else start + 0 * lanes
                for start in piece.attributes["static_offsets"]
            ]
            rank = len(known.lies[number].outer)
            yield number, starts[-rank:], list(piece.attributes["static_sizes"])[-rank:]


def loops_of(known: Known) -> list[tuple[str, Lies]]:
    from intrinsic_kernels import MAPS, loops

    return [(dims.replace(", ", ""), lies) for dims, lies in zip(MAPS[loops(known)], known.lies, strict=True)]


def found_ops(root: Any, name: str) -> list[Any]:
    found: list[Any] = []

    def visit(op: Any) -> Any:
        if op.name == name:
            found.append(op)
        return ir.WalkResult.ADVANCE

    root.walk(visit)
    return found


def test_lanes_are_those_that_the_pass_of_the_wheel_hands_tiles_to() -> None:
    """It fails where a lane holds several pieces along one dimension, which leaves most families."""
    said = {}
    for known in one_of_each(LANED + SCALED):
        fragments = intrinsics.INTRINSICS[known.name].fragments
        for number, starts, sizes in handed_out(known):
            for dim, start, size in zip(fragments[number].values(), starts, sizes, strict=True):
                assert dim.indices(known.lanes).tolist() == (start[:, np.newaxis] + np.arange(size)).tolist()
            said[known.name] = len(known.types) == number + 1
    assert {family(name) for name, whole in said.items() if whole} == {"MFMA", "MFMA_SCALE", "VDMFMA", "WMMAR4", "WMMA"}


# One for all, as a context of its own for each costs more than what is done in it.
SESSION = Session(Settings(), "kernel", lambda message: None)


def distributed(text: str) -> ir.Module:
    passes = ("lanewise-resolve-layouts", "lanewise-distribute")
    output = SESSION.process(text, tuple(map(Element, passes)))
    assert output is not None, text
    return parsed(output)


def parsed(text: str) -> ir.Module:
    with SESSION.context:
        return ir.Module.parse(text)


def same(text: str, lanes: ir.Module) -> bool:
    return differences(run(parsed(text)), run(lanes)) == []


@pytest.mark.parametrize("known", ANCHORED, ids=ids)
def test_whole_tiles_and_what_lanes_hold(known: Known) -> None:
    text = anchored(known, sizes={"n": 1})
    assert same(text, distributed(text))


@pytest.mark.parametrize("known", [one for one in one_of_each(ANCHORED) if not one.name.startswith("NV_")], ids=ids)
def test_col_major(known: Known) -> None:
    text = anchored(known, True, {"k": 1})
    assert same(text, distributed(text))


def changed(dim: FragmentDim) -> Iterator[FragmentDim]:
    """The same tile held otherwise."""
    if dim.threads > 1:
        yield dim._replace(stride=dim.stride * 2 if dim.stride * dim.threads * 2 <= 64 else dim.stride // 2 or 2)
    for outer, elements in ((1, dim.held), (dim.held, 1)):
        if dim.threads > 1 and (outer, elements) != (dim.outer, dim.elements):
            yield dim._replace(outer=outer, elements=elements)


# Of each formula one: those that have the same but more along k are left out.
FORMULAS = list({(family(known.name), known.lies[-1]): known for known in ANCHORED}.values())


@pytest.mark.parametrize("known", FORMULAS, ids=ids)
def test_a_wrong_table_is_caught(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    right = intrinsics.INTRINSICS[known.name]
    text = anchored(known, sizes={"k": 1, "n": 1})
    expected = run(parsed(text))
    mutants = 0
    lanes = distributed(text)
    assert differences(expected, run(lanes)) == []
    for number, fragment in enumerate(right.fragments):
        for letter, dim in fragment.items():
            for wrong in changed(dim):
                fragments = [*right.fragments]
                fragments[number] = {**fragment, letter: wrong}
                monkeypatch.setitem(intrinsics.INTRINSICS, known.name, replace(right, fragments=tuple(fragments)))
                assert caught(expected, lanes), (number, letter, wrong)
                mutants += 1
    assert mutants >= 4


def caught(expected: Any, lanes: ir.Module) -> bool:
    try:
        return bool(differences(expected, run(lanes)))
    except Fault:
        return True


def lanes_kernel(known: Known, starts: list[list[str]], body: str = "") -> str:
    """Of one tile each lane reads what it holds, at the places given, multiplies and writes."""
    fragments = intrinsics.INTRINSICS[known.name].fragments
    letters, lines, pieces, memories = "abc", [], [], []
    for letter, fragment, at, kind in zip(letters, fragments, starts, known.types, strict=True):
        memory = "x".join(["1", "1", *(str(dim.size) for dim in fragment.values()), kind])
        piece = "x".join(["1", "1", *(str(dim.held) for dim in fragment.values()), kind])
        memories.append(f"memref<{memory}>")
        pieces.append(f"vector<{piece}>")
        zero = "0.0" if kind.startswith(("f", "b")) else "0"
        lines.append(f"""  %z{letter} = arith.constant {zero} : {kind}
  %v{letter} = vector.transfer_read %{letter}[%c0, %c0, {", ".join(at)}], %z{letter}
    {{in_bounds = [true, true, true, true]}} : {memories[-1]}, {pieces[-1]}""")
    text = f"""{body}
{chr(10).join(lines)}
{product(known, pieces, letters, distributed=True)}
  vector.transfer_write %p, %c[%c0, %c0, {", ".join(starts[-1])}] {{in_bounds = [true, true, true, true]}}
    : {pieces[-1]}, {memories[-1]}"""
    arguments = ", ".join(f"%{letter}: {memory}" for letter, memory in zip(letters, memories, strict=True))
    return kernel(text, arguments, known.lanes, known.lanes)


SHARED_STARTS = """  %group, %row, %half = affine.delinearize_index %t into (4, 8, 2) : index, index, index
  %part, %column = affine.delinearize_index %t into (4, 16) : index, index
  %ka = affine.linearize_index [%group, %half, %c0] by (4, 2, HALF) : index
  %kb = affine.linearize_index [%part, %c0] by (4, WHOLE) : index
  %rc = affine.linearize_index [%part, %c0] by (4, 2) : index"""


@pytest.mark.parametrize("known", SHARED, ids=ids)
def test_lanes_that_share_a_row(known: Known) -> None:
    """Offsets are those of the wheel's pass."""
    whole = known.lies[1].element[0]
    starts = SHARED_STARTS.replace("HALF", str(whole // 2)).replace("WHOLE", str(whole))
    lanes = lanes_kernel(known, [["%row", "%ka"], ["%kb", "%column"], ["%rc", "%column"]], starts)
    assert same(anchored(known, sizes={"k": 1, "n": 1}), parsed(lanes))
    other = lanes.replace("[%group, %half, %c0] by (4, 2,", "[%half, %group, %c0] by (2, 4,")
    assert not same(anchored(known, sizes={"k": 1, "n": 1}), parsed(other))


def named(name: str) -> Known:
    return next(known for known in WHEEL if known.name == name)


# A row of A and a column of B in lanes i and i + 16; of the result lane i has rows i / 16, i / 16 + 2, ...
RDNA3 = """  %low = arith.remui %t, %c16 : index
  %i = arith.index_cast %ROW : index to i32
  %f = arith.sitofp %i : i32 to f16
  %one = arith.constant 1.0 : f16
  %zero = arith.constant dense<0.0> : vector<1x1x8x1xf32>
  POISON
  %va = vector.broadcast %f : f16 to vector<1x1x1x16xf16>
  %vb = vector.broadcast %one : f16 to vector<1x1x16x1xf16>
  %vc = vector.broadcast %zero : vector<1x1x8x1xf32> to vector<1x1x8x1xf32>
PRODUCT
  %x = vector.extract %p[0, 0, ITEM, 0] : f32 from vector<1x1x8x1xf32>"""


def rdna3(row: str, item: int, poison: str = "") -> Any:
    known = named("WMMAR3_F32_16x16x16_F16")
    pieces = ["vector<1x1x1x16xf16>", "vector<1x1x16x1xf16>", "vector<1x1x8x1xf32>"]
    text = RDNA3.replace("PRODUCT", product(known, pieces, "abc", distributed=True)).replace("ITEM", str(item))
    text = text.replace("ROW", row).replace("%f = arith", "%g = arith" if poison else "%f = arith")
    text = text.replace("POISON", poison)
    return results(f"  %c16 = arith.constant 16 : index\n{text}", "f32", 32, 32)


def test_lanes_that_hold_the_same_must_agree() -> None:
    for item in (0, 1, 7):
        assert (rdna3("low", item) == 16 * (np.arange(32) // 16 + 2 * item)).all()
    with pytest.raises(
        Fault, match=r"lane 0 of a subgroup and another lane hold different values for element \[0, 0\]"
    ):
        rdna3("t", 0)


@pytest.mark.parametrize("lane", [3, 19])
def test_poison_in_either_of_two_lanes(lane: int) -> None:
    """Row 3 is poison, item 1 of the upper lanes, whichever of the two lanes that hold it has it."""
    poison = f"""%bad = ub.poison : f16
  %chosen = arith.constant {lane} : index
  %there = arith.cmpi eq, %t, %chosen : index
  %f = arith.select %there, %bad, %g : f16"""
    assert (rdna3("low", 0, poison) == 16 * (np.arange(32) // 16)).all()
    with pytest.raises(Fault, match=r"poison reaches memory in lanes 16, 17"):
        rdna3("low", 1, poison)


@pytest.mark.parametrize("start", [0, 2**31 - 1000])
def test_sums_of_integers_wrap(start: int) -> None:
    known = named("MFMA_I32_16x16x32_I8")
    vectors = ["vector<1x1x16x32xi8>", "vector<1x1x32x16xi8>", "vector<1x1x16x16xi32>"]
    text = kernel(
        f"""{product(known, vectors, "abc")}
  vector.transfer_write %p, %out[%c0, %c0, %c0, %c0] {{in_bounds = [true, true, true, true]}}
    : {vectors[-1]}, memref<1x1x16x16xi32>""",
        ", ".join([*(f"%v{a}: {b}" for a, b in zip("abc", vectors, strict=True)), "%out: memref<1x1x16x16xi32>"]),
        64,
        64,
    )
    a, b = np.full((1, 1, 16, 32), -128, np.int8), np.full((1, 1, 32, 16), -128, np.int8)
    c = np.full((1, 1, 16, 16), start, np.int32)
    found = run(text, arrays={0: a, 1: b, 2: c}).outputs["argument 3"].array()
    assert (found == np.int64(start + 32 * 2**14).astype(np.int32)).all()


NO_TABLE = "are not in the tables"


@pytest.mark.parametrize(
    ("name", "col_major", "replaced", "said"),
    [
        ("NV_WMMA_F32_16x16x16_F16", False, None, NO_TABLE),
        # The accumulator's transpose of 16x8 would need a lhs of 8 rows.
        ("NV_MMA_SYNC_F32_16x8x16_F16", True, None, NO_TABLE),
        ("VDMFMA_F32_8x16x64x2_F16", True, None, NO_TABLE),
        ("MFMA_F32_16x16x32_F16", False, ("(m, k, n) ->", "(m, n, k) ->"), r"#1 has tiles of shape \[32, 16\], the"),
        (
            "MFMA_F32_16x16x4x4B_F16",
            False,
            ("-> (b, k, n)", "-> (m, k, n)"),
            r"\[4, 16, 4\], the intrinsic 16 rows, 4 bl",
        ),
        ("MFMA_F32_16x16x32_F16", False, ("-> (m, k)", "-> (m, n)"), "no loop is that of columns"),
    ],
)
def test_what_is_refused(name: str, col_major: bool, replaced: tuple[str, str] | None, said: str) -> None:
    known = named(name)
    if not known.lies[0].outer:
        known = replace(known, lies=named("WMMAR4_F32_16x16x16_F16").lies)
    text = anchored(known, col_major, {"k": 1, "n": 1})
    with pytest.raises(Unsupported, match=said):
        run(text.replace(*replaced) if replaced else text)
