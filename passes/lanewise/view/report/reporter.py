"""Finds what a kernel pays for its layouts: every copy and conversion, and what could not be resolved."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from lanewise.analysis import Analysis, Clash
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.diagnostics import Failure, SourceLoc, source_loc
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Node
from lanewise.transforms.convert_layouts import Conversions
from lanewise.transforms.duplicate_constants import MAX_CHAIN, Rematerialization
from lanewise.view.report.items import (
    ADDED,
    ANCHOR,
    CONVERSION,
    COPY,
    KINDS,
    UNKNOWN,
    UNRESOLVED,
    WRITTEN,
    Item,
    Reader,
)
from lanewise.view.report.loops import loops_around, loops_of
from lanewise.view.report.movement import REGISTERS, movement
from lanewise.view.report.report import Report

_BITS = re.compile(r"(?:[su]?i|b?f|tf)(\d+)")


class Reporter:
    """Finds the items of one analysis. `source_loc` and `name_of` say how the input calls a location and a value."""

    def __init__(
        self,
        analysis: Analysis,
        file: str = "",
        source_loc: Callable[[ir.Location], SourceLoc] = source_loc,
        name_of: Callable[[ir.Value], str] | None = None,
    ) -> None:
        self._analysis = analysis
        self._file = file
        self._root = analysis.graph.body.op
        self._source_loc = source_loc
        self._name_of = name_of or (lambda value: value.get_name())

    def report(self) -> Report:
        copies = Rematerialization(self._analysis, MAX_CHAIN)
        items = [
            *self._copies(copies),
            *self._conversions(copies.left),
            *self._written(),
            *self._without_layout(),
        ]
        order = {kind: number for number, kind in enumerate(KINDS)}
        items.sort(key=lambda item: (item.loc.line, item.loc.column, order[item.kind]))
        return Report(self._file, tuple(items))

    def _copies(self, copies: Rematerialization) -> Iterator[Item]:
        readers: dict[tuple[ir.Value, NestedLayout], list[Reader]] = {}
        for clash in self._analysis.clashes:
            readers.setdefault((clash.value, clash.wants), []).append(self._reader(clash))
        for copy in copies:
            value, layout = copy.node.results[0], copy.layout
            read = [reader for result in copy.node.results for reader in readers.get((result, layout), ())]
            has = self._analysis.layout(value)
            # Nothing moves: each lane makes its own elements.
            yield self._item(COPY, value, movement=REGISTERS, has=has, wants=layout, readers=tuple(read))

    def _conversions(self, clashes: list[Clash]) -> Iterator[Item]:
        for clash in clashes:
            if clash.at_anchor:
                fields = {"name": self._name_of(clash.value), "readers": (self._reader(clash),)}
                yield self._conversion(ANCHOR, clash.user.results[0], clash.has, clash.wants, **fields)
        grouped: dict[tuple[ir.Value, NestedLayout], list[Clash]] = {}
        for clash in clashes:
            try:
                found = Conversions(self._analysis, [clash])
            except Failure as failure:
                fields = {"readers": (self._reader(clash),), "has": clash.has, "wants": clash.wants}
                yield self._item(UNRESOLVED, clash.value, note=failure.text, **fields)
                continue
            for key in found.uses:
                grouped.setdefault(key, []).append(clash)
        for (value, layout), uses in grouped.items():
            readers = tuple(map(self._reader, uses))
            yield self._conversion(ADDED, value, uses[0].has, layout, readers=readers)

    def _written(self) -> Iterator[Item]:
        """Conversions of an earlier run, and anchors that go through shared memory whatever they read."""
        for node in self._analysis.graph.post_order():
            if node.name != dialect.TO_LAYOUT:
                continue
            asked = dialect.SHARED_MEMORY_CONVERSION in node.op.attributes
            if asked or node.results[0] in self._analysis.graph.converted:
                has, wants = map(self._analysis.layout, (node.operands[0], node.results[0]))
                if has is not None and wants is not None and has != wants:
                    readers = [
                        Reader(self._source_loc(use.owner.location), use.owner.operation.name, use.operand_number)
                        for use in node.results[0].uses
                    ]
                    fields = {"name": self._name_of(node.operands[0]), "readers": tuple(reversed(readers))}
                    yield self._conversion(ANCHOR if asked else WRITTEN, node.results[0], has, wants, **fields)

    def _without_layout(self) -> Iterator[Item]:
        for node in self._analysis.graph.post_order():
            taken, made = ([value for value in values if _is_spread(value)] for values in (node.operands, node.results))
            # What an op with regions makes comes from inside, so rules are those of its terminators.
            if node.name not in RULES and (taken or (made and not node.blocks)):
                yield self._unknown(node, [*taken, *made][0])
            else:
                for value in made:
                    if value not in self._analysis.layouts:
                        yield self._item(UNRESOLVED, value, note="no layout reaches it")
            yield from self._arguments(node)

    def _arguments(self, node: Node) -> Iterator[Item]:
        for block in (block for region in node.op.regions for block in region):
            for value in block.arguments:
                if _is_spread(value) and value not in self._analysis.layouts and any(True for _ in value.uses):
                    yield self._item(UNRESOLVED, value, note="no layout reaches it")

    def _unknown(self, node: Node, value: ir.Value) -> Item:
        known = [number for number, operand in enumerate(node.operands) if operand in self._analysis.layouts]
        ends = f"the layout of operand #{known[0]} ends here" if known else "no layout goes through it"
        loops = loops_of(node.op.block, self._root)
        loc = self._source_loc(node.op.location)
        return self._item(UNKNOWN, value, loc=loc, op=node.name, loops=loops, note=f"no layout rule; {ends}")

    def _conversion(self, origin: str, value: ir.Value, has: NestedLayout, wants: NestedLayout, **fields: Any) -> Item:
        moving = movement(has, wants)
        return self._item(CONVERSION, value, origin=origin, movement=moving, has=has, wants=wants, **fields)

    def _item(self, kind: str, value: ir.Value, **fields: Any) -> Item:
        owner = value.owner
        op = owner.owner.operation if isinstance(owner, ir.Block) else owner.operation
        shape, element = tuple(value.type.shape), str(value.type.element_type)
        found = {
            "loc": self._source_loc(value.location),
            "op": f"block argument of {op.name}" if isinstance(owner, ir.Block) else op.name,
            "loops": loops_around(value, self._root),
            "name": self._name_of(value),
            **fields,
        }
        size = None if value.type.scalable else bytes_of(element, math.prod(shape))
        return Item(kind=kind, type=str(value.type), element=element, shape=shape, bytes=size, **found)

    def _reader(self, clash: Clash) -> Reader:
        return Reader(self._source_loc(clash.user.location), clash.user.name, clash.operand)


def _is_spread(value: ir.Value) -> bool:
    """A vector that lanes can share: every lane holds one of rank 0."""
    return isinstance(value.type, ir.VectorType) and len(value.type.shape) > 0


def bytes_of(element: str, count: int) -> int | None:
    """Elements below a byte are packed, as MLIR stores them; an index takes 64 bits. None for a type of no size."""
    bits = 64 if element == "index" else int(match[1]) if (match := _BITS.match(element)) else None
    return None if bits is None else (bits * count + 7) // 8
