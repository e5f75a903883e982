"""Finds what a kernel pays for its layouts: every copy and conversion, and what could not be resolved."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from lanewise.analysis import Analysis, Clash
from lanewise.mlir.attributes import width_of
from lanewise.mlir.diagnostics import SourceLoc, source_loc
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Node
from lanewise.transforms.convert_layouts import (
    ADDED,
    ANCHOR,
    COPIED,
    NeededConversion,
    needed_conversions,
    standing_conversions,
    without_room,
)
from lanewise.transforms.duplicate_constants import MAX_CHAIN, Rematerialization
from lanewise.view.report.items import CONVERSION, COPY, KINDS, UNKNOWN, UNRESOLVED, Item, ItemUse
from lanewise.view.report.loops import loops_around, loops_of
from lanewise.view.report.movement import REGISTERS, movement
from lanewise.view.report.report import CostReport


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

    def report(self) -> CostReport:
        copies = Rematerialization(self._analysis, MAX_CHAIN)
        needed = needed_conversions(self._analysis.clashes, copies.is_cheap)
        items = [*self._copies(copies, needed), *self._conversions(needed), *self._standing(), *self._without_layout()]
        order = {kind: number for number, kind in enumerate(KINDS)}
        items.sort(key=lambda item: (item.loc.line, item.loc.column, order[item.kind]))
        return CostReport(self._file, tuple(items))

    def _copies(self, copies: Rematerialization, needed: list[NeededConversion]) -> Iterator[Item]:
        uses = {(one.value, one.wants): one.uses for one in needed if one.origin == COPIED}
        for copy in copies:
            value, layout = copy.node.results[0], copy.layout
            readers = tuple(self._reader(use) for result in copy.node.results for use in uses.get((result, layout), ()))
            has = self._analysis.layout(value)
            # Nothing moves: each lane makes its own elements.
            item = self._item(COPY, value)
            yield replace(item, movement=REGISTERS, has=has, wants=layout, readers=readers)

    def _conversions(self, needed: list[NeededConversion]) -> Iterator[Item]:
        for one in needed:
            if one.origin == ANCHOR:
                yield self._conversion(one, (self._reader(one.uses[0]),))
        for one in needed:
            if one.origin == ADDED:
                yield from self._added(one)

    def _added(self, one: NeededConversion) -> Iterator[Item]:
        for clash in one.uses:
            failure = without_room(clash, self._root)
            if failure is None:  # Then there is room for all uses.
                yield self._conversion(one, tuple(map(self._reader, one.uses)))
                return
            item = self._item(UNRESOLVED, one.value)
            yield replace(item, note=failure.text, readers=(self._reader(clash),), has=one.has, wants=one.wants)

    def _standing(self) -> Iterator[Item]:
        for one in standing_conversions(self._analysis):
            # Also of an anchor: who reads what it makes.
            readers = [
                ItemUse(self._source_loc(use.owner.location), use.owner.operation.name, use.operand_number)
                for use in one.result.uses
            ]
            yield self._conversion(one, tuple(reversed(readers)))

    def _without_layout(self) -> Iterator[Item]:
        for node in self._analysis.graph.post_order():
            taken, made = ([value for value in values if _is_shared(value)] for values in (node.operands, node.results))
            # What an op with regions makes comes from inside, so rules are those of its terminators.
            if node.name not in RULES and (taken or (made and not node.blocks)):
                yield self._unknown(node, [*taken, *made][0])
            else:
                for value in made:
                    if value not in self._analysis.layouts:
                        yield replace(self._item(UNRESOLVED, value), note="no layout reaches it")
            yield from self._arguments(node)

    def _arguments(self, node: Node) -> Iterator[Item]:
        for block in (block for region in node.op.regions for block in region):
            for value in block.arguments:
                if _is_shared(value) and value not in self._analysis.layouts and any(True for _ in value.uses):
                    yield replace(self._item(UNRESOLVED, value), note="no layout reaches it")

    def _unknown(self, node: Node, value: ir.Value) -> Item:
        laid_out = [number for number, operand in enumerate(node.operands) if operand in self._analysis.layouts]
        ends = f"the layout of operand #{laid_out[0]} ends here" if laid_out else "no layout goes through it"
        loops = loops_of(node.op.block, self._root)
        loc = self._source_loc(node.op.location)
        note = f"no layout rule; {ends}"
        return replace(self._item(UNKNOWN, value), loc=loc, op=node.name, loops=loops, note=note)

    def _conversion(self, one: NeededConversion, readers: tuple[ItemUse, ...]) -> Item:
        item = replace(self._item(CONVERSION, one.result), name=self._name_of(one.value), readers=readers)
        return replace(item, origin=one.origin, movement=movement(one.has, one.wants), has=one.has, wants=one.wants)

    def _item(self, kind: str, value: ir.Value) -> Item:
        owner = value.owner
        op = owner.owner.operation if isinstance(owner, ir.Block) else owner.operation
        return Item(
            kind,
            self._source_loc(value.location),
            f"block argument of {op.name}" if isinstance(owner, ir.Block) else op.name,
            self._name_of(value),
            str(value.type),
            str(value.type.element_type),
            tuple(value.type.shape),
            bytes_of(value.type),
            loops_around(value, self._root),
        )

    def _reader(self, clash: Clash) -> ItemUse:
        return ItemUse(self._source_loc(clash.user.location), clash.user.name, clash.operand)


def _is_shared(value: ir.Value) -> bool:
    """A vector that lanes can share: every lane holds one of rank 0."""
    return isinstance(value.type, ir.VectorType) and len(value.type.shape) > 0


_STORED = {"tf32": 32, "f80": 80, "f128": 128}
"""Bits that an element takes where its type says fewer, or the bindings do not know."""


def bytes_of(vector: ir.VectorType) -> int | None:
    """Elements below a byte are packed, as MLIR stores them. None where the type does not say."""
    element = vector.element_type
    bits = None if vector.scalable else _STORED.get(str(element)) or width_of(element)
    return None if bits is None else (bits * math.prod(vector.shape) + 7) // 8
