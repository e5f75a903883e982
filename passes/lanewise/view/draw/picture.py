"""Layouts as SVG pictures.

An element is a rectangle with its label, lane:register. Its colour tells lanes apart, as does a thick line between two
lanes; a dashed frame goes round a subgroup. So nothing is said by colour alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from lanewise.layout import NestedLayout
from lanewise.view.draw import captions
from lanewise.view.draw.cells import Limits, table
from lanewise.view.draw.drawing import GAP, draw
from lanewise.view.draw.moves import Move, moves, tables
from lanewise.view.draw.sheet import CHARACTER, Sheet

LIMITS = Limits()
PAIR_LIMITS = Limits(columns=16, slices=16, elements=512)

MARGIN = 14
LINE = 18
WIDTH = 1200
"""Slices and notes break before this; one slice may be wider."""

MARKS = {Move.LANE: "black corner:", Move.REGISTER: "ring:"}

KEY = "thick line: between two lanes; dashed frame: round a subgroup"


def svg(layout: NestedLayout, title: str = "", limits: Limits = LIMITS) -> str:
    """A self-contained <svg>."""
    whole = table(layout, limits)
    sheet = Sheet()
    y = _write(sheet, "titles", _wrapped([title], 80), MARGIN, MARGIN)
    draw(sheet, whole, {}, MARGIN, y, WIDTH)
    _close(sheet, [captions.summary(whole), *captions.notes([whole]), KEY])
    return sheet.svg(title or captions.vector(layout), MARGIN)


def svg_pair(
    before: NestedLayout,
    after: NestedLayout,
    titles: tuple[str, str] = ("before", "after"),
    limits: Limits = PAIR_LIMITS,
) -> str:
    """Two layouts of one vector side by side, marked where an element moves. Raises LayoutError on unequal shapes."""
    pair = tables(before, after, limits)
    found = moves(*pair)
    sheet = Sheet()
    texts = [_wrapped([title], 40) for title in titles]
    top = MARGIN + LINE * max(map(len, texts))
    for whole, text in zip(pair, texts, strict=True):
        x = sheet.width + 2 * GAP if sheet.width else MARGIN
        _write(sheet, "titles", text, x, MARGIN)
        draw(sheet, whole, found, x, top, x + WIDTH // 2)
    summaries = [f"{title}: {captions.summary(whole)}" for title, whole in zip(titles, pair, strict=True)]
    _close(sheet, [*captions.move_notes(found, MARKS), *summaries, *captions.notes(pair), KEY])
    return sheet.svg(" / ".join(titles), MARGIN)


def _close(sheet: Sheet, notes: Iterable[str]) -> None:
    """Notes below all that is drawn, not much wider than it."""
    length = max(60, int((sheet.width - MARGIN) / CHARACTER))
    _write(sheet, "notes", _wrapped(notes, length), MARGIN, sheet.height + MARGIN)


def _wrapped(texts: Iterable[str], length: int) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, length, subsequent_indent="  ")]


def _write(sheet: Sheet, kind: str, lines: list[str], x: int, y: int) -> int:
    """Where the next line goes."""
    for line in lines:
        sheet.text(kind, x, y + 12, line)
        y += LINE
    return y
