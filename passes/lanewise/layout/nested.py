"""Which lane holds which elements of a vector, and what becomes of that when the vector is rearranged.

Each dimension's index splits into five digits, outermost first: subgroup, batch, outer, thread, element. One lane holds
every batch, outer and element digit (its piece); its own number picks the thread digits, its subgroup's number the
subgroup digits. A vector<8x4> with thread_tile = [4, 2], thread_strides = [1, 4] and element_tile = [2, 2]:

    lane                       0    1    2    3    4    5    6    7
    (lane / 1) % 4: rows from  0    2    4    6    0    2    4    6
    (lane / 4) % 2: cols from  0    0    0    0    2    2    2    2

so lane 5 holds rows 2 and 3 of columns 2 and 3. Lanes repeat from lane 8 on: lane 13 holds what lane 5 holds.

Long: one class, and behind it the memoised functions of its methods.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, NamedTuple

from lanewise.layout.digits import LEVELS, LIMIT, all_digits, take
from lanewise.layout.lanes import CACHED, coverage, digits_of, period, position
from lanewise.layout.text import FIELDS, LayoutError, parse_fields

__all__ = ["FIELDS", "LayoutError", "NestedLayout"]

_Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NestedLayout:
    """A layout; one entry a dimension in each of the seven tuples. Equal layouts spread a vector alike.

    Rearranging methods are memoised: equal arguments give the identical object. Raises LayoutError on construction
    when the ranks differ or a number is out of range.
    """

    subgroup_tile: _Row
    batch_tile: _Row
    outer_tile: _Row
    thread_tile: _Row
    element_tile: _Row
    # A stride beside a tile of 1 is 0: it says nothing, and equal layouts must compare equal.
    subgroup_strides: _Row
    thread_strides: _Row
    _repr_svg_: ClassVar[Callable[[NestedLayout], str] | None] = None
    """What notebooks show: whoever can draw says how."""
    # Analyses look layouts up far more often than they make them.
    _hash: int = field(init=False, compare=False, repr=False)
    _text: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        rows = [tuple(getattr(self, name)) for name in FIELDS]
        _check(rows)
        for strides, tile in ((5, 0), (6, 3)):
            rows[strides] = tuple(
                0 if size == 1 else stride for stride, size in zip(rows[strides], rows[tile], strict=True)
            )
        for name, row in zip(FIELDS, rows, strict=True):
            object.__setattr__(self, name, row)
        object.__setattr__(self, "_hash", hash(tuple(rows)))
        object.__setattr__(self, "_text", "")

    def __hash__(self) -> int:
        return self._hash

    def __str__(self) -> str:
        if not self._text:  # Programs of 90,000 ops have as many remarks that say it.
            rows = ", ".join(f"{name} = {list(row)}" for name, row in zip(FIELDS, self._rows(), strict=True))
            object.__setattr__(self, "_text", f"#iree_vector_ext.nested_layout<{rows}>")
        return self._text

    @staticmethod
    def parse(text: str) -> NestedLayout:
        """Read an attribute's text in today's syntax or in that of 2024; raises LayoutError."""
        return NestedLayout(*parse_fields(text))

    @staticmethod
    def replicated(shape: Sequence[int]) -> NestedLayout:
        """Each lane holds all of the vector, row by row."""
        one, zero = (1,) * len(shape), (0,) * len(shape)
        return NestedLayout(one, one, one, one, tuple(shape), zero, zero)

    @property
    def rank(self) -> int:
        return len(self.batch_tile)

    @property
    def shape(self) -> _Row:
        """Shape of the whole vector."""
        return tuple(map(math.prod, zip(*self._rows()[:5], strict=True)))

    @property
    def piece(self) -> _Row:
        """Shape of what one lane holds: batch..., outer..., element... (three times the rank)."""
        return self.batch_tile + self.outer_tile + self.element_tile

    @property
    def lanes(self) -> int:
        """The number of lanes from which on lanes repeat: lane t and lane t + lanes hold the same."""
        return period(digits_of(self.thread_tile, self.thread_strides))

    @property
    def subgroups(self) -> int:
        """The number of subgroups from which on subgroups repeat."""
        return period(digits_of(self.subgroup_tile, self.subgroup_strides))

    def permute(self, perm: Sequence[int]) -> NestedLayout:
        """Entry i of the result is entry perm[i] of this."""
        return _permute(self, tuple(perm))

    def project(self, dropped: Collection[int]) -> NestedLayout:
        """Without the dimensions that `dropped` numbers."""
        return _project(self, tuple(dropped))

    def apply(self, results: Sequence[int | None]) -> NestedLayout:
        """One entry for each result of an affine map: the dimension it names, or None for a constant (not spread)."""
        self._check_dims([dim for dim in results if dim is not None])
        return _apply(self, tuple(results))

    def with_unit(self, dims: Collection[int]) -> NestedLayout:
        """The same, but with dimensions `dims` of size 1, for an operand that a broadcast stretches there."""
        self._check_dims(dims)
        return _apply(self, tuple(None if dim in dims else dim for dim in range(self.rank)))

    @staticmethod
    def concat(layouts: Sequence[NestedLayout]) -> NestedLayout:
        """The dimensions of all of them, of which there is one at least, one after the other."""
        rows = zip(*(layout._rows() for layout in layouts), strict=True)
        return NestedLayout(*(tuple(itertools.chain(*row)) for row in rows))

    @staticmethod
    def recombine(
        layouts: Sequence[NestedLayout], maps: Sequence[Sequence[int]], result_map: Sequence[int]
    ) -> NestedLayout | None:
        """The layout of a value whose dimension i is iteration dimension result_map[i], as the maps say of operands.

        None if two operands spread a dimension of the result differently, or no operand has it. On other dimensions,
        which are reduced, operands may differ: so the oracle has it.
        """
        return _recombine(tuple(layouts), tuple(map(tuple, maps)), tuple(result_map))

    def reshape(self, shape: Sequence[int]) -> NestedLayout | None:
        """The layout that this one suggests for the vector read as `shape`, as the oracle chooses it.

        None if strides do not merge or sizes do not divide. A suggestion only: where digits leave their order (a thread
        digit taken after an outer one), or a stride of 0 merges with another, lanes hold other elements than before.
        Ask `same_elements_per_lane` before taking a shape_cast for free.
        """
        return _reshape(self, tuple(shape))

    def same_elements_per_lane(self, other: NestedLayout) -> bool:
        """Every lane holds the same elements under both, elements numbered row-major: reading one as the other's shape
        moves nothing between lanes, though maybe between the registers of one. False when in doubt.
        """
        return self is other or _merged_digits(self) == _merged_digits(other)

    def coordinates(self, subgroup: int, lane: int) -> Iterator[_Row]:
        """Coordinates in the whole vector of the elements that a lane holds, in row-major order of its piece."""
        subgroup_at = position(subgroup, self.subgroup_tile, self.subgroup_strides)
        lane_at = position(lane, self.thread_tile, self.thread_strides)
        rank = self.rank
        for index in itertools.product(*map(range, self.piece)):
            batch, outer, element = index[:rank], index[rank : 2 * rank], index[2 * rank :]
            at = subgroup_at
            for digits, tile in zip((batch, outer, lane_at, element), self._rows()[1:5], strict=True):
                at = tuple(i * size + digit for i, size, digit in zip(at, tile, digits, strict=True))
            yield at

    def is_surjective(self) -> bool:
        """Every element belongs to some lane, given at least `lanes` lanes and `subgroups` subgroups.

        False too in the rare case that this could not be found out: strides without order that repeat late.
        """
        return _is_surjective(self)

    def is_injective(self) -> bool:
        """No element belongs to two lanes, looking at the first `lanes` lanes of the first `subgroups` subgroups.

        The layout of a scalar is injective by this rule: later lanes and subgroups only repeat. False when in doubt,
        as for `is_surjective`. A layout that is both partitions the vector.
        """
        threads = coverage(digits_of(self.thread_tile, self.thread_strides))
        return threads.injective and coverage(digits_of(self.subgroup_tile, self.subgroup_strides)).injective

    def mismatch(self, shape: Sequence[int]) -> str | None:
        """What keeps this from being a layout of a vector of `shape`; None if nothing does."""
        if len(shape) != self.rank:
            return f"the layout has rank {self.rank}, the vector has rank {len(shape)}"
        for dim, (expected, actual) in enumerate(zip(self.shape, shape, strict=True)):
            if expected != actual:
                return f"dimension {dim}: the layout expects {expected}, the vector has {actual}"
        return None

    def _rows(self) -> tuple[_Row, ...]:
        return (
            self.subgroup_tile,
            self.batch_tile,
            self.outer_tile,
            self.thread_tile,
            self.element_tile,
            self.subgroup_strides,
            self.thread_strides,
        )

    def _check_dims(self, dims: Collection[int]) -> None:
        for dim in dims:
            if not 0 <= dim < self.rank:
                raise LayoutError(f"there is no dimension {dim} in a layout of rank {self.rank}")


def _check(rows: Sequence[_Row]) -> None:
    """Raise LayoutError unless the rows, in the order of FIELDS, make a layout."""
    rank = len(rows[0])
    for name, row in zip(FIELDS, rows, strict=True):
        if len(row) != rank:
            raise LayoutError(f"{name} has {len(row)} entries, but {FIELDS[0]} has {rank}")
        least = 0 if name.endswith("strides") else 1
        for number in row:
            if not least <= number < LIMIT:
                raise LayoutError(f"{name} contains {number}, but needs numbers from {least} to 2**63 - 1")
    for dim, sizes in enumerate(zip(*rows[:5], strict=True)):
        if math.prod(sizes) >= LIMIT:
            raise LayoutError(f"dimension {dim}: the layout expects {math.prod(sizes)}, but 2**63 - 1 is the most")


@lru_cache(CACHED)
def _is_surjective(layout: NestedLayout) -> bool:
    threads = coverage(digits_of(layout.thread_tile, layout.thread_strides))
    return threads.surjective and coverage(digits_of(layout.subgroup_tile, layout.subgroup_strides)).surjective


@lru_cache(CACHED)
def _apply(layout: NestedLayout, results: tuple[int | None, ...]) -> NestedLayout:
    # Of a dimension that is not spread every tile is 1, and construction clears the stride.
    return NestedLayout(*(tuple(1 if dim is None else row[dim] for dim in results) for row in layout._rows()))


@lru_cache(CACHED)
def _permute(layout: NestedLayout, perm: _Row) -> NestedLayout:
    if sorted(perm) != list(range(layout.rank)):
        raise LayoutError(f"{list(perm)} is no permutation of the {layout.rank} dimensions of the layout")
    return _apply(layout, perm)


@lru_cache(CACHED)
def _project(layout: NestedLayout, dropped: _Row) -> NestedLayout:
    layout._check_dims(dropped)
    return _apply(layout, tuple(dim for dim in range(layout.rank) if dim not in dropped))


@lru_cache(CACHED)
def _recombine(layouts: tuple[NestedLayout, ...], maps: tuple[_Row, ...], result_map: _Row) -> NestedLayout | None:
    columns: dict[int, _Row] = {}
    for layout, dims in zip(layouts, maps, strict=True):
        for dim, column in zip(dims, zip(*layout._rows(), strict=True), strict=True):
            if dim in result_map and columns.setdefault(dim, column) != column:
                return None
    if not columns.keys() >= set(result_map):
        return None
    picked = [columns[dim] for dim in result_map]
    return NestedLayout(*(tuple(column[row] for column in picked) for row in range(len(FIELDS))))


class _Merged(NamedTuple):
    """A digit of an element's row-major number, or neighbours that count on as one."""

    strides: int | None
    """The row of FIELDS that has its stride: which number tells the digit; None for registers."""
    size: int
    stride: int


@lru_cache(CACHED)
def _merged_digits(layout: NestedLayout) -> tuple[_Merged, ...]:
    """Innermost first. Layouts with the same give each lane the same elements; registers of one lane are not told
    apart."""
    merged: list[_Merged] = []
    for level, size, stride in reversed(all_digits(layout._rows())):
        strides = LEVELS[level][1]
        if merged and merged[-1].strides == strides and merged[-1].size * merged[-1].stride == stride:
            before = merged.pop()
            size, stride = size * before.size, before.stride
        merged.append(_Merged(strides, size, stride))
    return tuple(merged)


@lru_cache(CACHED)
def _reshape(layout: NestedLayout, shape: _Row) -> NestedLayout | None:
    if any(size < 1 for size in shape) or math.prod(shape) != math.prod(layout.shape):
        return None
    digits = all_digits(layout._rows())
    columns = []
    for size in reversed(shape):
        column = take(digits, size)
        if column is None:
            return None
        columns.append(column)
    columns.reverse()
    return NestedLayout(*(tuple(column[row] for column in columns) for row in range(len(FIELDS))))
