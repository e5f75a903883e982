# RUN: %pytest %s
"""Laws of the layout algebra, checked by enumerating lanes of small layouts."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lanewise.layout import LayoutError, NestedLayout

HUGE = 2**62


def one_dim(tiles: tuple[int, int, int, int, int], strides: tuple[int, int] = (0, 0)) -> NestedLayout:
    return NestedLayout(*((size,) for size in tiles), *((stride,) for stride in strides))


def threads(tile: list[int], strides: list[int]) -> NestedLayout:
    ones, zeros = (1,) * len(tile), (0,) * len(tile)
    return NestedLayout(ones, ones, ones, tuple(tile), ones, zeros, tuple(strides))


@st.composite
def layouts(draw: st.DrawFn, min_rank: int = 0, max_rank: int = 3) -> NestedLayout:
    """Small ones, about half of which spread lanes as real kernels do: strides that count on."""
    rank = draw(st.integers(min_rank, max_rank))

    def row(numbers: st.SearchStrategy[int]) -> tuple[int, ...]:
        return tuple(draw(st.lists(numbers, min_size=rank, max_size=rank)))

    sizes = st.sampled_from([1, 1, 1, 2, 3, 4])

    def strides(tile: tuple[int, ...]) -> tuple[int, ...]:
        if draw(st.booleans()):
            return row(st.integers(0, 6))
        return tuple(math.prod(tile[dim + 1 :]) for dim in range(rank))

    subgroup, thread = row(sizes), row(sizes)
    return NestedLayout(subgroup, row(sizes), row(sizes), thread, row(sizes), strides(subgroup), strides(thread))


@st.composite
def reshaped(draw: st.DrawFn) -> tuple[NestedLayout, tuple[int, ...]]:
    """A layout and a shape with as many elements: factors of its own digits, regrouped."""
    layout = draw(layouts(max_rank=2))
    left, shape = math.prod(layout.shape), []
    while left > 1:
        shape.append(draw(st.sampled_from([size for size in range(2, left + 1) if left % size == 0])))
        left //= shape[-1]
    return layout, tuple(shape)


def held(layout: NestedLayout, subgroup: int, lane: int) -> frozenset[int]:
    """Row-major numbers of the elements of one lane."""
    numbers = set()
    for at in layout.coordinates(subgroup, lane):
        number = 0
        for index, size in zip(at, layout.shape, strict=True):
            number = number * size + index
        numbers.add(number)
    return frozenset(numbers)


@given(layouts())
def test_text_reads_back(layout: NestedLayout) -> None:
    assert NestedLayout.parse(str(layout)) == layout
    assert hash(NestedLayout.parse(str(layout))) == hash(layout)


@given(layouts(), st.data())
def test_permuting_back_is_identity(layout: NestedLayout, data: st.DataObject) -> None:
    perm = data.draw(st.permutations(range(layout.rank)))
    inverse = [perm.index(dim) for dim in range(layout.rank)]
    assert layout.permute(perm).permute(inverse) == layout
    assert layout.permute(perm) is layout.permute(tuple(perm))
    assert layout.permute(perm).shape == tuple(layout.shape[dim] for dim in perm)


@given(layouts(min_rank=2), st.data())
def test_projections_commute(layout: NestedLayout, data: st.DataObject) -> None:
    first, second = data.draw(st.permutations(range(layout.rank)))[:2]
    at_once = layout.project({first, second})
    assert layout.project([first]).project([second - (first < second)]) == at_once
    assert layout.project([second]).project([first - (second < first)]) == at_once


@given(layouts())
def test_apply_generalises_permute_project_and_with_unit(layout: NestedLayout) -> None:
    dims = list(range(layout.rank))
    assert layout.apply(dims) == layout
    assert layout.apply(dims[::-1]) == layout.permute(dims[::-1])
    assert layout.apply(dims[1:]) == layout.project(dims[:1])
    assert layout.apply([None] * layout.rank) == layout.with_unit(dims)
    assert set(layout.with_unit(dims).shape) <= {1}


@given(layouts(min_rank=1))
def test_recombining_one_layout_with_itself_is_identity(layout: NestedLayout) -> None:
    dims = range(layout.rank)
    assert NestedLayout.recombine([layout], [dims], dims) == layout
    assert NestedLayout.recombine([layout, layout], [dims, dims], dims) == layout
    assert NestedLayout.recombine([layout.project([0])], [dims[1:]], dims) is None


def test_recombine_compares_only_dimensions_of_the_result() -> None:
    wide, narrow = threads([8, 4], [4, 1]), threads([8, 4], [1, 8])
    assert NestedLayout.recombine([wide, narrow], [(0, 2), (1, 2)], (0, 1)) == threads([8, 8], [4, 1])
    assert NestedLayout.recombine([wide, narrow], [(0, 2), (1, 2)], (0, 2)) is None


@given(layouts())
def test_reshape_to_own_shape_is_identity(layout: NestedLayout) -> None:
    assert layout.reshape(layout.shape) == layout


@given(reshaped())
def test_reshape_fits_and_keeps_is_true_only_of_equal_elements(case: tuple[NestedLayout, tuple[int, ...]]) -> None:
    layout, shape = case
    result = layout.reshape(shape)
    if result is None:
        return
    assert result.mismatch(shape) is None
    lanes, subgroups = max(layout.lanes, result.lanes), max(layout.subgroups, result.subgroups)
    # Enough lanes to tell layouts apart, few enough to be quick.
    same = all(
        held(layout, subgroup, lane) == held(result, subgroup, lane)
        for subgroup in range(min(subgroups, 6))
        for lane in range(min(lanes, 24))
    )
    assert same or not layout.same_elements_per_lane(result)
    assert layout.same_elements_per_lane(result) == result.same_elements_per_lane(layout)
    back = result.reshape(layout.shape)
    if back is not None and layout.same_elements_per_lane(result) and result.same_elements_per_lane(back):
        assert layout.same_elements_per_lane(back)


@given(layouts())
def test_covers_and_injective_are_what_enumerating_lanes_finds(layout: NestedLayout) -> None:
    lanes, subgroups = layout.lanes, layout.subgroups
    if lanes * subgroups * math.prod(layout.piece) > 20_000:
        return
    holders = Counter(
        at for subgroup in range(subgroups) for lane in range(lanes) for at in layout.coordinates(subgroup, lane)
    )
    assert layout.is_surjective() == (len(holders) == math.prod(layout.shape))
    assert layout.is_injective() == (max(holders.values()) == 1)
    assert sorted(layout.coordinates(subgroups, lanes)) == sorted(layout.coordinates(0, 0))


@pytest.mark.parametrize(
    ("tile", "strides", "covers", "injective"),
    [
        ([8, 8], [8, 1], True, True),
        ([8, 8], [1, 1], False, True),  # only the diagonal
        ([3, 4], [1, 1], True, True),  # coprime, so lanes meet all pairs
        ([8], [0], False, True),
        ([8], [4], True, False),
        ([2, 2], [3, 1], True, False),
        ([HUGE, HUGE], [HUGE, 1], True, True),
        ([HUGE, HUGE], [1, 1], False, True),
        ([HUGE, HUGE - 1], [1, 1], True, True),
        ([HUGE, 3], [1, 2**61 + 1], False, False),  # in doubt
    ],
)
def test_spread_of_known_layouts(tile: list[int], strides: list[int], covers: bool, injective: bool) -> None:
    layout = threads(tile, strides)
    assert (layout.is_surjective(), layout.is_injective()) == (covers, injective)


def test_coordinates_run_batch_outer_element() -> None:
    layout = one_dim((2, 2, 2, 2, 2), (1, 1))
    assert [at for (at,) in layout.coordinates(1, 1)] == [18, 19, 22, 23, 26, 27, 30, 31]
    assert layout.piece == (2, 2, 2)


@pytest.mark.parametrize(
    ("layout", "shape", "expected"),
    [
        (one_dim((2, 2, 3, 8, 4), (1, 1)), (4, 96), "split at a digit"),
        (threads([4, 8], [8, 1]), (32,), "merge"),
    ],
)
def test_reshape_that_keeps(layout: NestedLayout, shape: tuple[int, ...], expected: str) -> None:
    result = layout.reshape(shape)
    assert result is not None
    assert layout.same_elements_per_lane(result), expected


def test_reshape_that_moves_elements_is_told_by_keeps() -> None:
    ones, zeros = (1, 1), (0, 0)
    layout = NestedLayout(ones, ones, (2, 2), (2, 8), ones, zeros, (8, 1))
    result = layout.reshape((8, 8))
    assert result == NestedLayout(ones, ones, (4, 1), (2, 8), ones, zeros, (8, 1))
    assert not layout.same_elements_per_lane(result)
    assert any(held(layout, 0, lane) != held(result, 0, lane) for lane in range(16))


def test_no_reshape() -> None:
    assert threads([4, 8], [1, 4]).reshape((32,)) is None  # strides do not merge
    assert one_dim((1, 1, 1, 8, 4)).reshape((16, 24)) is None  # another number of elements
    assert one_dim((2, 2, 3, 8, 4), (1, 1)).reshape((16, 24)) is None  # 6 does not divide 8
    assert one_dim((1, 1, 1, 4, 1), (0, HUGE)).reshape((2, 2)) is None  # stride beyond 64 bits


def test_stride_beside_a_tile_of_one_is_cleared() -> None:
    assert threads([1, 8], [5, 1]) == threads([1, 8], [0, 1])
    assert len({threads([1, 8], [5, 1]), threads([1, 8], [0, 1])}) == 1


def test_mismatch_names_both_sides() -> None:
    layout = threads([8, 64], [64, 1])
    assert layout.mismatch((8, 64)) is None
    assert layout.mismatch((8, 32)) == "dimension 1: the layout expects 64, the vector has 32"
    assert layout.mismatch((8,)) == "the layout has rank 2, the vector has rank 1"


TODAY = (
    "#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 4], outer_tile = [1, 1], "
    "thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [16, 1]>"
)
OTHER_NAMES = """nested_layout<thread_strides = [16, 1], subgroups_per_workgroup = [1, 1], batches_per_subgroup=[2,4],
    outers_per_batch = [1, 1], threads_per_outer = [4, 16], elements_per_thread = [4, 1], subgroup_strides = [3, 3]>"""
PER_DIM = (
    "#iree_vector_ext.layout<#iree_vector_ext.per_dim_layout<[BATCHX, LANEY, VECTORX], [2, 4, 4]>, "
    "per_dim_layout<[BATCHY, LANEX], [4, 16]>>"
)


@pytest.mark.parametrize(
    "text",
    [
        TODAY,
        TODAY.removeprefix("#iree_vector_ext."),
        OTHER_NAMES,
        "#iree_vector_ext.layout<<[BATCHX, LANEY, VECTORX], [2, 4, 4]>, <[BATCHY, LANEX], [4, 16]>>",
        PER_DIM,
    ],
)
def test_every_syntax_is_read(text: str) -> None:
    assert str(NestedLayout.parse(text)) == TODAY


def test_per_dimension_labels() -> None:
    text = "#iree_vector_ext.layout<<[BATCHY, LANEX], [2, 32]>, <[BATCHX, VECTORY, LANEY, VECTORX], [2, 4, 2, 4]>>"
    layout = NestedLayout.parse(text)
    assert layout == NestedLayout((1, 1), (2, 2), (1, 4), (32, 2), (1, 4), (0, 0), (1, 32))
    outer = NestedLayout.parse("layout<<[VECTORZ, VECTORY], [2, 3]>, <[LANEZ], [4]>, <[LANEX], [8]>>")
    assert outer.outer_tile == (6, 1, 1)
    assert outer.thread_strides == (0, 8, 1)


def test_rank_zero() -> None:
    scalar = NestedLayout((), (), (), (), (), (), ())
    assert NestedLayout.parse(str(scalar)) == scalar == NestedLayout.parse("layout<>")
    assert list(scalar.coordinates(3, 5)) == [()]
    assert scalar.is_surjective()
    assert scalar.reshape((1, 1)) == threads([1, 1], [0, 0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("affine_map<()>", "needed nested_layout<...> or layout<...>"),
        (TODAY.replace("batch_tile = [2, 4], ", ""), "missing batch_tile"),
        (TODAY.replace("batch_tile", "batches"), "unknown parameter 'batches'"),
        (TODAY.replace("batch_tile", "outers_per_batch"), "parameter 'outer_tile' is repeated"),
        (TODAY.replace("[2, 4]", "[2, x]"), "found 'x', but needed a 64-bit number"),
        (TODAY.replace("[2, 4]", "[2, 4,]"), "found '', but needed a 64-bit number"),
        (TODAY.replace("[2, 4]", "2"), "needed NAME = [NUMBERS]"),
        (TODAY.replace("4], outer", "4] outer"), "needed ',' or '>'"),
        (TODAY.replace(">", ",>"), "needed NAME = [NUMBERS]"),
        (TODAY.replace("[2, 4]", "[2]"), "batch_tile has 1 entries, but subgroup_tile has 2"),
        (TODAY.replace("[2, 4]", "[2, 0]"), "batch_tile contains 0, but needs numbers from 1"),
        (TODAY.replace("[16, 1]", "[-16, 1]"), "thread_strides contains -16, but needs numbers from 0"),
        (TODAY.replace("[16, 1]", f"[{2**63}, 1]"), "but needs numbers from 0 to 2**63 - 1"),
        (TODAY.replace("[2, 4]", f"[2, {HUGE}]"), "dimension 1: the layout expects"),
        ("layout<<[LANEX], [2]>, <[LANEX], [2]>>", "LANEX is repeated"),
        ("layout<<[LANEX, BATCHX], [2, 2]>>", "in order BATCHX, LANEX"),
        ("layout<<[LANEW], [2]>>", "unknown label 'LANEW'"),
        ("layout<<[LANEX], [2, 2]>>", "1 labels, but 2 numbers"),
        ("layout<<[LANEY, LANEX], [2, 2]>>", "several LANE labels"),
        ("layout<[LANEX]>", "needed <[LABELS], [NUMBERS]>"),
    ],
)
def test_bad_text_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(LayoutError) as raised:
        NestedLayout.parse(text)
    assert message in str(raised.value)


def test_bad_dimensions_are_refused() -> None:
    layout = threads([8, 8], [8, 1])
    with pytest.raises(LayoutError, match="is no permutation of the 2 dimensions"):
        layout.permute([0, 0])
    with pytest.raises(LayoutError, match="there is no dimension 2 in a layout of rank 2"):
        layout.project([2])
    with pytest.raises(LayoutError, match="there is no dimension -1"):
        layout.apply([None, -1])
    with pytest.raises(LayoutError, match="there is no dimension 2"):
        layout.with_unit([2])
