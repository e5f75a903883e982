"""SVG, as little of it as pictures of layouts need: rectangles, lines and text on white paper.

It stands alone: no ids, styles, scripts or links, so several can be inlined in one page, light or dark, and printed.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict

from lanewise.view.draw.colors import INK, PAPER

CHARACTER = 7.4
"""Width of a monospaced character at 12 pixels: 0.6 em in most fonts, 0.617 in the widest common ones."""

STROKES = {
    "element": 'fill="none" stroke="#666666" stroke-width="0.5"',
    "lane": 'fill="none" stroke="#000000" stroke-width="1.75"',
    "subgroup": 'fill="none" stroke="#000000" stroke-width="2.5" stroke-dasharray="9 4"',
    "nobody": 'fill="none" stroke="#000000" stroke-width="0.75" stroke-dasharray="2 2"',
    "moved-register": f'fill="{PAPER}" stroke="{INK}" stroke-width="1.25"',
    "moved-lane": f'fill="{INK}" stroke="{INK}" stroke-width="1.25"',
    "left-out": 'fill="none" stroke="#000000" stroke-width="1.5" stroke-dasharray="1.5 4"',
}
"""Kinds of lines, in the order in which they are drawn; they differ without colour."""

TEXTS = {
    "labels": 'font-size="12" text-anchor="middle"',
    "columns": 'font-size="11" text-anchor="middle"',
    "rows": 'font-size="11" text-anchor="end"',
    "subgroups": 'font-size="12" font-weight="bold"',
    "slices": 'font-size="12" font-weight="bold"',
    "notes": 'font-size="12"',
    "titles": 'font-size="14" font-weight="bold"',
}

# What XML 1.0 cannot say, escaped or not.
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Sheet:
    """Collects shapes, of each kind in one element, and prints them. All coordinates are integers."""

    def __init__(self) -> None:
        self._fills: defaultdict[str, list[str]] = defaultdict(list)
        self._strokes: defaultdict[str, list[str]] = defaultdict(list)
        self._texts: defaultdict[str, list[str]] = defaultdict(list)
        self.width = 0
        self.height = 0

    def fill(self, color: str, x: int, y: int, width: int, height: int) -> None:
        self._fills[color].append(f"M{x} {y}h{width}v{height}h{-width}z")
        self._grow(x + width, y + height)

    def stroke(self, kind: str, path: str) -> None:
        """Within what was filled or written: it does not enlarge the sheet."""
        self._strokes[kind].append(path)

    def frame(self, kind: str, x: int, y: int, width: int, height: int) -> None:
        self.stroke(kind, f"M{x} {y}h{width}v{height}h{-width}z")
        self._grow(x + width, y + height)

    def text(self, kind: str, x: int, y: int, text: str) -> None:
        """`y` is the base line."""
        self._texts[kind].append(f'<text x="{x}" y="{y}">{escape(text)}</text>')
        right_of_x = {"labels": 0.5, "columns": 0.5, "rows": 0.0}.get(kind, 1.0)
        self._grow(x + round(right_of_x * text_width(text, 14 if kind == "titles" else 12)), y + 4)

    def svg(self, title: str, margin: int) -> str:
        width, height = self.width + margin, self.height + margin
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
            f' role="img" font-family="monospace" fill="{INK}">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        ]
        lines += [f'<path class="fill" fill="{color}" d="{"".join(paths)}"/>' for color, paths in self._fills.items()]
        for kind, style in STROKES.items():
            if kind in self._strokes:
                lines.append(f'<path class="{kind}" {style} d="{"".join(self._strokes[kind])}"/>')
        for kind, style in TEXTS.items():
            if kind in self._texts:
                lines += [f'<g class="{kind}" {style}>', *self._texts[kind], "</g>"]
        return "\n".join([*lines, "</svg>"]) + "\n"

    def _grow(self, right: int, bottom: int) -> None:
        self.width, self.height = max(self.width, right), max(self.height, bottom)


def text_width(text: str, size: int = 12) -> int:
    return round(len(text) * CHARACTER * size / 12)


def escape(text: str) -> str:
    """As text or in quotes; what XML has no way to say becomes a replacement character."""
    return html.escape(_UNSPEAKABLE.sub("\ufffd", text), quote=False).replace('"', "&quot;")
