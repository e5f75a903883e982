"""arith.constant, and ub. Attributes are read from their text, which all hosts print alike, NaN bits included."""

from __future__ import annotations

import math
import re

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.checks import raise_where
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Poisoned
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.pointwise import known_element
from lanewise.sim.values import types
from lanewise.sim.values.types import Array, wrap

_HEX_BLOB = re.compile(r'dense<"0x([0-9A-Fa-f]*)"> : ')
_NUMBERS = re.compile(r"dense<([^\"()]*)> : ")
_NUMBER = re.compile(r"[^\s,\[\]]+")


@semantics("arith.constant", poison=RAW)
def constant(op: Op) -> Run:
    [type_] = op.result_types
    scalar = known_element(op, type_)
    value = _elements(op, str(op.attributes["value"]), scalar, type_)
    value.setflags(write=False)
    return lambda _: value


def _elements(op: Op, text: str, scalar: types.Scalar, type_: ir.Type) -> Array:
    """The array of a constant, with a lane axis of length 1. Raises Unsupported."""
    shape = (1, *types.shape(type_))
    if not isinstance(type_, ir.VectorType):
        return np.array([_scalar(text.partition(" : ")[0], scalar)])
    return dense(op, text, scalar, shape)


def dense(op: Op, text: str, scalar: types.Scalar, shape: tuple[int, ...]) -> Array:
    """The array of a `dense<...> : type`. Raises Unsupported."""
    blob, numbers = _HEX_BLOB.match(text), _NUMBERS.match(text)
    if blob:
        return _from_bytes(bytes.fromhex(blob[1]), scalar, math.prod(shape)).reshape(shape)
    if numbers is None:
        raise op.unsupported(f"the elements of {text[:40]} are not in the program")
    values = np.array([_scalar(one, scalar) for one in _NUMBER.findall(numbers[1])])
    return np.broadcast_to(values, shape).copy() if len(values) == 1 else values.reshape(shape)


def _scalar(text: str, scalar: types.Scalar) -> np.generic:
    """One number as MLIR prints it: decimal, `true`, or for a float the bits in hexadecimal."""
    kind = scalar.dtype
    if text in ("true", "false"):
        return np.bool_(text == "true")
    if not scalar.is_float:
        return wrap(np.array([int(text)], np.int64), scalar)[0]
    if text.startswith("0x"):
        return np.frombuffer(int(text, 16).to_bytes(kind.itemsize, "little"), kind)[0]
    # The digits that are printed tell the value of the type from its neighbours, so rounding twice does no harm.
    return np.array([float(text)]).astype(kind)[0]


def _from_bytes(raw: bytes, scalar: types.Scalar, count: int) -> Array:
    """The elements of a `dense<"0x...">`. i1 comes as bytes or, before LLVM 23, as bits, the lowest first."""
    kind = scalar.dtype
    if scalar.name == "i1":
        values = np.frombuffer(raw, np.uint8)
        return (values if len(raw) == count else np.unpackbits(values, bitorder="little")[:count]).astype(bool)
    values = np.frombuffer(raw, kind)
    # A blob of one element stands for all.
    values = values if len(values) == count else np.broadcast_to(values, count)
    return values.copy() if scalar.is_float else wrap(values, scalar).copy()


@semantics("ub.poison", poison=RAW)
def poison(op: Op) -> Run:
    [type_] = op.result_types
    scalar = known_element(op, type_)
    shape = (1, *types.shape(type_))
    value = Poisoned(np.zeros(shape, scalar.dtype), np.ones(shape, bool))
    return lambda _: value


@semantics("ub.unreachable", poison=RAW)
def unreachable(op: Op) -> Run:
    def run(machine: Machine) -> None:
        here = np.ones(1 if machine.mask is None else machine.lanes, bool)
        text = "what must not be reached is reached by"
        raise_where(machine, op, here, lambda lanes: f"{text} {lanes}", kind="assumption")

    return run
