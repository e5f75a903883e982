"""Seeded values for the memory of a case."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

NUMPY = {"f16": np.float16, "f32": np.float32, "f64": np.float64, "index": np.int64}
PLAIN, SMALL, EDGES = range(3)

FLOAT_EDGES = [0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 6e-8, 65504.0]


def values(memory: str, flavour: int, seed: int) -> Any:
    """An array for a static memref type. Small integers add up exactly; indices are always 0 or 1."""
    *sizes, element = re.split("x(?!>)", memory[len("memref<") : -1].replace("index", "INDEX"))
    element = element.lower()
    shape = tuple(map(int, sizes))
    rng = np.random.default_rng([seed, flavour])
    if element == "index":
        return rng.integers(0, 2, shape)
    if element.startswith("i"):
        dtype = np.dtype(f"int{element[1:]}")
        info = np.iinfo(dtype)
        if flavour == SMALL:
            return rng.integers(-4, 5, shape).astype(dtype)
        drawn = rng.integers(info.min, info.max, shape, dtype, endpoint=True)
        return (
            np.where(rng.random(shape) < 0.5, rng.choice([info.min, info.max, 0, -1], shape), drawn).astype(dtype)
            if flavour == EDGES
            else drawn
        )
    dtype = np.dtype(NUMPY[element])
    if flavour == SMALL:
        return rng.integers(-4, 5, shape).astype(dtype)
    drawn = rng.standard_normal(shape)
    if flavour == EDGES:
        drawn = np.where(rng.random(shape) < 0.3, rng.choice(FLOAT_EDGES, shape), drawn)
    return np.asarray(drawn).astype(dtype)
