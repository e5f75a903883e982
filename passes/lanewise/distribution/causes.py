"""Of all that is wrong with a function, what is to be said: where vectors without a layout hang together, one error.

It is told where a layout ends that could have reached them. Where an op among them is refused for another reason, that
is the cause, and of missing layouts nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from lanewise.layout import NestedLayout
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.mlir.union_find import UnionFind
from lanewise.ops import control_flow
from lanewise.pieces.in_lane.site import MissingLayout
from lanewise.rules import RULES, Node

Layouts = Mapping[ir.Value, NestedLayout]


def at_causes(
    failures: Sequence[Failure], failed: Mapping[Node, Failure], nodes: Sequence[Node], layouts: Layouts
) -> list[Failure]:
    """Those of `failures` that are no consequence of others; `failed` says at which nodes, which come in order."""
    if not any(isinstance(failure, MissingLayout) for failure in failures):
        return list(failures)
    groups: UnionFind[ir.Value] = UnionFind()
    for node in nodes:
        bare = _bare(node, layouts)
        for value in bare[1:]:
            groups.join(bare[0], value)
    told: dict[ir.Value, Failure | None] = dict.fromkeys(_explained(failed, nodes, layouts, groups))
    """By group; None where another failure is the cause."""
    for node in nodes:
        failure = failed.get(node)
        if isinstance(failure, MissingLayout):
            group = groups.find(failure.value)
            ends = _ends_here(node, failure, layouts)
            if group not in told or (ends and isinstance(first := told[group], MissingLayout) and not first.ends):
                told[group] = ends or failure
    left = {id(failure) for failure in failed.values() if isinstance(failure, MissingLayout)}
    others = [failure for failure in failures if id(failure) not in left]
    return others + [failure for failure in told.values() if failure is not None]


def _explained(
    failed: Mapping[Node, Failure], nodes: Sequence[Node], layouts: Layouts, groups: UnionFind[ir.Value]
) -> Iterator[ir.Value]:
    """The groups at ops that are refused for another reason, or that read what such an op gives."""
    refused = {node for node, failure in failed.items() if not isinstance(failure, MissingLayout)}
    results = {result for node in refused for result in node.results}
    for node in nodes:
        if node in refused or not results.isdisjoint(node.operands):
            yield from map(groups.find, _bare(node, layouts))


def _ends_here(node: Node, failure: MissingLayout, layouts: Layouts) -> MissingLayout | None:
    """The failure, if a layout stops at this very op."""
    sides = [(f"operand #{number}", value) for number, value in enumerate(node.operands)]
    sides += [(f"result #{number}", value) for number, value in enumerate(node.results)]
    for what, value in sides:
        if value in layouts and math.prod(layouts[value].shape) != 1:
            return failure.ending(f"the layout of {what}")
    return None


def _bare(node: Node, layouts: Layouts) -> list[ir.Value]:
    """The vectors without layout between which layouts might travel at an op."""
    rules = RULES.get(node.name)
    if rules is not None and rules.opaque:
        return []
    touched = [*node.operands, *node.results]
    if rules is not None and rules.forward is control_flow.forward:
        touched += [value for number in range(len(node.operands)) for value in control_flow.forwarded_to(node, number)]
    return [value for value in touched if value not in layouts and _has_layouts(value)]


def _has_layouts(value: ir.Value) -> bool:
    return isinstance(value.type, ir.VectorType) and (value.type.scalable or math.prod(value.type.shape) != 1)
