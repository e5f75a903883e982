"""Numbers that the host gives a kernel: push constants, and what the program says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine.checks import FaultyLanes, addresses, raise_where
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Value
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.values import types
from lanewise.sim.values.types import Array


@semantics("hal.interface.constant.load", poison=RAW)
def constant_load(op: Op) -> Run:
    ordinal = int(op.attributes["ordinal"])
    element = types.scalar_of(op.result_types[0])
    if element.is_float:
        raise op.unsupported(f"push constants of type {element} are not simulated")
    # Each was chosen before the run: see `lanewise.sim.judge.numbers`.
    return lambda machine: types.wrap(np.array([machine.inputs.constants[ordinal]], np.int64), element)


class Limits(NamedTuple):
    """What is assumed of an integer: it lies between two, and divides by a third."""

    low: int = 0
    high: int = 2**63 - 1
    divisor: int = 1

    def __str__(self) -> str:
        between = f"{self.low}..{self.high}" if self.high < 2**63 - 1 else f"{self.low} or more"
        return between + (f" by {self.divisor}" if self.divisor > 1 else "")

    def hold(self, values: Array) -> Array:
        return np.asarray((values >= self.low) & (values <= self.high) & (values % self.divisor == 0))


# A longer one says nothing: what it bounds has 64 bits, of which the first is a sign.
_BOUND = re.compile(r"(umin|umax|udiv) = ([0-9]{1,18})\b")


def assumed(op: ir.Operation) -> list[list[Limits]]:
    """Of a util.assume.int: rows of limits, one for each operand. The values keep one of the rows.

    An operand of which one thing is said, or nothing, has it in every row.
    """
    columns = [[_limits(str(one)) for one in column] for column in op.attributes["assumptions"]]
    count = max(map(len, columns), default=0)
    return [
        [column[row if len(column) > 1 else 0] if column else Limits() for column in columns] for row in range(count)
    ]


def _limits(text: str) -> Limits:
    said = {bound: int(number) for bound, number in _BOUND.findall(text)}
    return Limits(said.get("umin", 0), said.get("umax", 2**63 - 1), said.get("udiv") or 1)


@semantics("util.assume.int", poison=RAW)
def assume_int(op: Op) -> Run:
    """The operands as they are. Values that fit no row of assumptions are a fault."""
    rows = assumed(op.op)

    def run(machine: Machine, *operands: Value) -> tuple[Value, ...]:
        if rows:
            _check_assumed(machine, op, addresses(machine, op, operands, "an assumption"), rows)
        return operands

    return run


def _check_assumed(machine: Machine, op: Op, operands: list[Array], rows: list[list[Limits]]) -> None:
    for values, allowed in zip(operands, zip(*rows, strict=True), strict=True):
        _need(machine, op, values, allowed)
    fits = [
        np.logical_and.reduce([one.hold(values) for one, values in zip(row, operands, strict=True)]) for row in rows
    ]
    wrong = ~np.logical_or.reduce(fits)
    what = "the op assumes none of these combinations"

    def text(lanes: FaultyLanes) -> str:
        return f"{what}: {[lanes.first(values) for values in operands]}"

    raise_where(machine, op, wrong, text, kind="assumption")


def _need(machine: Machine, op: Op, values: Array, allowed: Sequence[Limits]) -> None:
    def text(lanes: FaultyLanes) -> str:
        needed = " or ".join(str(one) for one in dict.fromkeys(allowed))
        return f"{lanes.first(values)} is not what the op assumes: needed {needed}"

    raise_where(machine, op, ~np.logical_or.reduce([one.hold(values) for one in allowed]), text, kind="assumption")
