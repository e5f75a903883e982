"""index: arithmetic of indices, which are 64-bit integers here. All but a few ops mean what one of arith's means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import ELEMENTWISE, SEMANTICS, Op, Run, semantics
from lanewise.sim.semantics import arith_cast as arith_cast  # registers what is looked up here
from lanewise.sim.semantics import arith_int as arith_int
from lanewise.sim.semantics.gpu import keyword
from lanewise.sim.values import types
from lanewise.sim.values.integers import unsigned
from lanewise.sim.values.types import Array

_NAMES = """
    add and ceildivs ceildivu divs divu floordivs maxs maxu mins minu mul or rems remu shl shrs shru sub xor
""".split()
SAME = {f"index.{name}": f"arith.{name}i" for name in _NAMES}
SAME |= {"index.casts": "arith.index_cast", "index.castu": "arith.index_castui"}

INDEX = types.scalar_named("index")


@semantics(*SAME, poison=ELEMENTWISE)
def same(op: Op) -> Run:
    name = SAME[op.name]
    return SEMANTICS[name][1](replace(op, name=name))


_COMPARE: dict[str, np.ufunc] = {
    "eq": np.equal,
    "ne": np.not_equal,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
}


@semantics("index.cmp", poison=ELEMENTWISE)
def cmp(op: Op) -> Run:
    predicate = keyword(op.attributes["pred"])
    if predicate in ("eq", "ne"):
        compare = _COMPARE[predicate]
        return lambda machine, a, b: compare(a, b)
    signed, compare = predicate[0] == "s", _COMPARE[predicate[1:]]

    def run(machine: Machine, a: Array, b: Array) -> Array:
        return compare(a, b) if signed else compare(unsigned(a, INDEX), unsigned(b, INDEX))

    return run


@semantics("index.constant")
def constant(op: Op) -> Run:
    value = np.array([int(op.attributes["value"])], np.int64)
    return lambda machine: value


@semantics("index.bool.constant")
def bool_constant(op: Op) -> Run:
    value = np.array([bool(op.attributes["value"])])
    return lambda machine: value


@semantics("index.sizeof")
def sizeof(op: Op) -> Run:
    return lambda machine: np.array([64], np.int64)
