"""Recipes for kernels: sources, elementwise ops and ops that move dimensions."""

from __future__ import annotations

import math
from collections.abc import Callable

from builder import Vector
from kernel import FLOATS, INPUT, LIMIT, MAX_ELEMENTS, MAX_RANK, Buffer, Kernel, Value
from layouts import prime_factors

Recipe = Callable[[Kernel], None]

# Of floats only what keeps integers integers.
UNARY = {
    "float": ("math.absf", "arith.negf", "math.floor", "math.roundeven"),
    "int": ("math.absi", "math.ctpop"),
}
BINARY = {
    "float": ("arith.addf", "arith.subf", "arith.mulf", "arith.maximumf", "arith.minnumf"),
    "int": ("arith.addi", "arith.subi", "arith.muli", "arith.xori", "arith.maxsi", "arith.minui"),
    "i1": ("arith.andi", "arith.ori", "arith.xori"),
}
WITH_CONSTANT = ("arith.divsi", "arith.remui", "arith.floordivsi", "arith.shli", "arith.shrsi", "arith.shrui")
CASTS = (
    ("f32", "f16", "arith.truncf"),
    ("f32", "bf16", "arith.truncf"),
    ("f16", "f32", "arith.extf"),
    ("bf16", "f32", "arith.extf"),
    ("i32", "f32", "arith.sitofp"),
    ("i8", "f16", "arith.sitofp"),
    ("i32", "i8", "arith.trunci"),
    ("i8", "i32", "arith.extsi"),
    ("f32", "i32", "arith.fptosi"),
    ("f16", "i8", "arith.fptosi"),
    ("i1", "i32", "arith.extui"),
    ("i1", "f32", "arith.uitofp"),
    ("i32", "i1", "arith.trunci"),
    ("i32", "index", "arith.index_cast"),
    ("index", "i32", "arith.index_cast"),
    ("i16", "i8", "arith.trunci"),
    ("i64", "i32", "arith.trunci"),
    ("i8", "i64", "arith.extui"),
    ("f64", "f32", "arith.truncf"),
)


def family(elem: str) -> str:
    return "float" if elem in FLOATS else "i1" if elem == "i1" else "int"


def number(elem: str, value: int) -> str:
    return f"{value}.0" if elem in FLOATS else ("false", "true")[value % 2] if elem == "i1" else str(value)


# ---- sources


def splat(k: Kernel, type: Vector) -> Value:
    value = k.rng.randint(-INPUT, 4)
    return k.define(f"arith.constant dense<{number(type.elem, value)}> : {type}", type, False, 4)


def list_constant(k: Kernel, type: Vector) -> Value:
    """A constant whose elements differ."""
    if math.prod(type.shape) > 512:
        return splat(k, type)

    def nested(shape: tuple[int, ...]) -> str:
        if not shape:
            return number(type.elem, k.rng.randint(-INPUT, INPUT))
        return f"[{', '.join(nested(shape[1:]) for _ in range(shape[0]))}]"

    k.families.add("constant")
    return k.define(f"arith.constant dense<{nested(type.shape)}> : {type}", type, False, INPUT)


def scalar_splat(k: Kernel, type: Vector) -> Value:
    scalar = k.scalar(type.elem)
    k.families.add("broadcast")
    return k.define(f"vector.broadcast {scalar.name} : {type.elem} to {type}", type, False, scalar.bound or 0)


def create_mask(k: Kernel, type: Vector) -> Value:
    bounds = ", ".join(k.below(size + 2)[0] for size in type.shape)
    k.families.add("create_mask")
    return k.define(f"vector.create_mask {bounds} : {type}", type, False)


def constant_mask(k: Kernel, type: Vector) -> Value:
    bounds = [k.rng.randint(1, size) for size in type.shape]
    bounds = [0 for _ in bounds] if k.chance(0.05) else bounds
    k.families.add("constant_mask")
    return k.define(f"vector.constant_mask {bounds} : {type}", type, False)


def step(k: Kernel, type: Vector) -> Value:
    line = Vector(type.shape[-1:], "index")
    k.families.add("step")
    value = k.define(f"vector.step : {line}", line, False)
    return value if line == type else spread(k, value, type)


