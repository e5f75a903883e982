"""The function that is being distributed, and the places in it where ops are built."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from lanewise.layout import NestedLayout
from lanewise.mlir import host
from lanewise.mlir.attributes import integer, symbol_name
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.pieces.in_lane.geometry import Geometry

T = TypeVar("T")

EQUAL, LESS, AT_LEAST = 0, 2, 9
"""Predicates of arith.cmpi: eq, slt, uge."""


class Kernel:
    """One function while its vectors become pieces: what all its ops share stands at its top."""

    def __init__(self, function: ir.Operation, geometry: Geometry) -> None:
        self.function = function
        self.geometry = geometry
        self.context = function.context
        first = function.regions[0].blocks[0].operations[0].operation
        self._top = ir.InsertionPoint(first), function.location
        self.exchanges: list[Exchange] = []
        self.misfits: dict[NestedLayout, str | None] = {}
        """What keeps the workgroup from holding vectors so, of layouts that were checked."""
        self._known: dict[ir.Value, int | None] = {}
        self._indices: dict[int, ir.Value] = {}
        self._attributes: dict[str, ir.Attribute] = {}
        self._vectors: dict[tuple[tuple[int, ...], ir.Type], ir.Type] = {}
        self.globals: list[ir.Operation] = []
        """The memref.global ops beside the function."""
        self._globals: dict[ir.Attribute, ir.Value] = {}
        self._made: dict[Hashable, Any] = {}

    @property
    def top(self) -> Builder:
        """Not kept: one would know the other, and both would keep the context until the garbage collector comes."""
        return Builder(self, *self._top)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made when it is first asked for by this key."""
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def shared(
        self,
        name: str,
        operands: Sequence[ir.Value],
        result: ir.Type,
        attributes: Mapping[str, ir.Attribute] | None = None,
    ) -> ir.Value:
        """The result of an op at the top, one for all who need it; so the operands must be from there."""
        key = name, tuple(operands), result, tuple((attributes or {}).items())
        return self.once(key, lambda: self.top.value(name, operands, result, attributes))

    def flag(self, predicate: int, digit: ir.Value, bound: int) -> ir.Value:
        """How a number at the top compares; the predicate as arith.cmpi counts them."""
        attribute = {"predicate": self.attribute(f"{predicate} : i64")}
        return self.shared("arith.cmpi", [digit, self.index(bound)], self.type("i1"), attribute)

    def attribute(self, text: str) -> ir.Attribute:
        if text not in self._attributes:
            self._attributes[text] = ir.Attribute.parse(text, self.context)
        return self._attributes[text]

    def integers(self, numbers: Iterable[int]) -> ir.Attribute:
        """An `array<i64: ...>`."""
        return ir.DenseI64ArrayAttr.get(list(numbers), self.context)

    def vector(self, shape: Sequence[int], element: ir.Type) -> ir.Type:
        key = tuple(shape), element
        if key not in self._vectors:
            self._vectors[key] = ir.VectorType.get(key[0], element, loc=self.top.loc)
        return self._vectors[key]

    def reshaped(self, type_: ir.VectorType, shape: Sequence[int]) -> ir.Type:
        """A vector type of the same elements."""
        return self.once((type_, tuple(shape)), lambda: self.vector(shape, type_.element_type))

    def gpu_enum(self, kind: str, case: str) -> ir.Attribute:
        return self.attribute(host.gpu_enum(kind, case))

    @property
    def index_type(self) -> ir.Type:
        return self.type("index")

    def type(self, text: str) -> ir.Type:
        return self.once(("type", text), lambda: ir.Type.parse(text, self.context))

    def index(self, number: int) -> ir.Value:
        """A constant of type index."""
        if number not in self._indices:
            self._indices[number] = self.top.constant(ir.IntegerAttr.get(self.index_type, number))
            self._known[self._indices[number]] = number
        return self._indices[number]

    def padding(self, element: ir.Type) -> ir.Value:
        """What a read in bounds never gives."""
        return self.once((Kernel.padding, element), lambda: self.top.poison(element))

    def global_constant(self, value: ir.Attribute) -> ir.Value:
        """A memref with the elements of a vector constant, which all lanes read."""
        if value not in self._globals:
            text = str(value).rpartition(" : vector<")
            type_ = self.type("memref<" + text[2])
            name = self._new_symbol()
            attributes = {
                "sym_name": ir.StringAttr.get(name, self.context),
                "sym_visibility": ir.StringAttr.get("private", self.context),
                "type": ir.TypeAttr.get(type_, self.context),
                "initial_value": self.attribute(f"{text[0]} : tensor<{text[2]}"),
                "constant": self.attribute("unit"),
            }
            at = ir.InsertionPoint(self.function)
            self.globals.append(ir.Operation.create("memref.global", attributes=attributes, loc=self.top.loc, ip=at))
            symbol = {"name": ir.FlatSymbolRefAttr.get(name, self.context)}
            self._globals[value] = self.top.value("memref.get_global", [], type_, symbol)
        return self._globals[value]

    def _new_symbol(self) -> str:
        """A name that nothing beside the function has."""
        taken = {symbol_name(op.operation) for op in self.function.block.operations}
        own = symbol_name(self.function)
        return next(name for n in itertools.count() if (name := f"{own}_constant_{n}") not in taken)

    def known(self, value: ir.Value) -> int | None:
        """The number that a scalar value is, if a constant says so."""
        if value not in self._known:
            self._known[value] = _constant(value)
        return self._known[value]


