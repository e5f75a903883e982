"""What a reader sees in a picture or a text grid, without knowing how it was drawn."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

SVG = "{http://www.w3.org/2000/svg}"

At = tuple[int, ...]


@dataclass
class Seen:
    """An element in a picture."""

    label: str
    color: str
    marks: set[str]
    x: float


def texts(root: ElementTree.Element, kind: str) -> list[tuple[int, int, str]]:
    return [
        (int(text.attrib["x"]), int(text.attrib["y"]), text.text or "")
        for group in root.iter(f"{SVG}g")
        if group.attrib["class"] == kind
        for text in group
    ]


def paths(root: ElementTree.Element, kind: str) -> list[tuple[int, int, str, str]]:
    """x, y, the rest, fill."""
    return [
        (int(x), int(y), rest, path.attrib["fill"])
        for path in root.iter(f"{SVG}path")
        if path.attrib["class"] == kind
        for x, y, rest in re.findall(r"M(\d+) (\d+)([^M]*)", path.attrib["d"])
    ]


def picture(svg: str, rank: int) -> list[tuple[At, Seen]]:
    """Each label with its element: the numbers above and left of it, and the name of its slice."""
    root = ElementTree.fromstring(svg)
    columns, rows, slices = (texts(root, kind) for kind in ("columns", "rows", "slices"))
    marks = [(x, y, kind) for kind in ("moved-lane", "moved-register", "nobody") for x, y, _, _ in paths(root, kind)]
    boxes = paths(root, "fill")
    seen = []
    for x, y, label in texts(root, "labels"):
        _, column = max((other_y, text) for other_x, other_y, text in columns if other_x == x and other_y < y)
        _, row = max((other_x, text) for other_x, other_y, text in rows if abs(other_y - y) < 5 and other_x < x)
        part = max(
            [(other_y, other_x, text) for other_x, other_y, text in slices if other_y < y and other_x <= x]
            or [(0, 0, "")]
        )
        left, top, width, height, color = next(box for box in map(_box, boxes) if _inside(box, x, y))
        here = {
            kind for mark_x, mark_y, kind in marks if left <= mark_x < left + width and top <= mark_y < top + height
        }
        seen.append((_at(part[2], row, column, rank), Seen(label, color, here, x)))
    return seen


def grid(text: str, rank: int) -> list[tuple[At, str]]:
    """Labels of a text grid with their elements."""
    seen, columns, part = [], [], ""
    for line in text.split("\n\n", 1)[1].splitlines():
        words = line.replace("|", " ").replace("...", " ").split()
        if line.startswith("slice"):
            part = line
        elif words and all(re.fullmatch(r"\d+", word) for word in words):
            columns = words
        elif re.match(r" *\d+  ", line):
            assert len(words) == len(columns) + 1
            seen += [(_at(part, words[0], column, rank), word) for column, word in zip(columns, words[1:], strict=True)]
        elif line and columns and not line.startswith(" ") and not line.startswith("slice"):
            break
    return seen


def _box(path: tuple[int, int, str, str]) -> tuple[int, int, int, int, str]:
    x, y, rest, color = path
    width, height = re.match(r"h(\d+)v(\d+)", rest).groups()
    return x, y, int(width), int(height), color


def _inside(box: tuple[int, int, int, int, str], x: int, y: int) -> bool:
    left, top, width, height, _ = box
    return left <= x < left + width and top <= y < top + height


def _at(part: str, row: str, column: str, rank: int) -> At:
    return (*map(int, re.findall(r"\d+", part)), int(row), int(column))[-rank:] if rank else ()
