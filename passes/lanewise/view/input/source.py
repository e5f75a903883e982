"""The names that the text of a kernel gives its values, where they are defined and everywhere that they are read.

    %a, %b:2 = scf.for %i = %lo to %hi step %one iter_args(%sum = %a) ...

The bindings rename values but keep places: of an op, where its own name stands, which its results' names precede; of
a block argument, where its name stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lanewise.analysis.graph import Graph
from lanewise.mlir.diagnostics import SourceLoc
from lanewise.mlir.host import ir
from lanewise.rules import Node

_NAME = re.compile(r"%[\w$.-]+")
_RESULT = re.compile(r"(%[\w$.-]+)(?::(\d+))?")
_RESULTS = re.compile(rf"({_RESULT.pattern}(?:\s*,\s*{_RESULT.pattern})*)\s*=\s*$")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//.*|(%[\w$.-]+)(?:([:#])(\d+))?')

_At = tuple[int, int]
"""Line, from 1, and character, from 0."""


@dataclass(frozen=True, slots=True)
class Token:
    """A name at characters `start` to `end` of line `line` (from 1); it means one value, or all that `%a:2` defines."""

    line: int
    start: int
    end: int
    values: tuple[ir.Value, ...]
    defines: bool


class Source:
    """`lines` is the text that was parsed; `names` the name of each value in it that has one there."""

    def __init__(self, lines: Sequence[str], graph: Graph, source_loc: Callable[[ir.Location], SourceLoc]) -> None:
        self._lines = lines
        self._source_loc = source_loc
        self.names: dict[ir.Value, str] = {}
        self._definitions: dict[str, list[tuple[_At, tuple[ir.Value, ...]]]] = {}
        for node in graph.post_order():
            self._read_results(node)
            for argument in _arguments(node):
                self._read_argument(argument)
        for found in self._definitions.values():
            found.sort(key=lambda definition: definition[0])

    def tokens(self) -> Iterator[Token]:
        for number, text in enumerate(self._lines, 1):
            for match in _TOKEN.finditer(text) if "%" in text else ():
                name, separator, digits = match.groups()
                at = number, match.start()
                found = self._meaning(name, at) if name else None
                if found is not None:
                    defined, values = found
                    if separator == "#" and int(digits) < len(values):
                        values = (values[int(digits)],)
                    yield Token(*at, match.end(), values, defined == at)

    def _meaning(self, name: str, at: _At) -> tuple[_At, tuple[ir.Value, ...]] | None:
        """The last definition so far: names repeat in scopes side by side, and never in one inside another.

        A name that is defined only later is of a block further down.
        """
        found = self._definitions.get(name)
        if not found:
            return None
        after = bisect_left(found, (at[0], at[1] + 1), key=lambda definition: definition[0])
        return found[max(after - 1, 0)]

    def _read_results(self, node: Node) -> None:
        at = self._at(node.op.location) if node.results else None
        match = _RESULTS.search(self._lines[at[0] - 1][: at[1]]) if at is not None else None
        if at is None or match is None:
            return
        values = list(node.results)
        for name in _RESULT.finditer(match[1]):
            count = int(name[2] or 1)
            self._define(name[1], (at[0], match.start() + name.start()), values[:count], bool(name[2]))
            del values[:count]

    def _read_argument(self, argument: ir.BlockArgument) -> None:
        at = self._at(argument.location)
        match = _NAME.match(self._lines[at[0] - 1], at[1]) if at is not None else None
        if at is not None and match is not None:
            self._define(match[0], at, [argument], False)

    def _define(self, name: str, at: _At, values: Sequence[ir.Value], counted: bool) -> None:
        self._definitions.setdefault(name, []).append((at, tuple(values)))
        for number, value in enumerate(values):
            self.names[value] = f"{name}#{number}" if counted else name

    def _at(self, location: ir.Location) -> _At | None:
        loc = self._source_loc(location)
        if not 0 < loc.line <= len(self._lines):
            return None
        line = self._lines[loc.line - 1]
        # MLIR counts columns in bytes, from 1.
        start = loc.column - 1
        return loc.line, start if line.isascii() else len(line.encode()[:start].decode(errors="ignore"))


def _arguments(node: Node) -> Iterator[ir.BlockArgument]:
    for region in node.op.regions if node.blocks else ():
        for block in region:
            yield from block.arguments
