"""Values of other lanes of a subgroup, in registers alone.

    %flat = vector.shape_cast %piece : vector<2x1x2xf16> to vector<4xf16>
    %words = vector.bitcast %flat : vector<4xf16> to vector<2xi32>      // hardware moves words of 32 bits
    %0 = vector.extract %words[0] : i32 from vector<2xi32>
    %1, %valid = gpu.shuffle up %0, %offset, %width : i32                // and so on for each word

Who takes part is all lanes of a subgroup, so these ops must stand where all of them come.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import LaneDigit, digits_of
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Builder, Kernel, once_per_kernel
from lanewise.pieces.in_lane.lanes import basis, delinearize, linearize, number, spans_workgroup
from lanewise.pieces.in_lane.registers import cast, elements, extract, from_elements
from lanewise.pieces.in_lane.site import Site

BALLOT = "gpu.ballot"
"""Of an op that not all hosts know."""

WORD = 32
"""Bits that a lane of NVIDIA's or AMD's hardware hands on at a time."""

LONG = 64
"""Bits of the longest element that shuffles take; they make words of it."""


def within_subgroup(site: Builder, layout: NestedLayout, dim: int) -> int:
    """How many values of the thread digit of `dim` lie next to each other in one subgroup; it divides the tile.

    1 where shuffles cannot reach the lane with the next value: where digits overlap or subgroups are incomplete.
    """
    geometry = site.kernel.geometry
    tile, stride = layout.thread_tile[dim], layout.thread_strides[dim]
    nested = basis(digits_of(layout.thread_tile, layout.thread_strides), layout.lanes) is not None
    if not nested or geometry.lanes % geometry.subgroup_size:
        return 1
    if not spans_workgroup(geometry.subgroup_size, layout):
        return tile
    room, left = divmod(geometry.subgroup_size, max(stride, 1))
    return 1 if left or not room else math.gcd(tile, room)


def from_below(site: Builder, flat: ir.Value, distance: int) -> ir.Value:
    """The value of the lane `distance` before this one, `flat` being one-dimensional; poison in the first lanes."""
    return _shuffle(site, flat, "up", _word(site.kernel, distance))


def from_lane(site: Builder, flat: ir.Value, lane: ir.Value) -> ir.Value:
    """The value of a lane, counted within the subgroup by an index that stands at the top of the kernel."""
    word = site.kernel.shared("arith.index_cast", (lane,), site.kernel.type("i32"))
    return _shuffle(site, flat, "idx", word)


def from_partner(site: Builder, value: ir.Value, distance: int) -> ir.Value:
    """The scalar or one-dimensional vector of the lane whose number differs from this one's in the bit `distance`."""
    by = _word(site.kernel, distance)
    if isinstance(value.type, ir.VectorType):
        return _shuffle(site, value, "xor", by)
    return cast(site, _shuffle(site, cast(site, value, [1]), "xor", by), [])


def first_lane(site: Builder, flag: ir.Value, clusters: Sequence[LaneDigit]) -> ir.Value:
    """The number within the subgroup, an i32, of the first lane of this one's cluster in which a flag is set.

    It must be in one. Of a cluster are lanes whose numbers differ in some of the `clusters`' digits.
    """
    kernel = site.kernel
    word, wide = kernel.type("i32"), kernel.type("i32" if kernel.geometry.subgroup_size <= WORD else "i64")
    votes = site.value(BALLOT, [flag], wide)
    if math.prod(size for _, size in clusters) < kernel.geometry.subgroup_size:
        votes = site.value("arith.andi", [votes, _of_cluster(kernel, tuple(clusters), wide)], wide)
    lane = site.value("math.cttz", [votes], wide)
    return lane if wide == word else site.value("arith.trunci", [lane], word)


@once_per_kernel
def _of_cluster(kernel: Kernel, clusters: tuple[LaneDigit, ...], wide: ir.Type) -> ir.Value:
    """A word with the bits of the lanes of this one's cluster set."""
    word = kernel.type("i32")
    lane = kernel.shared("arith.index_cast", (lane_in_subgroup(kernel),), word)
    others = kernel.geometry.subgroup_size - 1 - sum((size - 1) * stride for stride, size in clusters)
    first = kernel.shared("arith.andi", (lane, _word(kernel, others)), word)
    if wide != word:
        first = kernel.shared("arith.extui", (first,), wide)
    lanes = [0]
    for stride, size in clusters:
        lanes = [lane + stride * digit for lane in lanes for digit in range(size)]
    pattern = kernel.top.constant(kernel.integer(sum(1 << lane for lane in lanes), str(wide)))
    return kernel.shared("arith.shli", (pattern, first), wide)


def from_lanes(site: Builder, value: ir.Value, lanes: Sequence[ir.Value]) -> ir.Value:
    """Each element of a scalar or one-dimensional vector from a lane of its own, numbers as of `first_lane`."""
    moved = [
        cast(site, _shuffle(site, cast(site, element, [1]), "idx", lane), [])
        for element, lane in zip(elements(site, value), lanes, strict=True)
    ]
    return from_elements(site, moved, value.type)


