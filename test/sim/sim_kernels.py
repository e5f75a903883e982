"""Kernels of one function with a buffer for results, run in the simulator."""

from __future__ import annotations

from typing import Any

import numpy as np
from lanewise.sim import run

Array = np.ndarray[Any, Any]


def kernel(body: str, arguments: str, lanes: int = 64, subgroup: int = 32, header: str = "") -> str:
    """The text of a kernel of `lanes` lanes, with %t, %lane and %c0 to %c8 at hand."""
    constants = "\n".join(f"  %c{i} = arith.constant {i} : index" for i in range(9))
    attributes = f"gpu.known_block_size = array<i32: {lanes}, 1, 1>, lanewise.subgroup_size = {subgroup} : i64"
    return f"""{header}
func.func @kernel({arguments}) attributes {{{attributes}}} {{
{constants}
  %t = gpu.thread_id x
  %lane = gpu.lane_id
{body}
  return
}}"""


def results(body: str, kind: str, lanes: int = 64, subgroup: int = 32, **options: Any) -> Array:
    """What lanes store as %x, of a scalar type, each at its own place."""
    store = f"  memref.store %x, %out[%t] : memref<{lanes}x{kind}>"
    text = kernel(f"{body}\n{store}", f"%out: memref<{lanes}x{kind}>", lanes, subgroup)
    return run(text, **options).outputs["argument 0"].array()


def plain_collatz(v: int) -> tuple[int, int]:
    """What 3v + 1 comes to below 8, and after how many rounds."""
    count = 0
    while v > 7:
        v, count = (3 * v + 1 if v % 2 else v // 2), count + 1
    return v, count
