"""What is said beside a picture: which vector, which lanes, what is left out, what the labels and marks mean."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from lanewise.layout import NestedLayout
from lanewise.view.draw.cells import Cell, Coordinate, Table
from lanewise.view.draw.moves import Move


def vector(layout: NestedLayout) -> str:
    return f"vector<{'x'.join(map(str, layout.shape))}>"


def summary(table: Table) -> str:
    """The vector, its lanes and how much each holds."""
    layout = table.layout
    return (
        f"{vector(layout)} on {_counted(table.subgroups, 'subgroup')} of {_counted(table.lanes, 'lane')}, "
        f"{_counted(math.prod(layout.piece), 'element')} a lane, each labelled lane:register"
    )


def slice_name(table: Table, at: Coordinate) -> str:
    """Of a slice of a vector of rank above 2, else nothing."""
    return f"slice [{', '.join((*map(str, at), ':', ':'))}]" if at else ""


def notes(tables: Iterable[Table]) -> list[str]:
    """What needs to be said of tables of one shape, and nothing that does not show in them."""
    tables = list(tables)
    shown = [cell for table in tables for cell in table.cells]
    return _left_out(tables[0]) + _labels(shown) + _repeats(tables)


def move_notes(moves: dict[Coordinate, Move], marks: dict[Move, str]) -> list[str]:
    """How many of the elements shown move, and how it is marked."""
    counts = Counter(moves.values())
    return [
        f"{marks[move]} {counts[move]} of {_counted(len(moves), 'element')} shown {text}"
        for move, text in (
            (Move.LANE, "moved to another lane"),
            (Move.REGISTER, "moved to another register of the same lane"),
        )
        if counts[move]
    ] or [f"none of the {_counted(len(moves), 'element')} shown moves"]


def _left_out(table: Table) -> list[str]:
    left_out = []
    if table.slices:
        rows, columns = len(table.slices[0].rows), len(table.slices[0].rows[0])
        for word, shown, whole in (("row", rows, table.grid[0]), ("column", columns, table.grid[1])):
            if shown < whole:
                left_out.append(f"{word}s {shown} to {whole - 1}" if shown + 1 < whole else f"{word} {shown}")
    whole = math.prod(table.layout.shape[:-2])
    if len(table.slices) < whole:
        left_out.append(f"{whole - len(table.slices)} of {whole} slices")
    return [f"left out: {', '.join(left_out)}"] if left_out else []


def _labels(shown: list[Cell]) -> list[str]:
    repeated = next((cell for cell in shown if cell.lane is not None and (cell.holders or 0) > 1), None)
    lines = []
    if repeated is not None:
        others = _counted((repeated.holders or 0) - 1, "more lane")
        lines.append(
            f"{repeated.label}: lane {repeated.lane} holds it as register {repeated.register}, and {others} too"
        )
    if any(cell.label.endswith("+?") for cell in shown):
        lines.append("+?: it was not found out how many more lanes hold it")
    if any(cell.label == "-" for cell in shown):
        lines.append("-: no lane holds it")
    if any(cell.label == "?" for cell in shown):
        lines.append("?: it was not found out who holds it")
    return lines


def _repeats(tables: list[Table]) -> list[str]:
    """Whom later lanes and subgroups repeat, where the tables end with those that repeat."""
    lanes = math.lcm(*(table.layout.lanes for table in tables))
    subgroups = math.lcm(*(table.layout.subgroups for table in tables))
    pairs = (("lane", lanes, tables[0].lanes), ("subgroup", subgroups, tables[0].subgroups))
    texts = [f"{word} {repeat} holds what {word} 0 holds" for word, repeat, shown in pairs if repeat == shown]
    return [f"{', '.join(texts)}, and so on"] if texts else []


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