@once_per_kernel
def lane_with(kernel: Kernel, layout: NestedLayout, wanted: tuple[tuple[LaneDigit, int], ...]) -> ir.Value:
    """The lane of this subgroup that differs from this one in having the `wanted` values for some digits of the number.

    The lane's number is cut where digits begin and end, and a number made again with the wanted values. Of lanes above
    the last whole round of the layout it is one below: what they repeat is held there, too.
    """
    size = kernel.geometry.subgroup_size
    values = dict(wanted)
    factors = basis(sorted(values), size)
    assert factors is not None  # within_subgroup has seen to it.
    lane = lane_in_subgroup(kernel)
    if size % layout.lanes and layout.lanes < size:
        lane = delinearize(kernel, lane, (-(-size // layout.lanes), layout.lanes))[1]
    sizes = tuple(factor.size for factor in factors)
    replaced = [
        value if factor.digit is None else kernel.index(values[factor.digit])
        for value, factor in zip(delinearize(kernel, lane, sizes), factors, strict=True)
    ]
    return linearize(kernel.top, replaced, sizes, disjoint=True)


def lane_in_subgroup(kernel: Kernel) -> ir.Value:
    geometry = kernel.geometry
    if geometry.lanes == geometry.subgroup_size:
        return number(kernel)
    return delinearize(kernel, number(kernel), (geometry.subgroups, geometry.subgroup_size))[1]


def flat(site: Builder, piece: ir.Value) -> ir.Value:
    return cast(site, piece, [math.prod(piece.type.shape)])


def _word(kernel: Kernel, number: int) -> ir.Value:
    return kernel.shared("arith.constant", (), kernel.type("i32"), (("value", kernel.integer(number, "i32")),))


def _shuffle(site: Builder, value: ir.Value, mode: str, by: ir.Value) -> ir.Value:
    """Each element of a one-dimensional vector from another lane."""
    kernel = site.kernel
    words = _words(site, value)
    [count] = words.type.shape
    element = words.type.element_type
    attributes = {"mode": kernel.gpu_enum("shuffle_mode", mode)}
    width = _word(kernel, kernel.geometry.subgroup_size)
    types = [element, kernel.type("i1")]
    moved = [
        site.op("gpu.shuffle", [extract(site, words, entry), by, width], types, attributes).results[0]
        for entry in range(count)
    ]
    return _unworded(site, site.value("vector.from_elements", moved, words.type), value.type)


def _words(site: Builder, value: ir.Value) -> ir.Value:
    """The same bits in elements that shuffles move: of WORD bits, or more."""
    kernel = site.kernel
    [count] = value.type.shape
    element = value.type.element_type
    if isinstance(element, ir.IndexType):
        return site.value("arith.index_cast", [value], kernel.vector([count], kernel.type("i64")))
    if not isinstance(element, ir.IntegerType | ir.FloatType):
        raise Failure(site, f"cannot move {element} between lanes: needed integers, or floats whose width is known")
    width = element.width
    signed = isinstance(element, ir.IntegerType) and not element.is_signless
    if width in (WORD, LONG) and not signed:
        return value
    if _packs(width, count):
        return site.value("vector.bitcast", [value], kernel.vector([count * width // WORD], kernel.type("i32")))
    bits = kernel.vector([count], kernel.type(f"i{width}"))
    if bits != value.type:
        value = site.value("vector.bitcast", [value], bits)
    longer = _longer(width)
    if width != longer:
        value = site.value("arith.extui", [value], kernel.vector([count], kernel.type(f"i{longer}")))
    if longer <= LONG:
        return value
    return site.value("vector.bitcast", [value], kernel.vector([count * longer // LONG], kernel.type(f"i{LONG}")))


def _unworded(site: Builder, words: ir.Value, type_: ir.Type) -> ir.Value:
    """Undo `_words`."""
    if words.type == type_:
        return words
    kernel = site.kernel
    [count] = type_.shape
    element = type_.element_type
    if isinstance(element, ir.IndexType):
        return site.value("arith.index_cast", [words], type_)
    if _packs(element.width, count):
        return site.value("vector.bitcast", [words], type_)
    longer = _longer(element.width)
    if longer > LONG:
        words = site.value("vector.bitcast", [words], kernel.vector([count], kernel.type(f"i{longer}")))
    bits = kernel.vector([count], kernel.type(f"i{element.width}"))
    value = words if words.type == bits else site.value("arith.trunci", [words], bits)
    return value if bits == type_ else site.value("vector.bitcast", [value], type_)


def _longer(width: int) -> int:
    """So many bits or more: a word, or whole LONG ones."""
    return WORD if width <= WORD else -(-width // LONG) * LONG


def _packs(width: int, count: int) -> bool:
    return width in (8, 16) and count * width % WORD == 0


def holds_all(site: Site, layout: NestedLayout, dims: Sequence[int]) -> bool:
    """Whether the lanes between which `layout` spreads `dims` are of one subgroup."""
    return all(
        layout.subgroup_tile[dim] == 1 and within_subgroup(site, layout, dim) == layout.thread_tile[dim] for dim in dims
    )
