"""What values are called and where they stand, and the way back: the values that a user's words mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lanewise.analysis.graph import Graph
from lanewise.mlir.diagnostics import SourceLoc, source_loc
from lanewise.mlir.host import ir

_REFERENCE = re.compile(r"(?P<line>\d{1,9})(?::(?P<result>\d{1,9}))?|(?P<name>%[\w$.-]+(?:#\d+)?)")


class Names:
    """Of all below the root of `graph`. Without `name_of`, values are called as the bindings would print them."""

    def __init__(
        self,
        graph: Graph,
        name_of: Callable[[ir.Value], str] | None = None,
        source_loc: Callable[[ir.Location], SourceLoc] = source_loc,
    ) -> None:
        self._graph = graph
        self._name_of = name_of
        self._source_loc = source_loc
        self._state: ir.AsmState | None = None
        self._lines: dict[ir.Location, int] = {}

    def line(self, of: ir.Value | ir.Operation) -> int:
        """1-based; 0 when unknown."""
        location = of.location
        if location not in self._lines:
            self._lines[location] = self._source_loc(location).line
        return self._lines[location]

    def name(self, value: ir.Value) -> str:
        if self._name_of is not None:
            return self._name_of(value)
        # One numbering for all: without it every name would cost a walk over the function.
        if self._state is None:
            self._state = ir.AsmState(self._graph.body.op)
        return str(value.get_name(self._state))

    def values(self) -> Iterator[ir.Value]:
        """Results and block arguments below the root."""
        for node in self._graph.post_order():
            yield from node.results
            for block in (block for region in node.op.regions for block in region) if node.blocks else ():
                yield from block.arguments

    def find(self, reference: str) -> list[ir.Value]:
        """The values that `LINE`, `LINE:RESULT` or `%name` means; several when functions share a name or a line.

        A line means the results of its ops, and where it has none its block arguments. Raises ValueError when the
        reference is none of the three.
        """
        match = _REFERENCE.fullmatch(reference.strip())
        if match is None:
            raise ValueError(f"'{reference}' names no value: expected LINE, LINE:RESULT or %name")
        if match["name"]:
            return [value for value in self.values() if self._is_called(value, match["name"])]
        found = [value for value in self.values() if self.line(value) == int(match["line"])]
        results = [value for value in found if not isinstance(value.owner, ir.Block)]
        if match["result"] is None:
            return results or found
        return [value for value in results if ir.OpResult(value).result_number == int(match["result"])]

    def _is_called(self, value: ir.Value, name: str) -> bool:
        """The first of several results may go without its number."""
        own = self.name(value)
        return name in (own, own.removesuffix("#0"))
