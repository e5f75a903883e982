"""The function that is being distributed, and the places in it where ops are built."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from lanewise.mlir import host
from lanewise.mlir.attributes import constant_integer
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.pieces.in_lane.geometry import Geometry

At = TypeVar("At", bound="Kernel | Builder")
P = ParamSpec("P")
T = TypeVar("T")

EQUAL, LESS, AT_LEAST = 0, 2, 9
"""Predicates of arith.cmpi: eq, slt, uge."""


def once_per_kernel(make: Callable[Concatenate[At, P], T]) -> Callable[Concatenate[At, P], T]:
    """Call a function of a kernel, or of a place in one, once for the same arguments, which are hashable and given by
    position. Of the place it may read no more than the kernel, and say there what it refuses."""

    @wraps(make)
    def made(at: At, /, *arguments: P.args, **named: P.kwargs) -> T:
        assert not named
        memo = (at if isinstance(at, Kernel) else at.kernel).made
        key = make, arguments
        try:
            found: T = memo[key]
        except KeyError:
            found = memo[key] = make(at, *arguments, **named)
        return found

    return made


class Kernel:
    """One function while its vectors become pieces: what all its ops share stands at its top."""

    def __init__(self, function: ir.Operation, geometry: Geometry) -> None:
        self.function = function
        self.geometry = geometry
        self.context = function.context
        first = function.regions[0].blocks[0].operations[0].operation
        self._top = ir.InsertionPoint(first), function.location
        self.exchanges: list[Exchange] = []
        self.globals: list[ir.Operation] = []
        """The memref.global ops beside the function."""
        self.made: dict[Hashable, Any] = {}
        """By function and arguments, what `once_per_kernel` has made."""

    @property
    def top(self) -> Builder:
        """Not kept: one would know the other, and both would keep the context until the garbage collector comes."""
        return Builder(self, *self._top)

    @once_per_kernel
    def shared(
        self,
        name: str,
        operands: tuple[ir.Value, ...],
        result: ir.Type,
        attributes: tuple[tuple[str, ir.Attribute], ...] = (),
    ) -> ir.Value:
        """The result of an op at the top, one for all who need it; so the operands must be from there."""
        return self.top.value(name, operands, result, dict(attributes))

    def flag(self, predicate: int, digit: ir.Value, bound: int) -> ir.Value:
        """How a number at the top compares; the predicate as arith.cmpi counts them."""
        attribute = "predicate", self.integer(predicate)
        return self.shared("arith.cmpi", (digit, self.index(bound)), self.type("i1"), (attribute,))

    def both(self, left: ir.Value | None, right: ir.Value) -> ir.Value:
        """Whether two flags at the top are set; None is set always."""
        return right if left is None else self.shared("arith.andi", (left, right), right.type)

    @once_per_kernel
    def attribute(self, text: str) -> ir.Attribute:
        return ir.Attribute.parse(text, self.context)

    @once_per_kernel
    def integer(self, number: int, type_: str = "i64") -> ir.Attribute:
        return ir.IntegerAttr.get(self.type(type_), number)

    def integers(self, numbers: Iterable[int]) -> ir.Attribute:
        """An `array<i64: ...>`."""
        return ir.DenseI64ArrayAttr.get(list(numbers), self.context)

    def segments(self, *counts: int) -> ir.Attribute:
        """An `array<i32: ...>`: how many operands each group of them has."""
        return ir.DenseI32ArrayAttr.get(list(counts), self.context)

    @once_per_kernel
    def affine_map(self, inputs: int, results: tuple[int | None, ...]) -> ir.Attribute:
        """Of `inputs` dimensions, the one that each result is; None for a result that is 0."""
        dims = [
            ir.AffineExpr.get_constant(0, self.context) if dim is None else ir.AffineExpr.get_dim(dim, self.context)
            for dim in results
        ]
        return ir.AffineMapAttr.get(ir.AffineMap.get(inputs, 0, dims, self.context))

    def vector(self, shape: Sequence[int], element: ir.Type) -> ir.Type:
        return self._vector(tuple(shape), element)

    @once_per_kernel
    def _vector(self, shape: tuple[int, ...], element: ir.Type) -> ir.Type:
        return ir.VectorType.get(shape, element, loc=self.top.loc)

    @once_per_kernel
    def reshaped(self, type_: ir.VectorType, shape: tuple[int, ...]) -> ir.Type:
        """A vector type of the same elements."""
        return self.vector(shape, type_.element_type)

    def gpu_enum(self, kind: str, case: str) -> ir.Attribute:
        return self.attribute(host.gpu_enum(kind, case))

    @property
    def index_type(self) -> ir.Type:
        return self.type("index")

    @once_per_kernel
    def type(self, text: str) -> ir.Type:
        return ir.Type.parse(text, self.context)

    @once_per_kernel
    def index(self, number: int) -> ir.Value:
        """A constant of type index."""
        return self.top.constant(ir.IntegerAttr.get(self.index_type, number))

    @once_per_kernel
    def padding(self, element: ir.Type) -> ir.Value:
        """What a read in bounds never gives."""
        return self.top.poison(element)

    @once_per_kernel
    def splat(self, shape: tuple[int, ...], scalar: ir.Attribute) -> ir.Attribute:
        """The attribute of a vector constant, all elements equal."""
        return ir.DenseElementsAttr.get_splat(self.vector(shape, scalar.type), scalar)

    @once_per_kernel
    def constant_value(self, value: ir.Value) -> int | None:
        """The number that a scalar value is, if a constant says so."""
        return constant_integer(value)


class Exchange:
    """A round trip of vectors through workgroup memory: for whom, how many bytes, the barrier before, which buffer."""

    def __init__(self, node: Node, size: int, before: ir.Operation, buffer: int) -> None:
        self.node = node
        self.location = node.op.location
        self.size = size
        # What was read in earlier exchanges must not be overwritten; dropped where nothing was.
        self.before = before
        self.buffer = buffer
        """The number of one; in the end there may be fewer."""


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
            name, results=results, operands=operands, attributes=attributes, regions=regions, loc=self.loc, ip=self.ip
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
        attribute = {"predicate": self.kernel.integer(predicate)}
        return self.value("arith.cmpi", [left, right], self.retyped(left.type, self.kernel.type("i1")), attribute)

    def select(self, condition: ir.Value, left: ir.Value, right: ir.Value) -> ir.Value:
        return self.value("arith.select", [condition, left, right], left.type)

    def constant(self, value: ir.Attribute) -> ir.Value:
        return self.value("arith.constant", [], value.type, {"value": value})

    def splat(self, shape: Sequence[int], scalar: ir.Attribute) -> ir.Value:
        """A vector constant, all elements equal; a scalar one of no dimensions."""
        return self.constant(self.kernel.splat(tuple(shape), scalar) if shape else scalar)

    def retyped(self, type_: ir.Type, element: ir.Type) -> ir.Type:
        """A scalar or vector type with other elements."""
        return self.kernel.vector(type_.shape, element) if isinstance(type_, ir.VectorType) else element

    def poison(self, type_: ir.Type) -> ir.Value:
        return self.value("ub.poison", [], type_, {"value": self.kernel.attribute("#ub.poison")})

    def in_region(self, op: ir.Operation) -> Builder:
        """A builder in the first region of `op`, which is empty so far."""
        block = ir.Block.create_at_start(op.regions[0], [])
        return Builder(self.kernel, ir.InsertionPoint(block), self.loc)

    def only(self, condition: ir.Value) -> Builder:
        """A builder within a new `scf.if condition`."""
        branch = self.in_region(self.op("scf.if", [condition], regions=2))
        return Builder(self.kernel, ir.InsertionPoint(branch.op("scf.yield", [])), self.loc)
