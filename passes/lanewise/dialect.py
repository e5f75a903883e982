"""iree_vector_ext as Lanewise uses it: names, builders, checks; layout attribute <-> NestedLayout."""

from __future__ import annotations

from lanewise.diagnostics import Failure
from lanewise.host import KNOWS_VECTOR_EXT, ir
from lanewise.layout import LayoutError, NestedLayout

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


def to_layout(value: ir.Value, layout: ir.Attribute, ip: ir.InsertionPoint) -> ir.Value:
    """Build a conversion of `value` to `layout` at `ip`, at the location of the value, with the mark of conversions."""
    op = ir.Operation.create(
        TO_LAYOUT,
        results=[value.type],
        operands=[value],
        attributes={"layout": layout, CONVERSION: ir.UnitAttr.get(value.context)},
        loc=value.location,
        ip=ip,
    )
    return op.results[0]


def check(root: ir.Operation) -> list[Failure]:
    """Everything wrong with the iree_vector_ext ops below `root`, which only their own dialect's verifier would see.

    Also rewrites the layouts of 2024 into those of today, so that the module prints in one syntax.
    """
    failures: list[Failure] = []
    known: dict[ir.Attribute, ir.Attribute] = {}

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name in OPS:
            try:
                _check_op(op, known)
            except Failure as failure:
                failures.append(failure)
        return ir.WalkResult.ADVANCE

    root.walk(visit, ir.WalkOrder.PRE_ORDER)
    return failures


def _check_op(op: ir.Operation, known: dict[ir.Attribute, ir.Attribute]) -> None:
    counts = (len(op.operands), len(op.results), len(op.regions))
    if counts != (1, 1, 0):
        raise Failure(
            op, "'{}' op needs one operand, one result and no region, found {}, {} and {}".format(op.name, *counts)
        )
    source, result = op.operands[0].type, op.results[0].type
    for what, shaped in (("operand", source), ("result", result)):
        if not isinstance(shaped, ir.VectorType | ir.RankedTensorType):
            raise Failure(op, f"'{op.name}' op {what} must be a vector, found {shaped}")
    if op.name == TO_LAYOUT and source != result:
        raise Failure(op, f"'{op.name}' op changes {source} to {result}: operand and result must have one type")
    if "layout" not in op.attributes:
        if op.name == TO_LAYOUT:
            raise Failure(op, f"'{op.name}' op has no layout: it needs the attribute `layout`")
        return
    attribute = op.attributes["layout"]
    try:
        layout = NestedLayout.parse(str(attribute))
    except LayoutError as problem:
        raise Failure(op, f"'{op.name}' op: {problem}") from None
    whole = source if op.name == TO_SIMT else result
    mismatch = layout.mismatch(whole.shape)
    if mismatch:
        raise Failure(op, f"'{op.name}' op: {mismatch}")
    if KNOWS_VECTOR_EXT:
        return
    if attribute not in known:
        known[attribute] = layout_attribute(layout, op.context)
    if known[attribute] != attribute:
        op.attributes["layout"] = known[attribute]
