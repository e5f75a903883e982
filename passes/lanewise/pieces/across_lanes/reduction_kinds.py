"""The kinds of reduction: the op that combines two values, and the value that changes nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lanewise.mlir.attributes import width_of
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.pieces.in_lane.kernel import Builder, once_per_kernel
from lanewise.pieces.in_lane.site import element_type

FLOAT = {"add": "arith.addf", "mul": "arith.mulf"}
FLOAT |= {kind: f"arith.{kind}" for kind in ("minimumf", "maximumf", "minnumf", "maxnumf")}

INTEGER = {kind: f"arith.{kind}i" for kind in ("add", "mul", "and", "or", "xor")}
INTEGER |= {kind: f"arith.{kind}" for kind in ("minui", "minsi", "maxui", "maxsi")}

# Formats whose largest numbers stand where others have infinities: the bit pattern with the sign cleared.
FINITE = {
    "f4E2M1FN": "0x7",
    "f6E2M3FN": "0x1F",
    "f6E3M2FN": "0x1F",
    "f8E4M3FN": "0x7E",
    "f8E4M3FNUZ": "0x7F",
    "f8E5M2FNUZ": "0x7F",
    "f8E4M3B11FNUZ": "0x7F",
}

MAX_WIDTH = 128
"""Bits of integers that are reduced: identities of two megabytes, of which MLIR knows some, take a minute."""


def combine(at: Builder, kind: str, left: ir.Value, right: ir.Value, fastmath: ir.Attribute | None = None) -> ir.Value:
    """Two scalars or two vectors of one type, element by element; of integers `fastmath` says nothing."""
    type_ = left.type
    given = {} if fastmath is None or is_integer(element_type(type_)) else {"fastmath": fastmath}
    return at.value(_op_name(at, kind, type_), [left, right], type_, given)


@once_per_kernel
def _op_name(at: Builder, kind: str, type_: ir.Type) -> str:
    element = element_type(type_)
    require(at, kind, element)
    return (INTEGER if is_integer(element) else FLOAT)[kind]


def identities(at: Builder, kind: str, shape: Sequence[int], element: ir.Type) -> ir.Value:
    """A vector of identities; a scalar of no dimensions. Raises Failure as `require` does."""
    return at.splat(shape, identity(at, kind, element))


def require(at: Builder, kind: str, element: ir.Type) -> None:
    """Raise Failure unless elements combine so: hosts let operands pass that do not."""
    names = FLOAT if isinstance(element, ir.FloatType) else INTEGER if is_integer(element) else {}
    if isinstance(element, ir.IntegerType) and not (element.is_signless and element.width <= MAX_WIDTH):
        names = {}
    if kind not in names:
        raise Failure(at, f"cannot distribute a reduction: there is no '{kind}' of elements of type {element}")


def is_integer(element: ir.Type) -> bool:
    return isinstance(element, ir.IntegerType | ir.IndexType)


@once_per_kernel
def identity(at: Builder, kind: str, element: ir.Type) -> ir.Attribute:
    """The scalar that leaves what it is combined with as it is. Raises Failure as `require` does."""
    require(at, kind, element)
    width = width_of(element)
    if is_integer(element) and width is not None:
        return ir.Attribute.parse(f"{_integer(kind, width)} : {element}", element.context)
    if kind in ("minnumf", "maxnumf") and str(element) not in ("f4E2M1FN", "f6E2M3FN", "f6E3M2FN"):
        # Of a number and no number these keep the number.
        return _float(element, math.nan)
    match kind:
        case "add":
            # 0.0 would make 0.0 of -0.0, which some formats do not have.
            return _float(element, 0.0 if "FNUZ" in str(element) else -0.0)
        case "mul":
            return _float(element, 1.0)
    return _extreme(element, negative=kind in ("maximumf", "maxnumf"))


def _float(element: ir.Type, number: float) -> ir.Attribute:
    return ir.FloatAttr.get(element, number, loc=ir.Location.unknown(element.context))


def _integer(kind: str, width: int) -> int:
    match kind:
        case "mul":
            return 1
        case "and" | "minui":
            return -1
        case "minsi":
            return (1 << (width - 1)) - 1
        case "maxsi":
            return -(1 << (width - 1))
    return 0


def _extreme(element: ir.Type, negative: bool) -> ir.Attribute:
    """Infinity, or the largest number of a format that has none."""
    pattern = FINITE.get(str(element))
    if pattern is None:
        return _float(element, -math.inf if negative else math.inf)
    sign = 1 << (element.width - 1) if negative else 0
    return ir.Attribute.parse(f"{int(pattern, 16) | sign:#x} : {element}", element.context)
