"""Write docs/pictures/ for docs/layouts.md: `python docs/pictures.py`. A test holds page and pictures to it."""

from pathlib import Path

from lanewise.layout import NestedLayout
from lanewise.view.draw.cells import Limits
from lanewise.view.draw.picture import svg, svg_pair
from lanewise.view.draw.text_grid import text_grid, text_pair

TILE = NestedLayout((1, 1), (1, 1), (1, 1), (4, 2), (2, 2), (0, 0), (1, 4))
BATCHES = NestedLayout((1, 1), (2, 1), (1, 2), (2, 2), (1, 2), (0, 0), (2, 1))
SUBGROUPS = NestedLayout((2, 1), (1, 1), (1, 1), (2, 4), (1, 1), (1, 0), (4, 1))
CUBE = NestedLayout((1, 1, 1), (2, 1, 1), (1, 1, 1), (1, 2, 4), (1, 1, 1), (0, 0, 0), (0, 4, 1))
ROW_FACTORS = NestedLayout((1,), (1,), (1,), (4,), (2,), (0,), (1,))
UNHELD = NestedLayout((1, 1), (1, 1), (1, 1), (4, 2), (1, 2), (0, 0), (1, 0))
COLUMNS = NestedLayout((1, 1), (1, 1), (1, 1), (2, 4), (4, 1), (0, 0), (4, 1))
INTERLEAVED = NestedLayout((1,), (2,), (1,), (4,), (1,), (0,), (1,))
ACCUMULATOR = NestedLayout((1, 1), (4, 4), (1, 1), (4, 16), (4, 1), (0, 0), (16, 1))
TURNED = NestedLayout((1, 1), (4, 4), (1, 1), (16, 4), (1, 4), (0, 0), (1, 16))
BY_BATCH = NestedLayout((1, 1), (2, 2), (1, 1), (2, 2), (1, 1), (0, 0), (2, 1))
BY_OUTER = NestedLayout((1, 1), (1, 2), (2, 1), (2, 2), (1, 1), (0, 0), (2, 1))

SPELLED = (TILE, BATCHES, SUBGROUPS, CUBE, ACCUMULATOR, UNHELD)
"""Layouts whose text stands on the page."""


def texts() -> tuple[str, ...]:
    """What stands on the page as the terminal shows it."""
    return text_grid(TILE), text_pair(TILE, COLUMNS, ("2x2 tiles", "columns of four"))


def pictures() -> dict[str, str]:
    """Text of each file."""
    return {
        "tile.svg": svg(TILE, "Eight lanes, a 2x2 tile each"),
        "batches.svg": svg(BATCHES, "Two batches of two outer tiles"),
        "subgroups.svg": svg(SUBGROUPS, "Two subgroups, one above the other"),
        "cube.svg": svg(CUBE, "Rank 3, as slices"),
        "repeated.svg": svg(ROW_FACTORS, "Four lanes are enough, eight are there", Limits(lanes=8)),
        "unheld.svg": svg(UNHELD, "A stride of 0 beside a tile of 2"),
        "moved.svg": svg_pair(TILE, COLUMNS, ("2x2 tiles", "columns of four")),
        "interleaved.svg": svg_pair(ROW_FACTORS, INTERLEAVED, ("two neighbours each", "every fourth")),
        "registers.svg": svg_pair(BY_BATCH, BY_OUTER, ("rows in batches", "rows in outer tiles")),
        "accumulator.svg": svg(ACCUMULATOR, "Accumulator of a 64x64 product", Limits(rows=20, columns=20)),
        "attention.svg": svg_pair(ACCUMULATOR, TURNED, ("#scores", "#out"), Limits(rows=16, columns=16)),
    }


if __name__ == "__main__":
    for name, text in pictures().items():
        (Path(__file__).parent / "pictures" / name).write_text(text)
