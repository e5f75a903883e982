"""Float arithmetic of arith. Fast-math flags change nothing: they permit another result, they do not ask for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lanewise.mlir.attributes import integer
from lanewise.sim.machine.program import Op
from lanewise.sim.semantics.pointwise import Compute, operand_element, pointwise, result_element
from lanewise.sim.values.rounding import MODES, NEAREST, float_info, narrow, sum_to_odd, wide
from lanewise.sim.values.types import Array, is_widened


def rounding_mode(op: Op) -> str:
    """How the op rounds; shadows do not. Raises Unsupported."""
    if "roundingmode" not in op.attributes or is_widened():
        return NEAREST
    # Ops that round in one way only may have an attribute of this name that is of any kind.
    number = integer(op.attributes["roundingmode"])
    if number is None or not 0 <= number < len(MODES):
        raise op.unsupported(f"rounding mode {op.attributes['roundingmode']} is not simulated")
    mode = MODES[number]
    if mode != NEAREST and "f8E8M0FNU" in (operand_element(op).name, result_element(op).name):
        raise op.unsupported(f"rounding mode {mode} of f8E8M0FNU is not simulated")
    return mode


# Of f64 operands that hold at most 24 bits each: the result to odd, which any mode may round again.
_TO_ODD: dict[str, Callable[[Array, Array], Array]] = {
    "arith.addf": sum_to_odd,
    "arith.subf": lambda a, b: sum_to_odd(a, -b),
    "arith.mulf": np.multiply,
}

ARITHMETIC = {
    "arith.addf": np.add,
    "arith.subf": np.subtract,
    "arith.mulf": np.multiply,
    "arith.divf": np.divide,
    "arith.remf": np.fmod,
}


@pointwise(*ARITHMETIC)
def arithmetic(op: Op) -> Compute:
    """remf is C's fmod: exact, with the sign of the dividend."""
    scalar, mode = operand_element(op), rounding_mode(op)
    compute = ARITHMETIC[op.name]
    if mode == NEAREST:
        return lambda a, b: narrow(compute(wide(a), wide(b)), scalar)
    if op.name not in _TO_ODD or scalar.name == "f64":
        raise op.unsupported(f"rounding mode {mode} of {scalar} is not simulated")
    to_odd = _TO_ODD[op.name]
    downward = mode == "downward" and op.name in ("arith.addf", "arith.subf")

    def run(a: Array, b: Array) -> Array:
        total = to_odd(a.astype(np.float64), b.astype(np.float64))
        if downward:
            # x - x is -0 when rounding downward.
            b = -b if op.name == "arith.subf" else b
            total = np.where((total == 0) & (np.signbit(wide(a)) != np.signbit(wide(b))), -0.0, total)
        return narrow(total, scalar, mode)

    return run


@pointwise("arith.negf")
def negf(op: Op) -> Compute:
    scalar = operand_element(op)
    return lambda a: narrow(-wide(a), scalar)


def _larger(choose: np.ufunc) -> Callable[[Array, Array], Array]:
    def run(a: Array, b: Array) -> Array:
        result = choose(a, b)
        # A sum of zeros is -0 only when both are: so -0 is less than +0.
        return np.where((a == 0) & (b == 0), a + b, result)

    return run


def _smaller(choose: np.ufunc) -> Callable[[Array, Array], Array]:
    def run(a: Array, b: Array) -> Array:
        result = choose(a, b)
        return np.where((a == 0) & (b == 0), -(-a - b), result)

    return run


# maximumf and minimumf hand on NaN; maxnumf and maximumnumf prefer a number to it. Which zero maxnumf and minnumf give
# of two is left open: here it is the one that the others must give.
EXTREMES = {
    "arith.maximumf": _larger(np.maximum),
    "arith.maxnumf": _larger(np.fmax),
    "arith.maximumnumf": _larger(np.fmax),
    "arith.minimumf": _smaller(np.minimum),
    "arith.minnumf": _smaller(np.fmin),
    "arith.minimumnumf": _smaller(np.fmin),
}


@pointwise(*EXTREMES)
def extreme(op: Op) -> Compute:
    scalar = operand_element(op)
    compute = EXTREMES[op.name]
    return lambda a, b: narrow(compute(wide(a), wide(b)), scalar)


# By the number of the predicate: which of less, equal, greater make it true. Number 8 on adds unordered.
_TRUE_OF = ["", "e", "g", "ge", "l", "le", "lg", "lge"]


@pointwise("arith.cmpf")
def cmpf(op: Op) -> Compute:
    predicate = int(op.attributes["predicate"])
    # false, oeq, ogt, oge, olt, ole, one, ord; then ueq, ugt, uge, ult, ule, une, uno, true.
    or_unordered = predicate >= 8
    wanted = _TRUE_OF[predicate] if not or_unordered else [*_TRUE_OF[1:7], "", "lge"][predicate - 8]

    def run(a: Array, b: Array) -> Array:
        a, b = wide(a), wide(b)
        result = np.isnan(a) | np.isnan(b) if or_unordered else np.zeros(np.broadcast_shapes(a.shape, b.shape), bool)
        for relation, compute in (("l", np.less), ("e", np.equal), ("g", np.greater)):
            if relation in wanted:
                result = result | compute(a, b)
        return result

    return run


@pointwise("arith.flush_denormals")
def flush_denormals(op: Op) -> Compute:
    """A denormal becomes a zero of its sign."""
    scalar = operand_element(op)
    return lambda a: narrow(np.where(is_denormal(a), np.copysign(0, wide(a)), wide(a)), scalar)


def is_denormal(values: Array) -> Array:
    magnitude = np.abs(wide(values))
    return (magnitude > 0) & (magnitude < smallest_normal(values))


def smallest_normal(values: Array) -> float:
    return 2.0 ** int(float_info(values.dtype).minexp)
