"""The analysis as a whole: forward from the anchors, then backward, then what still clashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from lanewise import ops  # noqa: F401 - registers the rules
from lanewise.analysis.enforce import Clash, enforce
from lanewise.analysis.graph import Graph
from lanewise.analysis.propagate import CandidateLayouts, Layouts, declared_layouts, propagate
from lanewise.layout import NestedLayout
from lanewise.mlir.dialect import TO_LAYOUT
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Node, OpRules, Requirement, is_pure


@dataclass(frozen=True)
class Analysis:
    """Layouts of all vectors below an op. Valid until the IR below it changes."""

    graph: Graph
    candidates: CandidateLayouts
    """Where more than one layout arrived, all of them in their order."""
    layouts: Layouts
    clashes: tuple[Clash, ...]

    def layout(self, value: ir.Value) -> NestedLayout | None:
        return self.layouts.get(value)

    def requires(self, op: ir.Operation) -> dict[int, NestedLayout]:
        """By operand number, what the layouts of the op's results require of its operands."""
        return {requirement.operand: requirement.layout for requirement in self._requirements.get(op.operation, ())}

    @cached_property
    def _requirements(self) -> dict[ir.Operation, list[Requirement]]:
        found: dict[ir.Operation, list[Requirement]] = {}
        for node in self.graph.post_order():
            rules = RULES.get(node.name)
            if rules is not None and rules.backward is not None:
                for answer in rules.backward(node, self.layouts.get):
                    if isinstance(answer, Requirement) and answer.user.operands[answer.operand] in self.layouts:
                        found.setdefault(answer.user, []).append(answer)
        return found

    def without_rules(self) -> Iterator[tuple[Node, int]]:
        """(op, first such operand number) where layouts end because nobody wrote rules for the op."""
        for node in self.graph.post_order():
            if node.name not in RULES:
                for number, operand in enumerate(node.operands):
                    if operand in self.layouts:
                        yield node, number
                        break

    def warnings(self) -> Iterator[tuple[Node, str]]:
        """What is allowed and yet deserves a warning, at the op that it is about."""
        warnings = {name: rules.warning for name, rules in RULES.items() if rules.warning is not None}
        for node in self.graph.post_order():
            if node.name in warnings:
                text = warnings[node.name](node, self.layouts.get)
                if text is not None:
                    yield node, text


def analyze(root: ir.Operation | ir.OpView, table: Mapping[str, OpRules] = RULES) -> Analysis:
    """The layouts of everything below `root`: pure, the IR is only read.

    Raises Failure, which has a place, when an anchor's layout cannot be read or does not fit its vector. Who wants to
    see the rules at work passes a `table` of its own, in which each calls the one of RULES.
    """
    graph = Graph(root.operation, table)
    conversions = declared_layouts(graph)
    anchors = {value: layout for value, layout in conversions.items() if value not in graph.converted}
    arrived, candidates = propagate(graph, anchors, table)
    layouts = conversions | arrived
    clashes = tuple(enforce(graph, layouts, table))
    before = arrived
    while True:
        further = onward(graph, before, layouts, table)
        if further is not None:
            clashes = tuple(enforce(graph, further, table))
        else:
            # What an earlier run converted had its layout from elsewhere, so this comes last.
            further = dict(layouts)
            if all(graph.source(node.operands[0]) in layouts for node in graph.post_order() if node.name == TO_LAYOUT):
                return Analysis(graph, candidates, layouts, clashes)
            last = tuple(enforce(graph, further, table, of_anchors=True))
            if len(further) == len(layouts):
                return Analysis(graph, candidates, layouts, clashes)
            clashes = last
        before, layouts = layouts, further


def onward(graph: Graph, before: Layouts, layouts: Layouts, table: Mapping[str, OpRules] = RULES) -> Layouts | None:
    """Layouts with those of more values, which had none: what came backward, and is not in `before`, goes forward.

    None if there are no more. What costs nothing is made again for whoever reads it, so its layout goes nowhere.
    """
    values = [(value, node) for node in graph.post_order() for value in node.results]
    values += [(value, node) for node in graph.post_order() for value in chain.from_iterable(node.arguments)]
    if not any(value not in layouts and isinstance(value.type, ir.VectorType) for value, _ in values):
        return None
    came = {
        value: layouts[value]
        for value, node in values
        if value in layouts and value not in before and value not in graph.converted and not _costs_nothing(node)
    }
    further, _ = propagate(graph, came, table, layouts)
    return further if len(further) > len(layouts) else None


def _costs_nothing(node: Node) -> bool:
    """Whether an op is pure and reads no vector."""
    return is_pure(node) and not any(isinstance(value.type, ir.VectorType) for value in node.operands)
