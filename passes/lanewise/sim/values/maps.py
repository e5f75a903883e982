"""Affine maps that only pick dimensions, as vector ops use them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAP = re.compile(r"affine_map<\((?P<dims>[^()]*)\) -> \((?P<results>[^()]*)\)>")


@dataclass(frozen=True, slots=True)
class Picks:
    """A map each of whose results is one of its dimensions (its number) or the constant 0 (None)."""

    dims: int
    results: tuple[int | None, ...]

    @property
    def used(self) -> tuple[int, ...]:
        """The dimensions that the results name, in the order of the results."""
        return tuple(result for result in self.results if result is not None)


def picks(text: str) -> Picks:
    """Read `affine_map<(d0, d1) -> (d1, 0)>`. Raises ValueError for a map that computes, repeats or has symbols."""
    match = _MAP.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is not a map that only picks dimensions")
    dims = _names(match["dims"])
    results = _names(match["results"])
    if any(name != "0" and name not in dims for name in results):
        raise ValueError(f"{text} computes more than it picks")
    found = Picks(len(dims), tuple(None if name == "0" else dims.index(name) for name in results))
    if len(set(found.used)) != len(found.used):
        raise ValueError(f"{text} picks a dimension twice")
    return found


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")] if text.strip() else []
