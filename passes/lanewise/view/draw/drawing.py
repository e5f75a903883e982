"""Slices of a vector drawn on a sheet: elements, borders of lanes, frames of subgroups, marks of moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lanewise.view.draw import captions
from lanewise.view.draw.cells import Cell, Coordinate, GridSlice, Table, bands, subgroup_name
from lanewise.view.draw.colors import PAPER, color
from lanewise.view.draw.moves import Move
from lanewise.view.draw.sheet import Sheet, text_width

HEIGHT = 28  # of an element
HEAD = 20  # above the elements for the numbers of columns, and as much for the name of the slice
NAME = 18  # above each row of subgroups for their names
GAP = 12  # between subgroups, and between slices


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things are in each slice of a table, from its upper left corner."""

    x: tuple[int, ...]  # of each column
    y: tuple[int, ...]  # of each row
    width: int  # of an element
    top: int  # of the first row of subgroups, with its names

    @property
    def size(self) -> tuple[int, int]:
        return self.x[-1] + self.width + GAP, self.y[-1] + HEIGHT + GAP


def draw(sheet: Sheet, whole: Table, moves: Mapping[Coordinate, Move], x: int, y: int, right: int) -> None:
    """All slices in rows from (x, y) on, up to `right` where more than one would fit."""
    plan = _plan(whole)
    width, height = plan.size
    across = max(1, (right - x) // (width + GAP))
    for number, part in enumerate(whole.slices):
        down, along = divmod(number, across)
        _Slice(sheet, whole, part, plan, x + along * (width + GAP), y + down * (height + GAP)).draw(moves)


def _plan(whole: Table) -> Plan:
    rows, columns = len(whole.slices[0].rows), len(whole.slices[0].rows[0])
    names = [text_width(subgroup_name(whole, cell, short=True)) for cell in whole.cells]
    width = max(
        36, 10 + max(text_width(cell.label) for cell in whole.cells), max(names) // min(columns, whole.block[1])
    )
    left = text_width(str(rows - 1)) + 8
    top = HEAD * (2 if whole.slices[0].at else 1)
    name = NAME if any(names) else 0
    return Plan(
        tuple(left + i * width + i // whole.block[1] * GAP for i in range(columns)),
        tuple(top + name + i * HEIGHT + i // whole.block[0] * (GAP + name) for i in range(rows)),
        width,
        top,
    )


@dataclass(frozen=True, slots=True)
class _Slice:
    sheet: Sheet
    whole: Table
    part: GridSlice
    plan: Plan
    left: int
    top: int

    def draw(self, moves: Mapping[Coordinate, Move]) -> None:
        if self.part.at:
            self.sheet.text("slices", self._x(0), self.top + 12, captions.slice_name(self.whole, self.part.at))
        for column in range(len(self.plan.x)):
            at = self._x(column) + self.plan.width // 2
            self.sheet.text("columns", at, self.top + self.plan.top - 6, str(column))
        for row, cells in enumerate(self.part.rows):
            self.sheet.text("rows", self._x(0) - 6, self._y(row) + 19, str(row))
            for column, cell in enumerate(cells):
                self._element(cell, moves.get(cell.at, Move.STAYS), self._x(column), self._y(row))
        for border in self._borders():
            self.sheet.stroke("lane", border)
        self._subgroups()
        self._left_out()

    def _element(self, cell: Cell, move: Move, x: int, y: int) -> None:
        width = self.plan.width
        self.sheet.fill(PAPER if cell.lane is None else color(cell.lane), x, y, width, HEIGHT)
        self.sheet.stroke("element", f"M{x} {y}h{width}v{HEIGHT}h{-width}z")
        if cell.label == "-":
            self.sheet.stroke("nobody", f"M{x} {y}l{width} {HEIGHT}m{-width} 0l{width} {-HEIGHT}")
        if move is Move.LANE:
            self.sheet.stroke("moved-lane", f"M{x + width - 11} {y}h11v11z")
        elif move is Move.REGISTER:
            self.sheet.stroke("moved-register", f"M{x + width - 9} {y + 6}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z")
        self.sheet.text("labels", x + width // 2, y + 20, cell.label)

    def _borders(self) -> Iterator[str]:
        """Lines between neighbours of different lanes, but not where a gap is."""
        rows, (block_rows, block_columns) = self.part.rows, self.whole.block
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                x, y = self._x(j), self._y(i)
                if j % block_columns and cell.lane != row[j - 1].lane:
                    yield f"M{x} {y}v{HEIGHT}"
                if i % block_rows and cell.lane != rows[i - 1][j].lane:
                    yield f"M{x} {y}h{self.plan.width}"

    def _subgroups(self) -> None:
        for rows in bands(len(self.plan.y), self.whole.block[0]):
            for columns in bands(len(self.plan.x), self.whole.block[1]):
                x, y = self._x(columns.start), self._y(rows.start)
                width, height = len(columns) * self.plan.width, len(rows) * HEIGHT
                self.sheet.frame("subgroup", x, y, width, height)
                first = self.part.rows[rows.start][columns.start]
                name = subgroup_name(self.whole, first)
                if text_width(name) > width:
                    name = subgroup_name(self.whole, first, short=True)
                if name:
                    self.sheet.text("subgroups", x, y - 6, name)

    def _left_out(self) -> None:
        """A row of dots beyond the last column or row shown, where there are more."""
        rows, columns = self.whole.grid
        right, bottom = self._x(-1) + self.plan.width, self._y(-1) + HEIGHT
        if len(self.plan.x) < columns:
            self.sheet.stroke("left-out", f"M{right + 7} {self._y(0)}V{bottom}")
        if len(self.plan.y) < rows:
            self.sheet.stroke("left-out", f"M{self._x(0)} {bottom + 7}H{right}")

    def _x(self, column: int) -> int:
        return self.left + self.plan.x[column]

    def _y(self, row: int) -> int:
        return self.top + self.plan.y[row]