def spread(k: Kernel, value: Value, type: Vector) -> Value:
    k.read(value)
    k.families.add("broadcast")
    return k.define(f"vector.broadcast {value.name} : {value.type} to {type}", type, False, value.bound)


def argument(k: Kernel, type: Vector) -> Value:
    name, at = k.arg(str(type))
    k.buffers[at] = Buffer(type.elem, type.shape, math.prod(type.shape))
    k.families.add("vector argument")
    value = Value(name, type, False, INPUT)
    k.values[0].append(value)
    return value


def source(k: Kernel, type: Vector) -> Value:
    """A new value that depends on no other vector."""
    if k.has_vector_arguments and type.shape and k.chance(0.3):
        return argument(k, type)
    makers = [splat, list_constant, scalar_splat]
    if type.elem == "i1":
        makers = [splat, create_mask, create_mask, create_mask, constant_mask]
    if type.elem == "index":
        makers += [step] * 3
    return k.rng.choice(makers)(k, type)


def of(k: Kernel, type: Vector, fresh: float = 0.15) -> Value:
    """A value of exactly this type, made when there is none, and with probability `fresh` anyway."""
    value = None if k.chance(fresh) else k.pick(lambda other: other == type)
    return value or k.read(source(k, type))


def any_value(k: Kernel, wanted: Callable[[Vector], bool] = lambda type: True) -> Value:
    return k.pick(lambda type: type.elem != "i1" and wanted(type)) or k.read(source(k, k.random_type()))


# ---- elementwise


def unary(k: Kernel) -> None:
    value = any_value(k, lambda type: type.elem != "index")
    if value.type.elem != "index":
        op = k.rng.choice(UNARY[family(value.type.elem)])
        k.define(f"{op} {value.name} : {value.type}", value.type, value.laid, value.bound)
        k.families.add("elementwise")


def binary(k: Kernel) -> None:
    value = k.pick(lambda type: True) or any_value(k)
    other = of(k, value.type)
    op = k.rng.choice(BINARY[family(value.type.elem)])
    bound = value.bound * other.bound if op.endswith("mulf") else value.bound + other.bound
    pair = [value.name, other.name]
    k.rng.shuffle(pair)
    k.define(f"{op} {', '.join(pair)} : {value.type}", value.type, value.laid or other.laid, bound)
    k.families.add("elementwise")


def with_constant(k: Kernel) -> None:
    value = k.pick(lambda type: family(type.elem) == "int")
    if value:
        other = k.define(f"arith.constant dense<{k.rng.randint(1, 5)}> : {value.type}", value.type, False)
        op = k.rng.choice(WITH_CONSTANT)
        k.read(other)
        k.define(f"{op} {value.name}, {other.name} : {value.type}", value.type, value.laid)


def extended(k: Kernel) -> None:
    """An elementwise op with two results."""
    value = k.pick(lambda type: type.elem in ("i32", "i8"))
    if value:
        other = of(k, value.type)
        names = [k.fresh(), k.fresh()]
        op = k.rng.choice(("arith.mulsi_extended", "arith.mului_extended"))
        k.emit(f"{', '.join(names)} = {op} {value.name}, {other.name} : {value.type}")
        for name in names:
            k.limited(Value(name, value.type, value.laid or other.laid, 0))


def fma(k: Kernel) -> None:
    value = k.pick(lambda type: type.elem in FLOATS)
    if value:
        other, added = of(k, value.type), of(k, value.type)
        op = k.rng.choice(("math.fma", "vector.fma"))
        bound = value.bound * other.bound + added.bound
        text = f"{op} {value.name}, {other.name}, {added.name} : {value.type}"
        k.define(text, value.type, value.laid or other.laid or added.laid, bound)


def select(k: Kernel) -> None:
    value = any_value(k)
    other = of(k, value.type)
    bound, laid = max(value.bound, other.bound), value.laid or other.laid
    if k.chance(0.3):
        text = f"arith.select {k.scalar('i1').name}, {value.name}, {other.name} : {value.type}"
    else:
        mask = of(k, value.type.of("i1"))
        laid |= mask.laid
        text = f"arith.select {mask.name}, {value.name}, {other.name} : {mask.type}, {value.type}"
    k.define(text, value.type, laid, bound)
    k.families.add("elementwise")


