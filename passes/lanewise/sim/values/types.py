"""MLIR types as numpy types.

A value of the simulator is an array whose first axis is the lane: of length 1 where all lanes hold the same (uniform),
else one entry a lane. A vector's own axes follow. Integers of any width are kept sign-extended in the next larger
signed numpy type, so equal values compare equal; i1 is bool; index is int64. A float of 4 or 6 bits has a byte of its
own, whose upper bits are 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import ml_dtypes
import numpy as np

from lanewise.mlir.host import ir

Array = np.ndarray[Any, Any]

FLOATS = {
    "f16": np.float16,
    "bf16": ml_dtypes.bfloat16,
    "f32": np.float32,
    "f64": np.float64,
    "f8E5M2": ml_dtypes.float8_e5m2,
    "f8E4M3": ml_dtypes.float8_e4m3,
    "f8E4M3FN": ml_dtypes.float8_e4m3fn,
    "f8E5M2FNUZ": ml_dtypes.float8_e5m2fnuz,
    "f8E4M3FNUZ": ml_dtypes.float8_e4m3fnuz,
    "f8E4M3B11FNUZ": ml_dtypes.float8_e4m3b11fnuz,
    "f8E3M4": ml_dtypes.float8_e3m4,
    "f8E8M0FNU": ml_dtypes.float8_e8m0fnu,
    "f6E2M3FN": ml_dtypes.float6_e2m3fn,
    "f6E3M2FN": ml_dtypes.float6_e3m2fn,
    "f4E2M1FN": ml_dtypes.float4_e2m1fn,
}

WIDTHS = {"f6E2M3FN": 6, "f6E3M2FN": 6, "f4E2M1FN": 4}
"""Bits of the floats that do not fill their bytes. These have neither infinities nor NaN."""

_INTEGER = re.compile(r"[su]?i(\d+)")


class UnknownType(ValueError):
    """A type that the simulator has no values for; the message names it."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A type of elements, as MLIR spells it."""

    name: str
    dtype: np.dtype[Any]
    # Bits; those of an index are 64.
    width: int
    is_float: bool
    # Of shadows: computed in f64, never rounded to anything narrower.
    is_shadow: bool = False

    def __str__(self) -> str:
        return self.name


SCALE = "f8E8M0FNU"
"""The float type without shadows: it has powers of two only, so that rounding to it is a decision."""

_widening = False


@contextmanager
def widened() -> Iterator[None]:
    """Within, float types but SCALE are f64: semantics compiled here compute shadows."""
    global _widening
    before, _widening = _widening, True
    try:
        yield
    finally:
        _widening = before


def is_widened() -> bool:
    return _widening


def scalar_named(name: str) -> Scalar:
    """By its spelling. Raises UnknownType."""
    if _widening and name in FLOATS and name != SCALE:
        return Scalar("f64", np.dtype(np.float64), 64, True, is_shadow=True)
    return _scalar_named(name)


@cache
def _scalar_named(name: str) -> Scalar:
    if name in FLOATS:
        dtype = np.dtype(FLOATS[name])
        return Scalar(name, dtype, WIDTHS.get(name, dtype.itemsize * 8), True)
    match = _INTEGER.fullmatch("i64" if name == "index" else name)
    if match is None:
        raise UnknownType(f"type {name} has no values here")
    width = int(match[1])
    for size in (8, 16, 32, 64):
        if width <= size:
            return Scalar(name, np.dtype(bool if width == 1 else f"int{size}"), width, False)
    raise UnknownType(f"type {name} has no values here: integers have at most 64 bits")


def scalar_of(type_: ir.Type) -> Scalar:
    """A scalar type, or what a vector or memref holds; a memref of vectors holds their elements. Raises UnknownType."""
    return scalar_named(scalar_name(type_))


def scalar_name(type_: ir.Type) -> str:
    """As `scalar_of`, spelled only: the type may be unknown."""
    inner = type_.element_type if isinstance(type_, ir.ShapedType) else type_
    return str(inner.element_type) if isinstance(inner, ir.VectorType) else str(inner)


def holds_vectors(type_: ir.Type) -> bool:
    """Whether this is a memref, ranked or not, of vectors."""
    return isinstance(type_, ir.ShapedType) and isinstance(type_.element_type, ir.VectorType)


def vector_shape(memref: ir.ShapedType) -> tuple[int, ...]:
    """The shape of each vector in a memref, which are the last dimensions of a view of it; of scalars none.

    Raises UnknownType for a scalable vector.
    """
    return shape(memref.element_type)


def shape(type_: ir.Type) -> tuple[int, ...]:
    """The axes of a value of this type behind the lanes'. Raises UnknownType for a scalable vector."""
    if isinstance(type_, ir.VectorType):
        if type_.scalable:
            raise UnknownType(f"type {type_} has no values here: it is scalable")
        return tuple(type_.shape)
    if isinstance(type_, ir.ShapedType) and not isinstance(type_, ir.MemRefType):
        raise UnknownType(f"type {type_} has no values here: buffers are memrefs of a known rank")
    return ()


def as_element(given: float, scalar: Scalar) -> Array:
    """A number as an element of a type. Raises ValueError if it is none."""
    if scalar.is_float:
        with np.errstate(all="ignore"):
            return np.array(float(given)).astype(scalar.dtype)
    low, high = -(1 << (scalar.width - 1)), (1 << scalar.width)
    if given != given or given in (float("inf"), -float("inf")) or int(given) != given or not low <= given < high:
        raise ValueError(f"found {given}, needed an integer of type {scalar}")
    return wrap(np.array(int(given) & (high - 1), np.uint64).view(np.int64), scalar)


def wrap(values: Array, scalar: Scalar) -> Array:
    """Integer values brought into the range of a type, as two's complement wraps, in its numpy type."""
    if scalar.width == 1:
        return (values & 1).astype(bool) if values.dtype != bool else values
    if scalar.width == scalar.dtype.itemsize * 8:
        return values.astype(scalar.dtype)
    spare = 64 - scalar.width
    return ((values.astype(np.int64) << spare) >> spare).astype(scalar.dtype)
