"""What a kernel pays for its layouts: as data, as text for a terminal, as a table for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from lanewise.transforms.convert_layouts import ANCHOR, WRITTEN
from lanewise.view.draw.legend import Legend
from lanewise.view.report.items import CONVERSION, KINDS, Item
from lanewise.view.report.movement import MOVEMENTS

_COLUMNS = ("", "count", "bytes", "bytes x trips")


@dataclass(frozen=True, slots=True)
class CostReport:
    """The items in the order of the text."""

    file: str
    items: tuple[Item, ...]

    def of(self, kind: str, moving: str | None = None) -> list[Item]:
        return [item for item in self.items if item.kind == kind and moving in (None, item.movement)]

    def __str__(self) -> str:
        return _text(self)

    def as_json(self) -> dict[str, Any]:
        return {"items": [item.as_json() for item in self.items], "totals": self.totals()}

    def totals(self) -> dict[str, Any]:
        """By kind; of conversions also by movement."""
        sums: dict[str, Any] = {kind: _sum(self.of(kind)) for kind in KINDS}
        sums["by_movement"] = {moving: _sum(self.of(CONVERSION, moving)) for moving in MOVEMENTS}
        return sums

    def _repr_html_(self) -> str:
        return _html(self)


def _sum(items: list[Item]) -> dict[str, int]:
    return {
        "count": len(items),
        "bytes": sum(item.bytes or 0 for item in items),
        "bytes_times_trips": sum(item.moved for item in items),
        "in_loops_of_unknown_trips": sum(item.loops.unknown > 0 for item in items),
    }


def _text(report: CostReport) -> str:
    legend = Legend()
    lines = [line for item in report.items for line in item_lines(item, legend)]
    return "\n".join([*lines, *([""] if lines else []), *_table(report), *legend.lines()])


def item_lines(item: Item, legend: Legend) -> Iterator[str]:
    yield f"{item.loc}: {item.what}"
    if item.has is not None and item.wants is not None:
        by = {ANCHOR: ", by this anchor", WRITTEN: ", by an earlier run"}.get(item.origin or "", "")
        yield f"  {item.name} from {legend(item.has)} to {legend(item.wants)}{by}"
    if item.origin != ANCHOR:
        for reader in item.readers:
            yield f"  for {reader}"


def _table(report: CostReport) -> Iterator[str]:
    rows = [_COLUMNS, *_rows(report)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    for row in rows:
        numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join([row[0].ljust(widths[0]), *numbers])
    unknown = sum(item.loops.unknown > 0 for item in report.items)
    if unknown:
        yield f"{unknown} of these in loops of unknown trips, counted as one trip"


def _rows(report: CostReport) -> Iterator[tuple[str, str, str, str]]:
    totals = report.totals()
    for kind in KINDS:
        yield _row(kind, totals[kind])
        if kind == CONVERSION:
            for moving in MOVEMENTS:
                yield _row(f"  {moving}", totals["by_movement"][moving])


def _row(name: str, sums: dict[str, int]) -> tuple[str, str, str, str]:
    return name, str(sums["count"]), str(sums["bytes"]), str(sums["bytes_times_trips"])


def _html(report: CostReport) -> str:
    """A fragment without styles of its own, so that it follows the notebook's."""
    legend = Legend()
    head = ("place", "what", "value", "type", "bytes", "movement", "loops", "layouts", "note")
    body = "".join(_html_row(_html_cells(item, legend)) for item in report.items)
    layouts = "".join(f"<li><code>{escape(line.strip())}</code></li>" for line in legend.lines()[1:])
    totals = "".join(_html_row(row) for row in _rows(report))
    return (
        f"<table><thead>{_html_row(head, 'th')}</thead><tbody>{body}</tbody></table>"
        f"<table><thead>{_html_row(_COLUMNS, 'th')}</thead><tbody>{totals}</tbody></table><ul>{layouts}</ul>"
    )


def _html_cells(item: Item, legend: Legend) -> list[str]:
    layouts = [legend(layout) for layout in (item.has, item.wants) if layout is not None]
    return [
        f"{item.loc.line}:{item.loc.column}",
        item.kind,
        item.name,
        item.type,
        str(item.bytes),
        item.movement or "",
        str(item.loops),
        " to ".join(layouts),
        item.note,
    ]


def _html_row(cells: Iterable[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"
