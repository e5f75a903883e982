"""Text that a host's parser would not survive, found before it reads any.

The parsers recurse, so what nests deep enough overflows their stack; and a host that was built with assertions aborts
where the elements of a shape cannot be counted in 64 bits.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from lanewise.assembly import nesting
from lanewise.assembly.nesting import CLOSER, STRING
from lanewise.mlir.files import position

MAX_SIGNS = 200
"""Minus signs in a row; iree's parser dies of 20,000."""

MAX_ALIASES = 200
"""Aliases and brackets one within the other, through definitions; the hosts die of 20,000 aliases."""

MAX_EXPANDED = 20_000
"""Aliases that one definition stands for: forty that each name the one before twice stand for 2**40."""

MAX_NAMED = 30
"""Aliases within definitions; so few nest no deeper and stand for no more."""

MAX_COMMENTS = 200
"""So few cannot stretch what nests that deep over comments unseen."""

MAX_ELEMENTS = 2**31
"""Of a vector. Passes of the hosts look at a mask's elements one by one: of 2**35 for a minute."""

_LIMIT = 2**63
_COMMENT = re.compile(rf"{STRING}|//[^\n]*")
# For text without comments. No two parts that may both be blank stand side by side, or long blanks would take long.
_SHAPE = re.compile(rf"{STRING}|(?<![\w.?])[\d?]+(?:[\]\s]*x[\[\s]*[\d?]+)+")
_SIGNS = re.compile(rf"{STRING}|-(?:\s*-){{{MAX_SIGNS}}}")
_ALIAS = re.compile(rf"{STRING}|([#!][\w$.-]+)(\s*=(?!=))?|[][(){{}}<>]")
_NUMBER = re.compile(r"\d+")
_VECTOR = re.compile(rf"{STRING}|vector<([\d\s[\]]+(?:x[\d\s[\]]+)*)x")
_LONG = re.compile(r"vector<[\dx\s[\]]{11}")
"""How the text of 2**31 elements begins, and others."""

# Shapes become runs of d; blanks may stand anywhere in them.
_BLANK_BYTES = b" \t\r\n[]"
_RUNS = bytes(ord("d") if chr(byte) in "0123456789x?" else ord("-") if byte == ord("-") else 32 for byte in range(256))
_SHORTEST = b"d" * 20
"""The 19 digits of 2**63 and an x."""
_DROPPED = bytes(byte for byte in range(256) if chr(byte).isalnum() or chr(byte) in "_$.- \t\r\n" or byte > 127)


class Excess(NamedTuple):
    """What would kill a host, and where: line and column, in bytes."""

    line: int
    column: int
    message: str


def find(text: str) -> Excess | None:
    """The first of the first kind; None in all that people write, at the price of a few milliseconds a megabyte."""
    data = text.encode()
    deep = nesting.too_deep(text, data)
    if deep is not None:
        return Excess(*deep, f"brackets nest deeper than {nesting.MAX_DEPTH}")
    commented = data.count(b"//") > MAX_COMMENTS
    runs = data.translate(_RUNS, _BLANK_BYTES)
    if commented or _SHORTEST in runs:
        at = _overflow(_without_comments(text))
        if at is not None:
            return _at(text, at, "a shape has 2**63 elements or more")
    if commented or b"-" * MAX_SIGNS in runs:
        for match in _SIGNS.finditer(_without_comments(text)):
            if match[0].startswith("-"):
                return _at(text, match.start(), f"more than {MAX_SIGNS} minus signs in a row")
    if commented or _aliases_within(data.translate(None, _DROPPED)) > MAX_NAMED:
        return _tangled(_without_comments(text))
    return None


def find_for_host_passes(text: str) -> Excess | None:
    """As `find`, where passes of the host are to run."""
    for match in _VECTOR.finditer(_without_comments(text)) if _LONG.search(text) else ():
        if match[1] and math.prod(_sizes(match[1])) >= MAX_ELEMENTS:
            message = "passes of the host are to run, and take too long with a vector of 2**31 elements or more"
            return _at(text, match.start(), f"{message}: leave them out or make it smaller")
    return None


def _sizes(shape: str) -> list[int]:
    # More digits would be more than Python takes.
    return [int(size[:20]) or 1 for size in _NUMBER.findall(shape)]


def _without_comments(text: str) -> str:
    """With blanks in their place."""
    return _COMMENT.sub(lambda token: token[0] if token[0].startswith('"') else " " * len(token[0]), text)


def _aliases_within(names: bytes) -> int:
    """How many there are up to the last definition, definitions apart, in text without letters and blanks."""
    last = max(names.rfind(b"#="), names.rfind(b"!="), 0)
    return sum(names.count(sign, 0, last) - names.count(sign + b"=", 0, last) for sign in (b"#", b"!"))


def _at(text: str, offset: int, message: str) -> Excess:
    return Excess(*position(text, offset), message)


def _overflow(text: str) -> int | None:
    for match in _SHAPE.finditer(text):
        sizes = _sizes(match[0]) if match[0][0] != '"' else []
        if math.prod(sizes) >= _LIMIT and not match[0].startswith("0x"):
            return match.start()
    return None


def _tangled(text: str) -> Excess | None:
    """At the first alias whose definition nests too deep or stands for too many."""
    depths: dict[str, int] = {}
    counts: dict[str, int] = {}
    defined, begun, brackets, flat = "", False, 0, 0
    for match in _ALIAS.finditer(text):
        token = match[0]
        if match[2]:
            defined, begun, brackets, flat = match[1], False, 0, match.end()
            depths[defined] = counts[defined] = 1
            continue
        if not defined or token[0] == '"':
            continue
        if brackets == 0:  # Then a definition ends with its line.
            between = text[flat : match.start()]
            if "\n" in (between if begun else between.lstrip()):
                defined = ""
                continue
        begun = True
        if match[1]:
            depths[defined] = max(depths[defined], brackets + 1 + depths.get(match[1], 0))
            counts[defined] += counts.get(match[1], 0)
            if depths[defined] > MAX_ALIASES:
                message = f"aliases nest deeper than {MAX_ALIASES}, with the brackets around them"
                return _at(text, match.start(), message)
            if counts[defined] > MAX_EXPANDED:
                return _at(text, match.start(), f"aliases within aliases stand for more than {MAX_EXPANDED}")
        else:
            brackets = brackets + 1 if token in CLOSER else max(0, brackets - 1)
        flat = match.end()
    return None
