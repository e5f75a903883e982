"""Integer arithmetic of arith: two's complement of any width, and poison where LLVM says poison."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from lanewise.sim.machine.poison import Numbers, with_poison
from lanewise.sim.machine.program import Op
from lanewise.sim.semantics.pointwise import Compute, operand_element, overflow_flags, pointwise
from lanewise.sim.values import types
from lanewise.sim.values.integers import high_product, number, unsigned
from lanewise.sim.values.types import Array, wrap

Binary = Callable[[Array, Array], Array]
Lost = Callable[[Array, Array, Array], Array]


# What nsw promises not to happen, by the signs of the result and the operands.
def _sum_lost(r: Array, a: Array, b: Array) -> Array:
    return (number(a) ^ number(r)) & (number(b) ^ number(r)) < 0


def _difference_lost(r: Array, a: Array, b: Array) -> Array:
    return (number(a) ^ number(b)) & (number(a) ^ number(r)) < 0


def _may_overflow(op: Op, compute: Binary, signed_lost: Lost, unsigned_lost: Lost) -> Compute:
    """Wraps around; with a flag that promises that it does not, an element that does is poison."""
    scalar = operand_element(op)
    flags = overflow_flags(op)
    checks = [check for flag, check in (("nsw", signed_lost), ("nuw", unsigned_lost)) if flag in flags]

    def run(a: Array, b: Array) -> Numbers:
        result = wrap(compute(number(a), number(b)), scalar)
        for check in checks:
            lost = check(result, a, b)
            if lost.any():
                return with_poison(result, np.logical_or.reduce([one(result, a, b) for one in checks]))
        return result

    return run


@pointwise("arith.addi")
def addi(op: Op) -> Compute:
    scalar = operand_element(op)
    return _may_overflow(op, np.add, _sum_lost, lambda r, a, b: unsigned(r, scalar) < unsigned(a, scalar))


@pointwise("arith.subi")
def subi(op: Op) -> Compute:
    scalar = operand_element(op)
    return _may_overflow(op, np.subtract, _difference_lost, lambda r, a, b: unsigned(a, scalar) < unsigned(b, scalar))


@pointwise("arith.muli")
def muli(op: Op) -> Compute:
    scalar = operand_element(op)

    def signed_lost(r: Array, a: Array, b: Array) -> Array:
        return number(high_product(a, b, scalar, signed=True)) != np.where(number(r) < 0, -1, 0)

    def unsigned_lost(r: Array, a: Array, b: Array) -> Array:
        return high_product(a, b, scalar, signed=False) != 0

    return _may_overflow(op, np.multiply, signed_lost, unsigned_lost)


@pointwise("arith.addui_extended")
def addui_extended(op: Op) -> Compute:
    scalar = operand_element(op)

    def run(a: Array, b: Array) -> tuple[Array, Array]:
        result = wrap(number(a) + number(b), scalar)
        return result, unsigned(result, scalar) < unsigned(a, scalar)

    return run


@pointwise("arith.subui_extended")
def subui_extended(op: Op) -> Compute:
    scalar = operand_element(op)
    return lambda a, b: (wrap(number(a) - number(b), scalar), unsigned(a, scalar) < unsigned(b, scalar))


@pointwise("arith.mulsi_extended", "arith.mului_extended")
def mul_extended(op: Op) -> Compute:
    scalar = operand_element(op)
    signed = op.name == "arith.mulsi_extended"
    return lambda a, b: (wrap(number(a) * number(b), scalar), high_product(a, b, scalar, signed))


def _reader(scalar: types.Scalar, signed: bool) -> Callable[[Array], Array]:
    """What brings operands of `scalar` into a type that computes."""
    return number if signed else partial(unsigned, scalar=scalar)


def _truncated(a: Array, b: Array) -> Array:
    return (a - np.fmod(a, b)) // b


def _ceiling(a: Array, b: Array) -> Array:
    return a // b + (a % b != 0)


DIVISIONS: dict[str, Binary] = {
    "arith.divsi": _truncated,
    "arith.divui": np.floor_divide,
    "arith.ceildivsi": _ceiling,
    "arith.ceildivui": _ceiling,
    "arith.floordivsi": np.floor_divide,
    "arith.remsi": np.fmod,
    "arith.remui": np.remainder,
}


@pointwise(*DIVISIONS)
def divide(op: Op) -> Compute:
    """Division by zero, and of the least number by -1, is poison; so is a remainder when the op says `exact`."""
    scalar, compute = operand_element(op), DIVISIONS[op.name]
    signed = op.name.endswith("si")
    read = _reader(scalar, signed)
    exact = "isExact" in op.attributes
    least = -(1 << (scalar.width - 1))

    def run(a: Array, b: Array) -> Numbers:
        a, b = read(a), read(b)
        bad = b == 0
        if signed:
            bad = bad | ((a == least) & (b == -1))
        divisor = np.where(bad, b.dtype.type(1), b)
        result = wrap(compute(a, divisor), scalar)
        if exact:
            bad = bad | (np.fmod(a, divisor) != 0)
        return with_poison(result, bad)

    return run


def _shift(op: Op, compute: Callable[[Array, Array], Array], lost: list[Lost]) -> Compute:
    """A shift by the width or more is poison."""
    scalar = operand_element(op)
    width = scalar.width

    def run(a: Array, by: Array) -> Numbers:
        far = unsigned(by, scalar) >= width
        amount = np.where(far, 0, unsigned(by, scalar))
        result = wrap(compute(a, amount), scalar)
        for check in lost:
            far = far | check(result, a, amount)
        return with_poison(result, far)

    return run


def _left(a: Array, by: Array) -> Array:
    values = number(a)
    return values << by.astype(values.dtype)


def _right(values: Array, by: Array) -> Array:
    return values >> by.astype(values.dtype)


@pointwise("arith.shli")
def shli(op: Op) -> Compute:
    scalar = operand_element(op)
    flags = overflow_flags(op)
    lost: list[Lost] = []
    if "nsw" in flags:
        lost.append(lambda r, a, by: _right(number(r), by) != number(a))
    if "nuw" in flags:
        lost.append(lambda r, a, by: _right(unsigned(r, scalar), by) != unsigned(a, scalar))
    return _shift(op, _left, lost)


@pointwise("arith.shrsi", "arith.shrui")
def shift_right(op: Op) -> Compute:
    """With `exact`, shifting out a bit that is set is poison."""
    scalar = operand_element(op)
    read = _reader(scalar, signed=op.name == "arith.shrsi")
    exact: list[Lost] = [lambda r, a, by: wrap(_left(r, by), scalar) != a] if "isExact" in op.attributes else []
    return _shift(op, lambda a, by: _right(read(a), by), exact)


BITWISE = {"arith.andi": np.bitwise_and, "arith.ori": np.bitwise_or, "arith.xori": np.bitwise_xor}


@pointwise(*BITWISE)
def bitwise(op: Op) -> Compute:
    return BITWISE[op.name]


EXTREMES: dict[str, Binary] = {
    "arith.maxsi": np.maximum,
    "arith.minsi": np.minimum,
    "arith.maxui": np.maximum,
    "arith.minui": np.minimum,
}


@pointwise(*EXTREMES)
def extreme(op: Op) -> Compute:
    scalar, compute = operand_element(op), EXTREMES[op.name]
    read = _reader(scalar, op.name.endswith("si"))
    return lambda a, b: wrap(compute(read(a), read(b)), scalar)


# By the number of the predicate: eq, ne, then signed and unsigned lt, le, gt, ge.
_RELATIONS: list[Binary] = [np.less, np.less_equal, np.greater, np.greater_equal]


@pointwise("arith.cmpi")
def cmpi(op: Op) -> Compute:
    predicate = int(op.attributes["predicate"])
    if predicate < 2:
        return np.equal if predicate == 0 else np.not_equal
    relation = _RELATIONS[(predicate - 2) % 4]
    read = _reader(operand_element(op), signed=predicate < 6)
    return lambda a, b: relation(read(a), read(b))
