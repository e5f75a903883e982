"""One layout drawn, or two side by side: as text, as a picture, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lanewise.layout import LayoutError, NestedLayout


@dataclass(frozen=True, slots=True)
class Figure:
    """A layout, or two of one vector. Raises LayoutError for two of different ones."""

    layout: NestedLayout
    title: str = ""
    other: NestedLayout | None = None
    other_title: str = ""

    def __post_init__(self) -> None:
        if self.other is not None and self.layout.shape != self.other.shape:
            shapes = f"{list(self.layout.shape)} and {list(self.other.shape)}"
            raise LayoutError(f"needed two layouts of one vector, found vectors of shape {shapes}")

    @staticmethod
    def of(drawn: Sequence[tuple[str, NestedLayout]]) -> Figure:
        """Of one or two layouts with their titles."""
        (title, layout), (other_title, other) = drawn[0], drawn[1] if len(drawn) > 1 else ("", None)
        return Figure(layout, title, other, other_title)

    def __str__(self) -> str:
        from lanewise.view.draw.text_grid import text_grid, text_pair

        if self.other is not None:
            return text_pair(self.layout, self.other, self._titles())
        return (f"{self.title}: " if self.title else "") + text_grid(self.layout)

    def svg(self) -> str:
        from lanewise.view.draw.picture import svg, svg_pair

        if self.other is not None:
            return svg_pair(self.layout, self.other, self._titles())
        return svg(self.layout, self.title)

    def _repr_svg_(self) -> str:
        return self.svg()

    def as_json(self) -> list[dict[str, Any]]:
        """The elements that the picture shows: large vectors are cropped."""
        drawn = [(self.layout, self.title), (self.other, self.other_title)]
        return [_layout_json(layout, title) for layout, title in drawn if layout is not None]

    def _titles(self) -> tuple[str, str]:
        return self.title or "before", self.other_title or "after"


def _layout_json(layout: NestedLayout, title: str) -> dict[str, Any]:
    from lanewise.view.draw.cells import table

    shown = table(layout)
    return {
        "title": title,
        "layout": str(layout),
        "shape": list(layout.shape),
        "lanes": shown.lanes,
        "subgroups": shown.subgroups,
        "cells": [
            {
                "at": list(cell.at),
                "subgroup": cell.subgroup,
                "lane": cell.lane,
                "register": cell.register,
                "holders": cell.holders,
            }
            for cell in shown.cells
        ],
    }


def _svg(layout: NestedLayout) -> str:
    return Figure(layout).svg()


NestedLayout._repr_svg_ = _svg