def compare(k: Kernel) -> None:
    value = any_value(k)
    other = of(k, value.type)
    op = "arith.cmpf ole" if value.type.elem in FLOATS else "arith.cmpi slt"
    laid = value.laid or other.laid
    k.define(f"{op}, {value.name}, {other.name} : {value.type}", value.type.of("i1"), laid)


def cast(k: Kernel) -> None:
    value = k.pick(lambda type: any(source == type.elem for source, _, _ in CASTS))
    if value:
        _, target, op = k.rng.choice([cast for cast in CASTS if cast[0] == value.type.elem])
        if k.wild and op == "arith.fptosi":
            return
        value = k.at_most(value, min(LIMIT.get(target, 100), 100 if target == "i8" else 10**9))
        text = f"{op} {value.name} : {value.type} to {value.type.of(target)}"
        if op == "arith.sitofp":
            # Any integer: what comes out may be rounded, and the clamp takes what is left of it.
            name = k.fresh()
            k.emit(f"{name} = {text}")
            k.limited(k.at_most(Value(name, value.type.of(target), value.laid, 10**9), LIMIT[target]))
        else:
            k.define(text, value.type.of(target), value.laid, max(value.bound, 1))


# ---- ops that move dimensions


def transpose(k: Kernel) -> None:
    value = any_value(k, lambda type: len(type.shape) > 1)
    rank = len(value.type.shape)
    order = k.rng.sample(range(rank), rank)
    result = Vector(tuple(value.type.shape[d] for d in order), value.type.elem)
    if rank > 1:
        text = f"vector.transpose {value.name}, {order} : {value.type} to {result}"
        k.define(text, result, value.laid, value.bound)
        k.families.add("transpose")


def broadcast(k: Kernel) -> None:
    """Leading dimensions, and at times a unit dimension stretched."""
    value = k.pick(lambda type: len(type.shape) < MAX_RANK) or any_value(k)
    rank = len(value.type.shape)
    leading = tuple(k.rng.choice(k.dims) for _ in range(k.rng.randint(0 if 1 in value.type.shape else 1, 2)))
    known = [shape for shape in k.shapes if len(shape) > rank and shape[len(shape) - rank :] == value.type.shape]
    shape = k.rng.choice(known) if known and k.chance(0.6) else leading + value.type.shape
    if k.chance(0.5):
        kept = len(shape) - rank
        shape = shape[:kept] + tuple(k.rng.choice(k.dims) if size == 1 else size for size in shape[kept:])
    if len(shape) <= MAX_RANK and math.prod(shape) <= MAX_ELEMENTS and shape != value.type.shape:
        spread(k, value, Vector(shape, value.type.elem))


def shape_cast(k: Kernel) -> None:
    value = any_value(k)
    result = Vector(reshaped(k, value.type.shape), value.type.elem)
    if result != value.type:
        text = f"vector.shape_cast {value.name} : {value.type} to {result}"
        k.define(text, result, False, value.bound)
        k.families.add("shape_cast")


def reshaped(k: Kernel, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Another shape with as many elements: unit dimensions, splits, merges, or one that the kernel uses already."""
    known = [s for s in k.shapes if s != shape and math.prod(s) == math.prod(shape)]
    if known and k.chance(0.6):
        return k.rng.choice(known)
    sizes = list(shape)
    for _ in range(k.rng.choice((1, 1, 2, 3))):
        at = k.rng.randrange(len(sizes))
        move = k.rng.choice(("unit", "split", "merge", "merge", "split"))
        if move == "unit" and sizes[at] == 1 and len(sizes) > 1:
            del sizes[at]
        elif move == "unit" and len(sizes) < MAX_RANK:
            sizes.insert(at, 1)
        elif move == "split" and len(sizes) < MAX_RANK:
            factor = math.prod(prime for prime in prime_factors(sizes[at]) if k.chance(0.5))
            sizes[at : at + 1] = [factor, sizes[at] // factor]
        elif move == "merge" and at + 1 < len(sizes):
            sizes[at : at + 2] = [sizes[at] * sizes[at + 1]]
    return tuple(sizes)
