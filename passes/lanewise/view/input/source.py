"""The names that the text of a kernel gives its values, where they are defined and everywhere that they are read.

    %a, %b:2 = scf.for %i = %lo to %hi step %one iter_args(%sum = %a) ...

The bindings rename values but keep places: of an op, where its own name stands, which its results' names precede; of
a block argument, where its name stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lanewise.analysis.graph import Graph
from lanewise.mlir.diagnostics import SourceLoc
from lanewise.mlir.host import ir
from lanewise.rules import Node

_NAME = re.compile(r"%[\w$.-]+")
_RESULT = re.compile(r"(%[\w$.-]+)(?::(\d+))?")
_RESULTS = re.compile(rf"({_RESULT.pattern}(?:\s*,\s*{_RESULT.pattern})*)\s*=\s*$")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//.*|(%[\w$.-]+)(?:([:#])(\d+))?')


class _Position(NamedTuple):
    """Line, from 1, and character, from 0."""

    line: int
    character: int


@dataclass(frozen=True, slots=True)
class _Definition:
    """Of one name, for one value or all that `%a:2` defines."""

    at: _Position
    values: tuple[ir.Value, ...]


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
        self._definitions: dict[str, list[_Definition]] = {}
        for node in graph.post_order():
            self._read_results(node)
            for argument in _arguments(node):
                self._read_argument(argument)
        for found in self._definitions.values():
            found.sort(key=_position)

    def tokens(self) -> Iterator[Token]:
        for number, text in enumerate(self._lines, 1):
            for match in _TOKEN.finditer(text) if "%" in text else ():
                name, separator, digits = match.groups()
                at = _Position(number, match.start())
                found = self._definition(name, at) if name else None
                if found is not None:
                    values = found.values
                    if separator == "#" and int(digits) < len(values):
                        values = (values[int(digits)],)
                    yield Token(*at, match.end(), values, found.at == at)

    def _definition(self, name: str, at: _Position) -> _Definition | None:
        """The last definition so far: names repeat in scopes side by side, and never in one inside another.

        A name that is defined only later is of a block further down.
        """
        found = self._definitions.get(name)
        if not found:
            return None
        after = bisect_right(found, at, key=_position)
        return found[max(after - 1, 0)]

    def _read_results(self, node: Node) -> None:
        at = self._at(node.op.location) if node.results else None
        match = _RESULTS.search(self._lines[at.line - 1][: at.character]) if at is not None else None
        if at is None or match is None:
            return
        values = list(node.results)
        for name in _RESULT.finditer(match[1]):
            count = int(name[2] or 1)
            self._define(name[1], _Position(at.line, match.start() + name.start()), values[:count], bool(name[2]))
            del values[:count]

    def _read_argument(self, argument: ir.BlockArgument) -> None:
        at = self._at(argument.location)
        match = _NAME.match(self._lines[at.line - 1], at.character) if at is not None else None
        if at is not None and match is not None:
            self._define(match[0], at, [argument], False)

    def _define(self, name: str, at: _Position, values: Sequence[ir.Value], counted: bool) -> None:
        self._definitions.setdefault(name, []).append(_Definition(at, tuple(values)))
        for number, value in enumerate(values):
            self.names[value] = f"{name}#{number}" if counted else name

    def _at(self, location: ir.Location) -> _Position | None:
        loc = self._source_loc(location)
        if not 0 < loc.line <= len(self._lines):
            return None
        line = self._lines[loc.line - 1]
        # MLIR counts columns in bytes, from 1.
        start = loc.column - 1
        return _Position(loc.line, start if line.isascii() else len(line.encode()[:start].decode(errors="ignore")))


def _position(definition: _Definition) -> _Position:
    return definition.at


def _arguments(node: Node) -> Iterator[ir.BlockArgument]:
    for region in node.op.regions if node.blocks else ():
        for block in region:
            yield from block.arguments
