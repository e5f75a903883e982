"""The place before one op of the source program: what its rule is asked at, and builds at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from lanewise.layout import NestedLayout
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.mlir.node import LayoutOf, Node
from lanewise.pieces.in_lane.kernel import Builder, Kernel


class Site(Builder):
    """The place right before one op of the source program, and what is known of that op."""

    def __init__(self, kernel: Kernel, node: Node, layout_of: LayoutOf, around: Node | None = None) -> None:
        """`around` is an enclosing vector.mask: what is built goes before that."""
        self.kernel = kernel
        self.node, self.around = node, around
        self._before = (around or node).op
        self.layout_of = layout_of
        masking = () if around is None else around.op.operands
        self.mask: ir.Value | None = masking[0] if masking else None
        self.mask_layout = layout_of(around.operands[0]) if around is not None else None

    # Most ops stay and nothing is built at them, so the bindings are asked for these when they are needed.

    @cached_property
    def ip(self) -> ir.InsertionPoint:
        return ir.InsertionPoint(self._before)

    @cached_property
    def loc(self) -> ir.Location:
        return self.node.op.location

    def masking(self, node: Node) -> Site:
        """This is a vector.mask, and `node` the op within."""
        return Site(self.kernel, node, self.layout_of, self.node)

    @property
    def operands(self) -> ir.OpOperandList:
        """What the op reads now: pieces where the source program has vectors."""
        return self.node.op.operands

    def attribute(self, name: str) -> ir.Attribute:
        return self.node.op.attributes[name]

    def carried(self, *given: str) -> dict[str, ir.Attribute]:
        """What an op of the same name has to say that is built in the place of this one: all attributes but those that
        it is `given`. So fast-math flags stay, and marks that somebody put there."""
        return {name: value for name, value in self.node.op.attributes.items() if name not in given}

    def layout(self, number: int) -> NestedLayout:
        """Of an operand. Raises Failure where it has none."""
        found = self.layout_of(self.node.operands[number])
        if found is None:
            raise MissingLayout(self.node, self.node.operands[number], f"operand #{number}", "let it read a to_layout")
        return found

    def result_layout(self, number: int = 0) -> NestedLayout:
        found = self.layout_of(self.node.results[number])
        if found is None:
            raise MissingLayout(self.node, self.node.results[number], f"result #{number}", "let a to_layout read it")
        return found

    def element(self, number: int) -> ir.Type:
        """Element type of a vector operand."""
        return element_type(self.node.operands[number].type)

    def result_element(self, number: int = 0) -> ir.Type:
        return element_type(self.node.results[number].type)

    def refuse(self, why: str, notes: Sequence[tuple[ir.Operation, str]] = ()) -> Failure:
        return Failure(self.node.op, f"cannot distribute '{self.node.name}': {why}", notes)


class MissingLayout(Failure):
    """An op has a vector without a layout."""

    def __init__(
        self, node: Node, value: ir.Value, what: str, remedy: str, why: str = "no anchor reaches it", ends: bool = False
    ) -> None:
        """`what` is the vector to the op; `ends` says that a layout might have come from others that the op has."""
        super().__init__(node.op, f"cannot distribute '{node.name}': {what} has no layout: {why}, {remedy}")
        self.value, self.ends = value, ends
        self._node, self._what, self._remedy = node, what, remedy

    def ending(self, whose: str) -> MissingLayout:
        """The same, where `whose` does not lead to it."""
        return MissingLayout(self._node, self.value, self._what, self._remedy, f"{whose} ends here", ends=True)


def element_type(type_: ir.Type) -> ir.Type:
    return type_.element_type if isinstance(type_, ir.VectorType) else type_
