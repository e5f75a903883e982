"""Edits of anchors, which hold for a module and every clone of it: ops are told by their number in program order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.building import point_behind
from lanewise.mlir.host import ir
from lanewise.mlir.walk import program_order


@dataclass(frozen=True, slots=True)
class ValueRef:
    """A value: result `number` of op `op`, or argument `number` of block `block` of its region `region`."""

    op: int
    number: int
    region: int | None = None
    block: int = 0

    def value(self, ops: list[ir.Operation]) -> ir.Value:
        op = ops[self.op]
        if self.region is None:
            return op.results[self.number]
        return op.regions[self.region].blocks[self.block].arguments[self.number]


@dataclass(frozen=True, slots=True)
class Change:
    """The to_layout `op` gets another layout."""

    op: int
    layout: NestedLayout

    def apply(self, ops: list[ir.Operation]) -> None:
        op = ops[self.op]
        op.attributes["layout"] = dialect.layout_attribute(self.layout, op.context)


@dataclass(frozen=True, slots=True)
class Drop:
    """The to_layout `op` goes; who read its result reads its input."""

    op: int

    def apply(self, ops: list[ir.Operation]) -> None:
        drop(ops[self.op])


@dataclass(frozen=True, slots=True)
class Add:
    """A new anchor right behind a value, for all who read it."""

    ref: ValueRef
    layout: NestedLayout
    shared: bool = False
    """It goes through shared memory, as the one that it stands in for."""

    def apply(self, ops: list[ir.Operation]) -> None:
        value = self.ref.value(ops)
        readers = [(use.owner.operation, use.operand_number) for use in value.uses]
        anchor = _anchor(value, self.layout, self.shared, point_behind(value))
        for reader, operand in readers:
            reader.operands[operand] = anchor


@dataclass(frozen=True, slots=True)
class AddBefore:
    """A new anchor for operand number `operand` of op `op` alone, right before it."""

    op: int
    operand: int
    layout: NestedLayout
    shared: bool = False

    def apply(self, ops: list[ir.Operation]) -> None:
        op = ops[self.op]
        op.operands[self.operand] = _anchor(op.operands[self.operand], self.layout, self.shared, ir.InsertionPoint(op))


Edit = Change | Drop | Add | AddBefore


def apply(root: ir.Operation, edits: tuple[Edit, ...]) -> None:
    """Edit in place. Conversions that an earlier run of a pass left go first: after the edit others are needed."""
    ops = program_order(root)
    conversions = [op for op in ops if op.name == dialect.TO_LAYOUT and dialect.is_conversion(op)]
    # The list holds ops by number, and the ops that edits name are no conversions.
    for op in conversions:
        drop(op)
    for edit in edits:
        edit.apply(ops)


def drop(op: ir.Operation) -> None:
    """Who reads it reads what it reads. One that reads itself, as where nothing comes to it may, stays."""
    if op.operands[0] != op.results[0]:
        op.results[0].replace_all_uses_with(op.operands[0])
        op.erase()


def edit_json(edit: Edit) -> dict[str, Any]:
    """For programs that read reports; ops and values by their number in program order, the module being number 0."""
    match edit:
        case Change(op, layout):
            return {"edit": "change", "op": op, "layout": str(layout)}
        case Drop(op):
            return {"edit": "drop", "op": op}
        case Add(ref, layout, shared):
            where = {"op": ref.op, "number": ref.number, "region": ref.region, "block": ref.block}
            return {"edit": "add", "behind": where, "layout": str(layout), "shared_memory_conversion": shared}
        case AddBefore(op, operand, layout, shared):
            where = {"op": op, "operand": operand}
            return {"edit": "add", "before": where, "layout": str(layout), "shared_memory_conversion": shared}


def _anchor(value: ir.Value, layout: NestedLayout, shared: bool, ip: ir.InsertionPoint) -> ir.Value:
    marks = [dialect.SHARED_MEMORY_CONVERSION] * shared
    return dialect.to_layout(value, dialect.layout_attribute(layout, value.context), ip, *marks)
