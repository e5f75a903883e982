"""The layouts that distribution goes by, and what has none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from lanewise.analysis import Analysis
from lanewise.layout import NestedLayout
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Node, is_pure


class DistributedLayouts:
    """The layouts of all vectors, and the vectors that have none."""

    def __init__(self, analysis: Analysis, nodes: Sequence[Node]) -> None:
        self.by_value: dict[ir.Value, NestedLayout] = {}
        self.bare: set[ir.Value] = set()
        self.by_type: dict[tuple[ir.Type, NestedLayout], list[ir.Value]] = {}
        """The values of `by_value` by type and layout, of which there are few."""
        self._add(analysis, _arguments(analysis.graph.body))
        for node in nodes:
            self._add(analysis, node.results)
            if node.blocks:
                self._add(analysis, _arguments(node))
        self.unused = self._unused(nodes)
        """Pure ops whose results have no layout and which nobody needs."""

    def _unused(self, nodes: Sequence[Node]) -> set[Node]:
        found: set[Node] = set()
        values: set[ir.Value] = set()
        for node in reversed(nodes) if self.bare else ():
            if node.results and self.bare.issuperset(node.results) and is_pure(node):
                users = [use.owner for result in node.results for use in result.uses]
                if all(len(user.results) and user.results[0] in values for user in users):
                    found.add(node)
                    values.update(node.results)
        return found

    def _add(self, analysis: Analysis, values: Iterable[ir.Value]) -> None:
        for value in values:
            layout = analysis.layouts.get(value)
            type_ = value.type
            if layout is None:
                if not isinstance(type_, ir.VectorType):
                    continue
                if type_.scalable or math.prod(type_.shape) != 1:
                    self.bare.add(value)
                    continue
                # Every lane holds a vector of one element, as it holds scalars.
                layout = NestedLayout.replicated(type_.shape)
            same = self.by_type.get((type_, layout))
            if same is None:
                misfit = layout.mismatch(type_.shape) if isinstance(type_, ir.ShapedType) else "it is no vector"
                if misfit is not None:
                    raise Failure(value, f"{layout} reached a {type_}: {misfit}; an op must have wrong shapes")
                same = self.by_type[type_, layout] = []
            same.append(value)
            self.by_value[value] = layout

    def concerns(self, node: Node) -> bool:
        """Whether an op takes or gives a vector."""
        for values in (node.results, node.operands):
            for value in values:
                if value in self.by_value or value in self.bare:
                    return True
        return False


def _arguments(node: Node) -> list[ir.Value]:
    return [argument for region in node.op.regions for block in region for argument in block.arguments]


def is_opaque(node: Node) -> bool:
    rules = RULES.get(node.name)
    return rules is not None and rules.opaque
