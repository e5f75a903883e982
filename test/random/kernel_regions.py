"""Recipes for kernels: ops with regions. All lanes take the same way through them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from builder import Vector
from kernel import FLOATS, LIMIT, Kernel, Scalar, Value
from kernel_memory import write
from kernel_values import any_value, of

Fill = Callable[[Kernel, int], None]
Region = Callable[[Kernel, Fill], None]
MAX_DEPTH = 3
RESULTS = re.compile(r"^ *%[%\w, ]* = ")


def listed(values: list[Value]) -> str:
    return ", ".join(str(value.type) for value in values)


def carried(k: Kernel) -> list[Value]:
    """One to three values with layouts, of bounds that a loop's body can keep."""
    found = [k.laid(any_value(k)) for _ in range(k.rng.choice((1, 1, 2, 3)))]
    return [k.read(value) for value in found]


def carried_type(value: Value, name: str) -> Value:
    """What stands for a carried value in the body or behind it."""
    return Value(name, value.type, True, LIMIT.get(value.type.elem, 0))


def fill_and_yield(k: Kernel, fill: Fill, values: list[Value]) -> None:
    fill(k, k.rng.randint(1, 6))
    arms = [of(k, value.type, fresh=0.05) for value in values]
    flush(k, [arm.name for arm in arms])
    k.emit(f"scf.yield {', '.join(arm.name for arm in arms)} : {listed(values)}")


def flush(k: Kernel, yielded: Sequence[str] = ()) -> None:
    """Write what nothing reads, but for some dead code."""
    read = {*yielded, *re.findall(r"%\w+", "\n".join(RESULTS.sub("", line) for line in k.lines))}
    for value in list(k.values[-1]):
        if value.name not in read and k.chance(0.98):
            write(k, k.read(value))
    for scalar in list(k.scalars[-1]):
        if scalar.name not in read and scalar.name[1] not in "ab" and scalar.elem != "i1" and k.chance(0.7):
            k.used.add(scalar.name)
            type = Vector((k.rng.choice(k.dims),), scalar.elem)
            text = f"vector.broadcast {scalar.name} : {scalar.elem} to {type}"
            write(k, k.read(k.define(text, type, False, scalar.bound or 0)))


def close(k: Kernel, text: str, names: list[str], values: list[Value]) -> None:
    k.emit(text)
    k.values[-1] += [carried_type(value, name) for name, value in zip(names, values, strict=True)]


def loop(k: Kernel, fill: Fill) -> None:
    inits = carried(k)
    results, args = [k.fresh() for _ in inits], [k.fresh() for _ in inits]
    induction = k.fresh()
    start, count = k.rng.randint(0, 1), k.rng.choice((0, 1, 2, 2, 3))
    last = k.index(start + count) if k.chance(0.6) else k.below(3)[0]
    pairs = ", ".join(f"{arg} = {init.name}" for arg, init in zip(args, inits, strict=True))
    head = f"scf.for {induction} = {k.index(start)} to {last} step {k.index(1)} iter_args({pairs})"
    k.emit(f"{', '.join(results)} = {head} -> ({listed(inits)}) {{")
    with k.region():
        k.values[-1] += [carried_type(init, arg) for init, arg in zip(inits, args, strict=True)]
        k.scalars[-1].append(Scalar(induction, "index", 4))
        fill_and_yield(k, fill, inits)
    k.families.add("for")
    close(k, "}", results, inits)


def while_loop(k: Kernel, fill: Fill) -> None:
    """Counts: `before` compares, and passes its values on as they are or changed."""
    inits = carried(k)
    results = [k.fresh() for _ in inits]
    final, counter, count, more, next_count = (k.fresh() for _ in range(5))
    types = f"index, {listed(inits)}"
    before, after = [k.fresh() for _ in inits], [k.fresh() for _ in inits]
    zero, limit = k.index(0), k.index(k.rng.choice((0, 1, 2, 3)))
    pairs = ", ".join(f"{arg} = {init.name}" for arg, init in zip(before, inits, strict=True))
    k.emit(f"{', '.join([final, *results])} = scf.while ({counter} = {zero}, {pairs}) : ({types}) -> ({types}) {{")
    with k.region():
        k.values[-1] += [carried_type(init, arg) for init, arg in zip(inits, before, strict=True)]
        k.emit(f"{more} = arith.cmpi slt, {counter}, {limit} : index")
        passed = before
        if k.chance(0.4):
            fill(k, 2)
            passed = [of(k, init.type, fresh=0.0).name for init in inits]
        flush(k, passed)
        k.emit(f"scf.condition({more}) {', '.join([counter, *passed])} : {types}")
    k.emit("} do {")
    arguments = ", ".join(f"{arg}: {init.type}" for arg, init in zip(after, inits, strict=True))
    k.emit(f"^bb0({count}: index, {arguments}):")
    with k.region():
        k.values[-1] += [carried_type(init, arg) for init, arg in zip(inits, after, strict=True)]
        k.emit(f"{next_count} = arith.addi {count}, {k.index(1)} : index")
        fill(k, k.rng.randint(1, 4))
        arms = [of(k, init.type, fresh=0.05).name for init in inits]
        flush(k, arms)
        k.emit(f"scf.yield {', '.join([next_count, *arms])} : {types}")
    k.families.add("while")
    k.emit("}")
    suggested(k, results, inits)


def suggested(k: Kernel, names: list[str], values: list[Value]) -> None:
    """Results to which no layout need come by itself."""
    bounds = [LIMIT.get(value.type.elem, 0) for value in values]
    k.values[-1] += [Value(n, v.type, False, bound) for n, v, bound in zip(names, values, bounds, strict=True)]


def arms(k: Kernel, fill: Fill, head: str, labels: list[str], name: str) -> None:
    """An op whose regions yield alike: `labels` open the regions but for the first that `head` opens itself."""
    values = carried(k)
    results = [k.fresh() for _ in values]
    k.emit(f"{', '.join(results)} = {head.format(listed(values))}")
    for number, label in enumerate(labels):
        if label:
            k.emit(label)
        with k.region():
            fill_and_yield(k, fill, values)
        if name == "index_switch" and number < len(labels) - 1:
            k.emit("}")
    k.families.add(name)
    k.emit("}")
    suggested(k, results, values)


def branch(k: Kernel, fill: Fill) -> None:
    if k.chance(0.6):
        known = [s for scope in k.scalars for s in scope if s.elem in ("index", "i32") or s.elem in FLOATS]
        if known:
            chosen = k.rng.choice(known)
            k.used.add(chosen.name)
            isfloat = chosen.elem in FLOATS
            zero = k.constant("1.0" if isfloat else "1", chosen.elem)
            op = "arith.cmpf ogt" if isfloat else "arith.cmpi sgt"
            condition = k.add_scalar(f"{op}, {chosen.name}, {zero} : {chosen.elem}", "i1", None)
            k.used.add(condition.name)
            arms(k, fill, f"scf.if {condition.name} -> ({{}}) {{{{", ["", "} else {"], "if")
            return
    arms(k, fill, f"scf.if {k.scalar('i1').name} -> ({{}}) {{{{", ["", "} else {"], "if")


def index_switch(k: Kernel, fill: Fill) -> None:
    selector = k.below(3)[0]
    arms(k, fill, f"scf.index_switch {selector} -> {{}}", ["case 1 {", "case 2 {", "default {"], "index_switch")


def execute_region(k: Kernel, fill: Fill) -> None:
    arms(k, fill, "scf.execute_region -> ({}) {{", [""], "execute_region")
