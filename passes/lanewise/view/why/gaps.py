"""Why a vector has no layout: what stands between it and the layouts around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lanewise.analysis import Analysis
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.mlir.union_find import UnionFind
from lanewise.ops import control_flow
from lanewise.rules import RULES, Node
from lanewise.view.why.names import Names

SHOWN = 6
"""Reasons that are given for one value."""


class Gaps:
    """Vectors without layout, in groups between which layouts would travel if one of them had any."""

    def __init__(self, analysis: Analysis, names: Names) -> None:
        self._analysis = analysis
        self._names = names
        self._groups: UnionFind[ir.Value] = UnionFind()
        self._near: dict[ir.Value, list[str]] = {}
        for node in analysis.graph.post_order():
            self._read(node)
        self._around: dict[ir.Value, list[str]] = {}
        for value, texts in self._near.items():
            self._around.setdefault(self._groups.find(value), []).extend(texts)

    def reasons(self, value: ir.Value) -> tuple[str, ...]:
        """Those at the value first, then those of the vectors that it is connected with."""
        if not isinstance(value.type, ir.VectorType):
            return (f"it is no vector: {value.type} is held whole by every lane",)
        near = self._near.get(value, [])
        around = self._around.get(self._groups.find(value), [])[: SHOWN + len(near)]
        found = tuple(dict.fromkeys([*near, *around]))[:SHOWN]
        return found or ("no anchor reaches it: nothing that it is connected with has a layout",)

    def _read(self, node: Node) -> None:
        touched = [value for value in _touched(node) if isinstance(value.type, ir.VectorType)]
        bare = [value for value in touched if value not in self._analysis.layouts]
        for value in bare[1:]:
            self._groups.join(bare[0], value)
        if not bare or len(bare) == len(touched):
            return
        for number, value in enumerate(node.results):
            if value in bare:
                self._near.setdefault(value, []).append(self._text(node, f"result #{number}", _NOT_FORWARD))
        if node.name in RULES and any(result in bare for result in node.results):
            return  # What keeps its results without layout keeps it from requiring any.
        for number, value in enumerate(node.operands):
            if value in bare:
                self._near.setdefault(value, []).append(self._text(node, f"operand #{number}", _NOT_BACKWARD))

    def _text(self, node: Node, what: str, specific: dict[str, Callable[[Node, Analysis], str]]) -> str:
        at = f"'{node.name}' at line {self._names.line(node.op)}"
        rules = RULES.get(node.name)
        if rules is None:
            return f"nobody wrote a layout rule for {at}, where it is {what}"
        if rules.opaque:
            return f"it is {what} of {at}, which takes vectors whole and passes no layout on"
        if node.name in specific:
            return f"it is {what} of {at}: {specific[node.name](node, self._analysis)}"
        direction = "suggests nothing for" if specific is _NOT_FORWARD else "requires nothing of"
        return f"it is {what} of {at}, whose rule {direction} it"


def _touched(node: Node) -> Iterator[ir.Value]:
    yield from node.operands
    yield from node.results
    rules = RULES.get(node.name)
    if rules is not None and rules.forward is control_flow.forward:
        for operand in range(len(node.operands)):
            yield from control_flow.forwarded_to(node, operand)


def _reshape(node: Node, analysis: Analysis) -> str:
    have, miss = node.operands[0], node.results[0]
    if have not in analysis.layouts:
        have, miss = miss, have
    return f"{analysis.layouts[have]} does not fold into {miss.type}"


def _contract(node: Node, analysis: Analysis) -> str:
    warning = RULES[node.name].warning
    refused = warning(node, analysis.layouts.get) if warning is not None else None
    missing = [
        name for name, value in zip(("lhs", "rhs"), node.operands, strict=False) if analysis.layout(value) is None
    ]
    if missing:
        return f"it takes the layouts of lhs and rhs together, and {' and '.join(missing)} has none"
    return refused or "lhs and rhs spread a dimension of the result differently"


def _anchor(node: Node, analysis: Analysis) -> str:
    return "it goes through shared memory, and so requires nothing of its input"


_NOT_FORWARD: dict[str, Callable[[Node, Analysis], str]] = {"vector.shape_cast": _reshape, "vector.contract": _contract}
_NOT_BACKWARD: dict[str, Callable[[Node, Analysis], str]] = {"vector.shape_cast": _reshape, dialect.TO_LAYOUT: _anchor}
