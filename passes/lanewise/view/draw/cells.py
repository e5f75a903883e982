"""The elements of a vector and who holds them: what pictures and text grids are drawn from.

Elements outside the limits are never enumerated, so a vector may have any size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lanewise.layout import NestedLayout
from lanewise.view.draw.holders import Congruences, Holders, congruences, holders

Coordinate = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a vector is shown, from its first element on, and among whom its holders are looked for."""

    rows: int = 32
    columns: int = 32
    slices: int = 32
    elements: int = 1024  # of all slices together; one slice is always shown
    # None: as many as it takes until they repeat.
    lanes: int | None = None  # of a subgroup
    subgroups: int | None = None

    def __post_init__(self) -> None:
        if min(self.rows, self.columns, self.slices) < 1:
            raise ValueError("at least one row, one column and one slice must be shown")


@dataclass(frozen=True, slots=True)
class Cell:
    """An element and the lowest lane of the lowest subgroup that holds it."""

    at: Coordinate
    register: int  # its number in the piece of that lane, row-major
    subgroup: int | None
    lane: int | None
    # Of all subgroups together. 0: no lane holds it. None: not found out, and with a lane there may be others.
    holders: int | None

    @property
    def label(self) -> str:
        """`5:3` (lane 5, register 3), `5:3+2` (and two more lanes), `5:3+?`, `-` (no lane), `?` (not found out)."""
        if self.lane is None:
            return "?" if self.holders is None else "-"
        more = "" if self.holders == 1 else "+?" if self.holders is None else f"+{self.holders - 1}"
        return f"{self.lane}:{self.register}{more}"


@dataclass(frozen=True, slots=True)
class GridSlice:
    """What is shown of the last two dimensions, the others fixed."""

    at: Coordinate  # coordinates in the dimensions before the last two
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All that is shown of a vector."""

    layout: NestedLayout
    lanes: int  # of a subgroup; later ones are not looked at
    subgroups: int
    slices: tuple[GridSlice, ...]

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of the whole vector, shown or not."""
        return grid_shape(self.layout.shape)

    @property
    def block(self) -> tuple[int, int]:
        """Rows and columns of one subgroup."""
        layout = self.layout
        return grid_shape([size // tile for size, tile in zip(layout.shape, layout.subgroup_tile, strict=True)])

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for part in self.slices for row in part.rows for cell in row)


def table(layout: NestedLayout, limits: Limits | None = None) -> Table:
    """The elements shown, by slice and row."""
    limits = limits or Limits()
    lanes = layout.lanes if limits.lanes is None else limits.lanes
    subgroups = layout.subgroups if limits.subgroups is None else limits.subgroups
    outer = layout.shape[:-2]
    rows, columns = (min(pair) for pair in zip(grid_shape(layout.shape), (limits.rows, limits.columns), strict=True))
    number = min(math.prod(outer), limits.slices, max(1, limits.elements // (rows * columns)))
    inner_rank = min(layout.rank, 2)

    def cell(before: Coordinate, row: int, column: int) -> Cell:
        return cell_at(layout, (*before, *(row, column)[2 - inner_rank :]), lanes, subgroups)

    slices = (
        GridSlice(before, tuple(tuple(cell(before, row, column) for column in range(columns)) for row in range(rows)))
        for before in (unravel(index, outer) for index in range(number))
    )
    return Table(layout, lanes, subgroups, tuple(slices))


def cell_at(layout: NestedLayout, at: Coordinate, lanes: int, subgroups: int) -> Cell:
    subgroup, lane = map(holders, wanted(layout, at), (subgroups, lanes))
    if subgroup.first is None or lane.first is None:
        return Cell(at, register(layout, at), None, None, 0 if 0 in (subgroup.count, lane.count) else None)
    return Cell(at, register(layout, at), subgroup.first, lane.first, _product(subgroup, lane))


def bands(shown: int, size: int) -> list[range]:
    """Rows (or columns) shown, by subgroup: `size` belong to each."""
    return [range(start, min(start + size, shown)) for start in range(0, shown, size)]


def subgroup_name(table: Table, cell: Cell, short: bool = False) -> str:
    """Who an element's subgroup is, also if no lane of it holds the element; nothing where there is only one."""
    if table.subgroups == 1 and set(table.layout.subgroup_tile) <= {1}:
        return ""
    found = holders(wanted(table.layout, cell.at)[0], table.subgroups)
    if found.first is None:
        number = "?" if found.count is None else "-"
    else:
        number = f"{found.first}{'+?' if found.count is None else f'+{found.count - 1}' if found.count > 1 else ''}"
    return f"s{number}" if short else "no subgroup" if number == "-" else f"subgroup {number}"


def wanted(layout: NestedLayout, at: Coordinate) -> tuple[Congruences | None, Congruences | None]:
    """What the number of a subgroup, and that of a lane, must fulfil for it to hold the element."""
    subgroup, _, _, thread, _ = split(layout, at)
    return (
        congruences(subgroup, layout.subgroup_tile, layout.subgroup_strides),
        congruences(thread, layout.thread_tile, layout.thread_strides),
    )


def register(layout: NestedLayout, at: Coordinate) -> int:
    """The number of an element in the piece of whoever holds it, row-major."""
    _, batch, outer, _, element = split(layout, at)
    return ravel(batch + outer + element, layout.piece)


def split(layout: NestedLayout, at: Coordinate) -> tuple[Coordinate, Coordinate, Coordinate, Coordinate, Coordinate]:
    """Digits of a coordinate: subgroup, batch, outer, thread, element."""
    levels = []
    for tile in (layout.element_tile, layout.thread_tile, layout.outer_tile, layout.batch_tile):
        levels.append(tuple(i % size for i, size in zip(at, tile, strict=True)))
        at = tuple(i // size for i, size in zip(at, tile, strict=True))
    element, thread, outer, batch = levels
    return at, batch, outer, thread, element


def grid_shape(shape: Sequence[int]) -> tuple[int, int]:
    """Rows and columns that show the last two dimensions; a vector of rank 1 is one row, a scalar one element."""
    rows, columns = (1, 1, *shape)[-2:]
    return rows, columns


def ravel(index: Coordinate, shape: Coordinate) -> int:
    number = 0
    for i, size in zip(index, shape, strict=True):
        number = number * size + i
    return number


def unravel(number: int, shape: Coordinate) -> Coordinate:
    index = []
    for size in reversed(shape):
        number, i = divmod(number, size)
        index.append(i)
    return tuple(reversed(index))


def _product(subgroup: Holders, lane: Holders) -> int | None:
    if subgroup.count is None or lane.count is None:
        return None
    return subgroup.count * lane.count
