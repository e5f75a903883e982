"""Conversions of arith, and select. A float outside the range of the integer type becomes poison."""

from __future__ import annotations

import numpy as np

from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.merge import select as select_lanes
from lanewise.sim.machine.poison import Numbers, Value, poison_of, strip, with_poison
from lanewise.sim.machine.program import RAW, Op, Run, semantics
from lanewise.sim.semantics.arith_float import rounding_mode
from lanewise.sim.semantics.pointwise import Compute, operand_element, overflow_flags, pointwise, result_element
from lanewise.sim.values import types
from lanewise.sim.values.integers import bits, from_bits, number, unsigned
from lanewise.sim.values.rounding import from_integers, narrow, wide
from lanewise.sim.values.types import Array, wrap


@pointwise("arith.extsi", "arith.index_cast")
def signed_cast(op: Op) -> Compute:
    scalar = result_element(op)
    return lambda a: wrap(number(a), scalar)


@pointwise("arith.trunci")
def trunci(op: Op) -> Compute:
    """Drops the upper bits; with a flag that promises that nothing is lost, an element that loses is poison."""
    before, after = operand_element(op), result_element(op)
    flags = overflow_flags(op)

    def run(a: Array) -> Numbers:
        result = wrap(number(a), after)
        lost = np.zeros(a.shape, bool)
        if "nsw" in flags:
            lost = lost | (number(result) != number(a))
        if "nuw" in flags:
            lost = lost | (unsigned(result, after) != unsigned(a, before))
        return with_poison(result, lost)

    return run


@pointwise("arith.extui", "arith.index_castui")
def unsigned_cast(op: Op) -> Compute:
    before, after = operand_element(op), result_element(op)
    promised = "nonNeg" in op.attributes

    def run(a: Array) -> Numbers:
        result = wrap(unsigned(a, before), after)
        return with_poison(result, number(a) < 0) if promised else result

    return run


@pointwise("arith.sitofp")
def sitofp(op: Op) -> Compute:
    scalar = result_element(op)
    return lambda a: from_integers(number(a).astype(np.int64), scalar)


@pointwise("arith.uitofp")
def uitofp(op: Op) -> Compute:
    before, after = operand_element(op), result_element(op)
    promised = "nonNeg" in op.attributes

    def run(a: Array) -> Numbers:
        result = from_integers(unsigned(a, before).astype(np.uint64), after)
        return with_poison(result, number(a) < 0) if promised else result

    return run


@pointwise("arith.fptosi", "arith.fptoui")
def to_integer(op: Op) -> Compute:
    scalar = result_element(op)
    width = scalar.width
    signed = op.name == "arith.fptosi"
    least, limit = (-(2.0 ** (width - 1)), 2.0 ** (width - 1)) if signed else (0.0, 2.0**width)

    def run(a: Array) -> Numbers:
        whole = np.trunc(a.astype(np.float64))
        inside = (whole >= least) & (whole < limit)
        kept = np.where(inside, whole, 0.0).astype(np.int64 if signed else np.uint64)
        return with_poison(wrap(kept, scalar), ~inside)

    return run


@pointwise("arith.extf", "arith.truncf", "arith.convertf")
def float_cast(op: Op) -> Compute:
    scalar, mode = result_element(op), rounding_mode(op)
    return lambda a: narrow(wide(a), scalar, mode)


@pointwise("arith.scaling_extf")
def scaling_extf(op: Op) -> Compute:
    """Input and scale as the result's type, multiplied; of the scale only the exponent counts."""
    scalar = result_element(op)

    def run(a: Array, scale: Array) -> Array:
        return narrow(wide(narrow(wide(a), scalar)) * wide(_power_of_two(scale, scalar)), scalar)

    return run


@pointwise("arith.scaling_truncf")
def scaling_truncf(op: Op) -> Compute:
    """The input divided by the scale in the input's type, then rounded; of the scale only the exponent counts."""
    before, after, mode = operand_element(op), result_element(op), rounding_mode(op)

    def run(a: Array, scale: Array) -> Array:
        return narrow(wide(narrow(wide(a) / wide(_power_of_two(scale, before)), before)), after, mode)

    return run


def _power_of_two(scale: Array, scalar: types.Scalar) -> Array:
    return narrow(wide(narrow(wide(scale), types.scalar_named("f8E8M0FNU"))), scalar)


@pointwise("arith.bitcast")
def bitcast(op: Op) -> Compute:
    before, after = operand_element(op), result_element(op)
    if before.width != after.width:
        raise op.unsupported(f"{before} and {after} have different sizes")
    return lambda a: a if before == after else from_bits(bits(a, before), after)


@semantics("arith.select", poison=RAW)
def select(op: Op) -> Run:
    """Only the operand that is chosen can make the result poison, or the condition."""

    def run(_: Machine, condition: Numbers, then: Value, other: Value) -> Value:
        flag, unsure = strip(condition), poison_of(condition)
        if isinstance(then, MemRef):
            if unsure.any():
                raise op.unsupported("poison chooses between two memrefs")
            return select_lanes(op, flag, then, other)
        shape = (*flag.shape, *(1,) * (strip(then).ndim - flag.ndim))
        flag, unsure = flag.reshape(shape), unsure.reshape(shape)
        poison = unsure | np.where(flag, poison_of(then), poison_of(other))
        return with_poison(np.where(flag, strip(then), strip(other)), poison)

    return run
