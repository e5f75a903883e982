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
_SPARSE = re.compile(r"sparse<(?:(\[\[.*?\]\]|-?\d+|\"0x[0-9A-Fa-f]*\"), (.+))?> : ")
_RESOURCE = re.compile(r'dense_resource<("?)(.+?)\1> : ')


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
    """The array of a `dense<...> : type`, of one that is sparse, or of a resource. Raises Unsupported."""
    count = math.prod(shape)
    if resource := _RESOURCE.match(text):
        raw = _resource(op, resource[2])
        if raw is not None and len(raw) == count * -(-scalar.width // 8):
            return _from_bytes(raw, scalar, count).reshape(shape)
    elif sparse := _SPARSE.match(text):
        return _sparse(op, sparse[1], sparse[2], scalar, shape)
    elif blob := _HEX_BLOB.match(text):
        return _from_bytes(bytes.fromhex(blob[1]), scalar, count).reshape(shape)
    elif numbers := _NUMBERS.match(text):
        values = np.array([_scalar(one, scalar) for one in _NUMBER.findall(numbers[1])])
        return np.broadcast_to(values, shape).copy() if len(values) == 1 else values.reshape(shape)
    raise op.unsupported(f"the elements of {text[:40]} are not in the program")


def _resource(op: Op, key: str) -> bytes | None:
    """The bytes of a resource: behind the text of the whole module, after four that are its alignment."""
    root = op.program.module
    while root.attached and root.parent is not None:  # A clone that stands nowhere has no parent to be asked for.
        root = root.parent.operation
    _, _, resources = str(root).rpartition("{-#")
    found = re.search(rf'\b"?{re.escape(key)}"?: "0x([0-9A-Fa-f]*)"', resources)
    return bytes.fromhex(found[1])[4:] if found else None


def _sparse(op: Op, places: str | None, values: str | None, scalar: types.Scalar, shape: tuple[int, ...]) -> Array:
    """Zeros, and values at places, each as text: all of them, one that stands for all, or the bytes."""
    result = np.zeros(shape, scalar.dtype)
    if places is None or values is None:
        return result
    rank = len(shape) - 1
    if places.startswith('"'):
        at = np.frombuffer(bytes.fromhex(places[3:-1]), np.int64)
    else:
        at = np.array([int(one) for one in _NUMBER.findall(places)], np.int64)
    at = at.reshape(-1, rank) if len(at) > 1 or places.startswith("[") else np.broadcast_to(at, (1, rank))
    if values.startswith('"'):
        raw = bytes.fromhex(values[3:-1])
        given = _from_bytes(raw, scalar, len(at) if scalar.name == "i1" else len(raw) // -(-scalar.width // 8))
    else:
        given = np.array([_scalar(one, scalar) for one in _NUMBER.findall(values)])
    if len(np.unique(at, axis=0)) < len(at) or len(given) not in (1, len(at)):
        raise op.unsupported("a sparse constant that names an element twice is not simulated")
    where: tuple[int | Array, ...] = (0, *at.T)
    result[where] = given
    return result


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
    """The elements of a `dense<"0x...">`, each in as few bytes as hold it.

    i1 comes as bytes or, before LLVM 23, as bits, the lowest first.
    """
    kind = scalar.dtype
    if scalar.name == "i1":
        values = np.frombuffer(raw, np.uint8)
        return (values if len(raw) == count else np.unpackbits(values, bitorder="little")[:count]).astype(bool)
    size = -(-scalar.width // 8)
    whole = np.zeros((len(raw) // size, kind.itemsize), np.uint8)
    whole[:, :size] = np.frombuffer(raw, np.uint8).reshape(-1, size)
    values = whole.view(kind)[:, 0]
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
