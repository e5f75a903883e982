"""Text that a host's parser would not survive, found before it reads any.

The parsers recurse, so what nests deep enough overflows their stack; and a host that was built with assertions aborts
where the elements of a shape cannot be counted in 64 bits.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from lanewise import nesting
from lanewise.files import position

MAX_SIGNS = 200
"""Minus signs in a row; iree's parser dies of 20,000."""

MAX_ALIASES = 200
"""Aliases and brackets one within the other, through definitions; the hosts die of 20,000 aliases."""

MAX_COMMENTS = 200
"""So few cannot stretch what nests that deep over comments unseen."""

_LIMIT = 2**63
_STRING_OR_COMMENT = r'"(?:[^"\\\n]|\\.)*"?|//[^\n]*'
_BLANKS = r"(?:\s|//[^\n]*)*"
_SHAPE = re.compile(rf"{_STRING_OR_COMMENT}|(?<![\w.])[\d?]+(?:{_BLANKS}\]?{_BLANKS}x{_BLANKS}\[?{_BLANKS}[\d?]+)+")
_SIGNS = re.compile(rf"{_STRING_OR_COMMENT}|-(?:{_BLANKS}-){{{MAX_SIGNS}}}")
_ALIAS = re.compile(rf"{_STRING_OR_COMMENT}|([#!][\w$.-]+)({_BLANKS}=(?!=))?|[][(){{}}<>]")
_NUMBER = re.compile(r"//[^\n]*|\d+")

# Shapes become runs of d; blanks may stand anywhere in them.
_BLANK_BYTES = b" \t\r\n[]"
_RUNS = bytes(ord("d") if chr(byte) in "0123456789x?" else ord("-") if byte == ord("-") else 32 for byte in range(256))
_SHORTEST = b"d" * 20
"""The 19 digits of 2**63 and an x."""
_DROPPED = bytes(byte for byte in range(256) if chr(byte).isalnum() or chr(byte) in "_$.- \t\r\n" or byte > 127)


class Hazard(NamedTuple):
    """What would kill a host, and where: line and column, in bytes."""

    line: int
    column: int
    message: str


def find(text: str) -> Hazard | None:
    """The first of the first kind; None in all that people write, at the price of a few milliseconds a megabyte."""
    deep = nesting.too_deep(text)
    if deep is not None:
        return Hazard(*deep, f"brackets nest deeper than {nesting.MAX_DEPTH}")
    data = text.encode()
    commented = data.count(b"/") > 2 * MAX_COMMENTS and data.count(b"//") > MAX_COMMENTS
    runs = data.translate(_RUNS, _BLANK_BYTES)
    if commented or _SHORTEST in runs:
        at = _overflow(text)
        if at is not None:
            return _at(text, at, "a shape has 2**63 elements or more")
    if commented or b"-" * MAX_SIGNS in runs:
        for match in _SIGNS.finditer(text):
            if match[0].startswith("-"):
                return _at(text, match.start(), f"more than {MAX_SIGNS} minus signs in a row")
    names = data.translate(None, _DROPPED)
    if commented or names.count(b"#=") + names.count(b"!=") > MAX_ALIASES // 2:
        at = _deep_alias(text)
        if at is not None:
            return _at(text, at, f"aliases nest deeper than {MAX_ALIASES}, with the brackets around them")
    return None


def _at(text: str, offset: int, message: str) -> Hazard:
    return Hazard(*position(text, offset), message)


def _overflow(text: str) -> int | None:
    for match in _SHAPE.finditer(text):
        if match[0][0] in '"/':
            continue
        sizes = [size[:20] for size in _NUMBER.findall(match[0]) if size[0] != "/"]
        if math.prod(int(size) or 1 for size in sizes) >= _LIMIT and not match[0].startswith("0x"):
            return match.start()
    return None


def _deep_alias(text: str) -> int | None:
    """Where the definition stands that nests deepest, if too deep. What follows a definition counts as part of it."""
    depths: dict[str, int] = {}
    defined, brackets = "", 0
    for match in _ALIAS.finditer(text):
        token = match[0]
        if match[2]:
            defined, brackets = match[1], 0
            depths[defined] = 1
        elif match[1]:
            if match[1] != defined and defined:
                depth = brackets + 1 + depths.get(match[1], 0)
                if depth > MAX_ALIASES and depth > depths[defined]:
                    return match.start()
                depths[defined] = max(depths[defined], depth)
        elif token in "([{<":
            brackets += 1
        elif token in ")]}>":
            brackets = max(0, brackets - 1)
    return None
