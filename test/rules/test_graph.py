# RUN: env LANEWISE_HOST=%host %pytest %s
"""The graph of an analysis: nodes know the op around them, and are freed with the graph, without a collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import ref

from lanewise.analysis import Analysis, analyze
from lanewise.command.session import Session, Settings
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node

NEST = """func.func @f(%n: index, %x: vector<16xf32>) {
  %r = scf.for %i = %n to %n step %n iter_args(%v = %x) -> vector<16xf32> {
    %w = scf.for %j = %n to %n step %n iter_args(%u = %v) -> vector<16xf32> {
      %t = arith.addf %u, %u : vector<16xf32>
      scf.yield %t : vector<16xf32>
    }
    scf.yield %w : vector<16xf32>
  }
  return
}
"""


@contextmanager
def parsed() -> Iterator[ir.Module]:
    session = Session(Settings(), "kernel.mlir", print)
    with session.context:
        module = session.parse(NEST)
        assert module is not None
        yield module


def named(analysis: Analysis, name: str) -> Node:
    return next(node for node in analysis.graph.post_order() if node.name == name)


def test_the_parent_is_the_node_around() -> None:
    with parsed() as module:
        analysis = analyze(module.operation)
        parents = []
        parent = named(analysis, "arith.addf").parent
        while parent is not None:
            assert any(node is parent for node in analysis.graph.post_order())
            parents.append(parent.name)
            parent = parent.parent
        assert parents == ["scf.for", "scf.for", "func.func", "builtin.module"]
        assert analysis.graph.body.parent is None


def test_an_op_by_itself_has_a_parent_likewise() -> None:
    with parsed() as module:
        parent = Node.of(named(analyze(module.operation), "arith.addf").op).parent
        assert parent is not None
        assert (parent.name, len(parent.operands), len(parent.arguments[0])) == ("scf.for", 4, 2)


def test_a_graph_is_freed_without_the_garbage_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        with parsed() as module:
            analysis = analyze(module.operation)
            inner, body = named(analysis, "arith.addf"), ref(analysis.graph.body)
            del analysis
            assert body() is None
            assert inner.parent is None
    finally:
        gc.enable()
