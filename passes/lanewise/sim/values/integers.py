"""Integers of any width as numpy computes them."""

from __future__ import annotations

import numpy as np

from lanewise.sim.values import types
from lanewise.sim.values.types import Array, wrap


def number(values: Array) -> Array:
    """Signed values in a type that computes: true is -1."""
    return -values.astype(np.int8) if values.dtype == bool else values


def unsigned(values: Array, scalar: types.Scalar) -> Array:
    """The same bits as an unsigned number, in the unsigned numpy type of the same size."""
    if values.dtype == bool:
        return values.astype(np.uint8)
    size = values.dtype.itemsize
    bits = values.view(f"uint{size * 8}")
    width = scalar.width
    return bits if width == size * 8 else bits & bits.dtype.type((1 << width) - 1)


def bits(values: Array, scalar: types.Scalar) -> Array:
    """The bits of values of any type, in the unsigned numpy type of the same size; those that the type lacks are 0."""
    if not scalar.is_float:
        return unsigned(values, scalar)
    raw = np.ascontiguousarray(values).view(f"uint{scalar.dtype.itemsize * 8}")
    return raw & raw.dtype.type((1 << scalar.width) - 1)


def from_bits(raw: Array, scalar: types.Scalar) -> Array:
    """The other way: unsigned numbers as values of a type of at least as many bits as are set."""
    if not scalar.is_float:
        return wrap(raw.astype(np.uint64).view(np.int64), scalar)
    return raw.astype(f"uint{scalar.dtype.itemsize * 8}").view(scalar.dtype)


def high_product(a: Array, b: Array, scalar: types.Scalar, signed: bool) -> Array:
    """The upper half of the product of twice the width."""
    width = scalar.width
    if width <= 32:
        wide = [number(x).astype(np.int64) if signed else unsigned(x, scalar).astype(np.uint64) for x in (a, b)]
        product = wide[0] * wide[1]
        return wrap(product >> product.dtype.type(width), scalar)
    x, y = unsigned(a, scalar), unsigned(b, scalar)
    low, high = _multiply(x, y)
    if width < 64:
        high = (high << np.uint64(64 - width)) | (low >> np.uint64(width))
    if signed:
        # Reading an operand as unsigned added 2**width to it where it is negative.
        high = high - np.where(a < 0, y, 0) - np.where(b < 0, x, 0)
    return wrap(high.astype(np.int64), scalar)


def _multiply(a: Array, b: Array) -> tuple[Array, Array]:
    """Both words of the 128 bit product of uint64 values, from products of half words."""
    half, mask = np.uint64(32), np.uint64(0xFFFFFFFF)
    cross = (a >> half) * (b & mask) + (((a & mask) * (b & mask)) >> half)
    other = (a & mask) * (b >> half) + (cross & mask)
    return a * b, (a >> half) * (b >> half) + (cross >> half) + (other >> half)
