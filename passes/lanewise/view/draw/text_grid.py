"""Layouts as plain text, for a terminal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import zip_longest

from lanewise.layout import NestedLayout
from lanewise.view.draw import captions
from lanewise.view.draw.cells import Cell, Coordinate, GridSlice, Limits, Table, bands, subgroup_name, table
from lanewise.view.draw.moves import Move, moves, tables

LIMITS = Limits(rows=32, columns=16, elements=1024)
PAIR_LIMITS = Limits(rows=32, columns=8, elements=512)
"""Columns that fit into 120 characters while lanes and registers have two digits."""

WALL = "|"
"""Between two subgroups side by side, and between two layouts; rows of `-` part subgroups one above the other."""

MORE = "..."

_NO_MOVES: Mapping[Coordinate, Move] = {}


def text_grid(layout: NestedLayout, limits: Limits = LIMITS) -> str:
    """One layout. No line ends with a space, the last ends with a newline."""
    whole = table(layout, limits)
    return _finished([captions.summary(whole), "", *_grid(whole, _NO_MOVES), "", *captions.notes([whole])])


def text_pair(
    before: NestedLayout,
    after: NestedLayout,
    titles: tuple[str, str] = ("before", "after"),
    limits: Limits = PAIR_LIMITS,
) -> str:
    """Two layouts of one vector side by side, marked where an element moves. Raises LayoutError on unequal shapes."""
    pair = tables(before, after, limits)
    found = moves(*pair)
    head = [f"{title}: {captions.summary(one)}" for title, one in zip(titles, pair, strict=True)]
    left, right = (_grid(one, found) for one in pair)
    width = max(map(len, left))
    body = [f"{one:{width}}   {WALL}{WALL}   {other}" for one, other in zip_longest(left, right, fillvalue="")]
    marks = {move: move.value for move in Move}
    return _finished([*head, "", *body, "", *captions.move_notes(found, marks), *captions.notes(pair)])


def _grid(whole: Table, found: Mapping[Coordinate, Move]) -> list[str]:
    width = max([len(_label(cell, found)) for cell in whole.cells] + [len(MORE)])
    name_width = max(len(subgroup_name(whole, cell, short=True)) for cell in whole.cells)
    width = max(width, math.ceil(name_width / min(whole.block[1], len(whole.slices[0].rows[0]))))
    lines: list[str] = []
    for part in whole.slices:
        name = captions.slice_name(whole, part.at)
        lines += [""] * bool(lines) + [name] * bool(name) + _slice(whole, part, width, found)
    return lines


def _slice(whole: Table, part: GridSlice, width: int, found: Mapping[Coordinate, Move]) -> list[str]:
    columns = bands(len(part.rows[0]), whole.block[1])
    margin = len(str(len(part.rows) - 1)) + 1
    crop = f" {MORE}" if len(part.rows[0]) < whole.grid[1] else ""

    def line(head: str, blocks: list[str]) -> str:
        return f"{head:>{margin}}  {f' {WALL} '.join(blocks)}"

    lines = [line("", [" ".join(f"{column:<{width}}" for column in band) for band in columns]) + crop]
    for rows in bands(len(part.rows), whole.block[0]):
        if rows.start:
            lines.append(line("", ["-" * _span(band, width) for band in columns]))
        names = [_name(whole, part.rows[rows.start][band.start], _span(band, width)) for band in columns]
        lines += [line("", names)] * any(name.strip() for name in names)
        for row in rows:
            texts = [[f"{_label(part.rows[row][column], found):<{width}}" for column in band] for band in columns]
            lines.append(line(str(row), [" ".join(block) for block in texts]) + crop)
    if len(part.rows) < whole.grid[0]:
        lines.append(line(MORE[-margin:], [MORE]))
    return lines


def _label(cell: Cell, found: Mapping[Coordinate, Move]) -> str:
    return cell.label + found.get(cell.at, Move.STAYS).value


def _name(whole: Table, cell: Cell, span: int) -> str:
    name = subgroup_name(whole, cell)
    return f"{name if len(name) <= span else subgroup_name(whole, cell, short=True):<{span}}"


def _span(band: range, width: int) -> int:
    return len(band) * (width + 1) - 1


def _finished(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"
