"""iree_vector_ext as Lanewise uses it: names, builders, checks; layout attribute <-> NestedLayout."""

from __future__ import annotations

from collections.abc import Sequence

from lanewise.layout import LayoutError, NestedLayout
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir

TO_LAYOUT = "iree_vector_ext.to_layout"
TO_SIMD = "iree_vector_ext.to_simd"
TO_SIMT = "iree_vector_ext.to_simt"
OPS = (TO_LAYOUT, TO_SIMD, TO_SIMT)

SHARED_MEMORY_CONVERSION = "shared_memory_conversion"

CONVERSION = "lanewise.conversion"
"""Marks a to_layout that a pass added. It says where two layouts met and not what an author wants: no anchor."""


def is_conversion(op: ir.Operation) -> bool:
    """Whether a to_layout op was added by a pass."""
    return CONVERSION in op.attributes


def layout_attribute(layout: NestedLayout, context: ir.Context) -> ir.Attribute:
    return ir.Attribute.parse(str(layout), context)


def to_layout(value: ir.Value, layout: ir.Attribute, ip: ir.InsertionPoint, *marks: str) -> ir.Value:
    """Build a to_layout of `value` at `ip`, at the location of the value, with CONVERSION or other unit attributes."""
    op = ir.Operation.create(
        TO_LAYOUT,
        results=[value.type],
        operands=[value],
        attributes={"layout": layout, **{mark: ir.UnitAttr.get(value.context) for mark in marks}},
        loc=value.location,
        ip=ip,
    )
    return op.results[0]


class LayoutReader:
    """Reads the layouts that ops carry. Few attributes say it for many ops, and reading one takes longest."""

    def __init__(self) -> None:
        self._layouts: dict[tuple[str, ir.Attribute | None, ir.Type, ir.Type], NestedLayout | None] = {}
        self._spelled: dict[ir.Attribute, ir.Attribute] = {}

    def layout(
        self, op: ir.Operation, operands: Sequence[ir.Value], results: Sequence[ir.Value]
    ) -> NestedLayout | None:
        """The layout that a to_layout, to_simd or to_simt carries; None if it has none and needs none.

        Raises Failure for what is wrong with the op, which only its own dialect's verifier would see.
        """
        if len(operands) != 1 or len(results) != 1 or len(op.regions):
            found = f"{len(operands)}, {len(results)} and {len(op.regions)}"
            raise Failure(op, f"'{op.name}' op needs one operand, one result and no region, found {found}")
        key = op.name, op.attributes.get("layout", None), operands[0].type, results[0].type
        if key not in self._layouts:
            self._layouts[key] = _read(op, *key[1:])
        return self._layouts[key]

    def is_modern(self, op: ir.Operation) -> bool:
        """Whether the layout that an op carries, if it carries one, is in the syntax of today. Raises Failure."""
        layout = self.layout(op, op.operands, op.results)
        if layout is None:
            return True
        attribute = op.attributes["layout"]
        if attribute not in self._spelled:
            self._spelled[attribute] = layout_attribute(layout, op.context)
        return self._spelled[attribute] == attribute

    def modernize(self, op: ir.Operation) -> None:
        """Rewrite the layout that an op carries into the syntax of today. Raises Failure."""
        if not self.is_modern(op):
            op.attributes["layout"] = self._spelled[op.attributes["layout"]]


def _read(op: ir.Operation, attribute: ir.Attribute | None, source: ir.Type, result: ir.Type) -> NestedLayout | None:
    for what, shaped in (("operand", source), ("result", result)):
        if not isinstance(shaped, ir.VectorType | ir.RankedTensorType):
            raise Failure(op, f"'{op.name}' op {what} must be a vector, found {shaped}")
        if isinstance(shaped, ir.VectorType) and shaped.scalable:
            raise Failure(op, f"'{op.name}' op {what} must have a shape that is known, found {shaped}")
    if op.name == TO_LAYOUT and source != result:
        raise Failure(op, f"'{op.name}' op changes {source} to {result}: operand and result must have one type")
    if attribute is None:
        if op.name == TO_LAYOUT:
            raise Failure(op, f"'{op.name}' op has no layout: it needs the attribute `layout`")
        return None
    try:
        layout = NestedLayout.parse(str(attribute))
    except LayoutError as problem:
        raise Failure(op, f"'{op.name}' op: {problem}") from None
    mismatch = layout.mismatch((source if op.name == TO_SIMT else result).shape)
    if mismatch:
        raise Failure(op, f"'{op.name}' op: {mismatch}")
    return layout
