"""How a function of arrays becomes the semantics of an op that works element by element."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Results
from lanewise.sim.machine.program import ELEMENTWISE, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.types import Array

Compute = Callable[..., Results]
"""Operands to results. A result may be Poisoned; poison of the operands is not its business."""


def pointwise(*names: str) -> Callable[[Callable[[Op], Compute]], Callable[[Op], Compute]]:
    """Register ops by what they compute of their operands' elements. Floating-point exceptions are silent."""

    def register(make: Callable[[Op], Compute]) -> Callable[[Op], Compute]:
        @semantics(*names, poison=ELEMENTWISE)
        def compile_(op: Op) -> Run:
            for type_ in (*op.operand_types, *op.result_types):
                known_element(op, type_)
            compute = make(op)

            def run(_: Machine, *operands: Array) -> Results:
                with np.errstate(all="ignore"):
                    return compute(*operands)

            return run

        return make

    return register


def known_element(op: Op, type_: ir.Type) -> types.Scalar:
    """The element type of a scalar or a vector. Raises Unsupported, or UnknownType."""
    if isinstance(type_, ir.ShapedType) and not isinstance(type_, ir.VectorType):
        raise op.unsupported(f"{type_} is neither a scalar nor a vector")
    types.shape(type_)
    return types.scalar_of(type_)


def operand_element(op: Op, number: int = 0) -> types.Scalar:
    return types.scalar_of(op.operand_types[number])


def result_element(op: Op) -> types.Scalar:
    return types.scalar_of(op.result_types[0])


def overflow_flags(op: Op) -> set[str]:
    """Which of `nsw` and `nuw` the op has. The bindings have no class for `#arith.overflow<nsw, nuw>`."""
    if "overflowFlags" not in op.attributes:
        return set()
    return {"nsw", "nuw"} & set(re.findall(r"\w+", str(op.attributes["overflowFlags"])))