class Exchange:
    """One trip of a vector through workgroup memory: for whom, how many bytes, and the barrier before it."""

    def __init__(self, node: Node, size: int, before: ir.Operation) -> None:
        self.node = node
        self.location = node.op.location
        self.size = size
        # What was read in earlier trips must not be overwritten; dropped where nothing was.
        self.before = before


class Builder:
    """Creates ops at one place of a kernel."""

    __slots__ = ("ip", "kernel", "loc")

    def __init__(self, kernel: Kernel, ip: ir.InsertionPoint, loc: ir.Location) -> None:
        self.kernel = kernel
        self.ip = ip
        self.loc = loc

    @property
    def location(self) -> ir.Location:
        """For diagnostics."""
        return self.loc

    def op(
        self,
        name: str,
        operands: Sequence[ir.Value],
        results: Sequence[ir.Type] = (),
        attributes: Mapping[str, ir.Attribute] | None = None,
        regions: int = 0,
    ) -> ir.Operation:
        return ir.Operation.create(
            name,
            results=results,
            operands=operands,
            attributes=attributes,
            regions=regions,
            loc=self.loc,
            ip=self.ip,
        )

    def value(
        self,
        name: str,
        operands: Sequence[ir.Value],
        result: ir.Type,
        attributes: Mapping[str, ir.Attribute] | None = None,
    ) -> ir.Value:
        """The result of a new op that has one."""
        return self.op(name, operands, [result], attributes).result

    def compare(self, predicate: int, left: ir.Value, right: ir.Value) -> ir.Value:
        """Flags: how two numbers compare, or the elements of two vectors; the predicate as arith.cmpi counts them."""
        attribute = {"predicate": self.kernel.attribute(f"{predicate} : i64")}
        return self.value("arith.cmpi", [left, right], self.retyped(left.type, self.kernel.type("i1")), attribute)

    def constant(self, value: ir.Attribute) -> ir.Value:
        return self.value("arith.constant", [], value.type, {"value": value})

    def splat(self, shape: Sequence[int], scalar: ir.Attribute) -> ir.Value:
        """A vector constant, all elements equal; a scalar one of no dimensions."""
        if not shape:
            return self.constant(scalar)
        type_, attributes = self.kernel.once((Builder.splat, tuple(shape), scalar), lambda: self._splat(shape, scalar))
        return self.value("arith.constant", [], type_, attributes)

    def _splat(self, shape: Sequence[int], scalar: ir.Attribute) -> tuple[ir.Type, dict[str, ir.Attribute]]:
        type_ = self.kernel.vector(shape, scalar.type)
        return type_, {"value": ir.DenseElementsAttr.get_splat(type_, scalar)}

    def retyped(self, type_: ir.Type, element: ir.Type) -> ir.Type:
        """A scalar or vector type with other elements."""
        return self.kernel.vector(type_.shape, element) if isinstance(type_, ir.VectorType) else element

    def poison(self, type_: ir.Type) -> ir.Value:
        return self.value("ub.poison", [], type_, {"value": self.kernel.attribute("#ub.poison")})

    def within(self, op: ir.Operation) -> Builder:
        """A builder in the first region of `op`, which is empty so far."""
        block = ir.Block.create_at_start(op.regions[0], [])
        return Builder(self.kernel, ir.InsertionPoint(block), self.loc)

    def only(self, condition: ir.Value) -> Builder:
        """A builder within a new `scf.if condition`."""
        branch = self.within(self.op("scf.if", [condition], regions=2))
        return Builder(self.kernel, ir.InsertionPoint(branch.op("scf.yield", [])), self.loc)


def _constant(value: ir.Value) -> int | None:
    owner = value.owner
    if isinstance(owner, ir.Block) or owner.name != "arith.constant":
        return None
    return integer(owner.attributes["value"])
