"""How deep brackets nest, asked before parsing: MLIR's parser recurses, and a deep enough input overflows its stack."""

from __future__ import annotations

import re

from lanewise.mlir.files import position

MAX_DEPTH = 200
"""Far above real kernels, below what kills a host: 1,971 nested generic regions on iree with a stack of 8 MiB.

Our own recursion takes up to four Python frames a region, of the interpreter's 1,000.
"""

CLOSER = {"<": ">", "(": ")", "[": "]", "{": "}"}
STRING = r'"(?:[^"\\\n]|\\.)*"?'
"""One that is not closed ends with its line."""
_OPENERS = {closer: opener for opener, closer in CLOSER.items()}
_OTHER_BYTES = bytes(set(range(256)) - set(b"()[]{}<>"))
_TOKEN = re.compile(rf"{STRING}|//[^\n]*|->|[<>]=|[][(){{}}<>]")


def too_deep(text: str, data: bytes) -> tuple[int, int] | None:
    """Line and column, in bytes, of the first bracket that nests deeper than MAX_DEPTH; None when there is none.

    `data` is the text in UTF-8.
    """
    if _surely_flat(data):
        return None
    opened: list[str] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in _OPENERS:
            # `<` alone may be an operator: a closer closes what stands open inside its own pair.
            while opened and opened[-1] == "<" and token != ">":
                opened.pop()
            if opened and opened[-1] == _OPENERS[token]:
                opened.pop()
        elif token in CLOSER:
            opened.append(token)
            if len(opened) > MAX_DEPTH:
                return position(text, match.start())
    return None


def _surely_flat(data: bytes) -> bool:
    """A cheap bound that clears real inputs: peel pairs off, innermost first, and count what stays open."""
    brackets = data.replace(b"->", b"--").translate(None, _OTHER_BYTES)
    for peeled in range(MAX_DEPTH):
        if len(brackets) <= MAX_DEPTH - peeled:
            return True
        before = len(brackets)
        for pair in (b"()", b"[]", b"{}", b"<>"):
            brackets = brackets.replace(pair, b"")
        if len(brackets) == before:
            return False
    return False
