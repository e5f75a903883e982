"""One recipe an op family: each adds one op, or a few, on values at hand, and returns early when none fit."""

from __future__ import annotations

import math
from collections.abc import Callable

from builder import FLOATS, MAX_ELEMENTS, MAX_RANK, SIZES, Builder, Vector

Recipe = Callable[[Builder], None]

UNARY = {
    "float": ("math.exp", "math.absf", "arith.negf", "math.rsqrt", "math.tanh"),
    "int": ("math.absi", "math.ctpop"),
}
BINARY = {
    "float": ("arith.addf", "arith.subf", "arith.mulf", "arith.maximumf", "arith.minnumf", "arith.divf"),
    "int": ("arith.addi", "arith.muli", "arith.xori", "arith.maxsi", "arith.divsi", "arith.remui"),
    "i1": ("arith.andi", "arith.ori", "arith.xori"),
}
KINDS = {"float": ("add", "mul", "minimumf", "maximumf"), "int": ("add", "minsi", "maxui", "and"), "i1": ("and", "or")}
CASTS = (
    ("f32", "f16", "arith.truncf"),
    ("f16", "f32", "arith.extf"),
    ("i32", "f32", "arith.sitofp"),
    ("f32", "i32", "arith.fptosi"),
    ("f32", "i32", "arith.bitcast"),
    ("i32", "f32", "arith.bitcast"),
    ("i1", "i32", "arith.extui"),
    ("i1", "f32", "arith.uitofp"),
    ("i32", "i1", "arith.trunci"),
    ("i32", "index", "arith.index_cast"),
    ("index", "i32", "arith.index_cast"),
)


def family(elem: str) -> str:
    return "float" if elem in FLOATS else "i1" if elem == "i1" else "int"


def dims_map(count: int, results: list[int | str]) -> str:
    inputs = ", ".join(f"d{i}" for i in range(count))
    outputs = ", ".join(result if isinstance(result, str) else f"d{result}" for result in results)
    return f"affine_map<({inputs}) -> ({outputs})>"


# ---- anchors and elementwise


def anchor(b: Builder) -> None:
    value = b.some()
    if value is None:
        return
    b.anchor(value.name, value.type)
    if b.chance(0.15):
        b.anchor(value.name, value.type)


def unary(b: Builder) -> None:
    value = b.pick(lambda type: family(type.elem) in UNARY)
    if value:
        b.define(f"{b.rng.choice(UNARY[family(value.type.elem)])} {value.name} : {value.type}", value.type)


def binary(b: Builder) -> None:
    value = b.pick(lambda type: True)
    if value is None:
        return
    operands = [value.name, b.read(value.type)]
    b.rng.shuffle(operands)
    b.define(f"{b.rng.choice(BINARY[family(value.type.elem)])} {', '.join(operands)} : {value.type}", value.type)


def fma(b: Builder) -> None:
    value = b.some(lambda type: type.elem in FLOATS)
    if value:
        operands = ", ".join((value.name, b.read(value.type), b.read(value.type)))
        b.define(f"{b.rng.choice(('math.fma', 'vector.fma'))} {operands} : {value.type}", value.type)


def select(b: Builder) -> None:
    value = b.some()
    if value is None:
        return
    other = b.read(value.type)
    if b.chance(0.3):
        b.define(f"arith.select {b.scalar('i1')}, {value.name}, {other} : {value.type}", value.type)
    else:
        mask = value.type.of("i1")
        b.define(f"arith.select {b.read(mask)}, {value.name}, {other} : {mask}, {value.type}", value.type)


def compare(b: Builder) -> None:
    value = b.some(lambda type: type.elem != "i1")
    if value:
        op = "arith.cmpf olt" if value.type.elem in FLOATS else "arith.cmpi slt"
        b.define(f"{op}, {value.name}, {b.read(value.type)} : {value.type}", value.type.of("i1"))


def cast(b: Builder) -> None:
    value = b.pick(lambda type: any(source == type.elem for source, _, _ in CASTS))
    if value:
        _, target, op = b.rng.choice([cast for cast in CASTS if cast[0] == value.type.elem])
        b.define(f"{op} {value.name} : {value.type} to {value.type.of(target)}", value.type.of(target))


def source(b: Builder) -> None:
    b.source(b.random_type())


# ---- ops that move dimensions


def transpose(b: Builder) -> None:
    value = b.some(lambda type: len(type.shape) > 1)
    if value:
        transposed(b, value.name, value.type)


def transposed(b: Builder, name: str, type: Vector) -> tuple[str, Vector]:
    order = b.rng.sample(range(len(type.shape)), len(type.shape))
    result = Vector(tuple(type.shape[d] for d in order), type.elem)
    return b.define(f"vector.transpose {name}, {order} : {type} to {result}", result), result


def broadcast(b: Builder) -> None:
    value = b.pick(lambda type: len(type.shape) < MAX_RANK)
    if value is None:
        return
    rank = len(value.type.shape)
    leading = tuple(b.rng.choice(b.dims) for _ in range(b.rng.randint(1, MAX_RANK - rank)))
    known = [shape for shape in b.shapes if len(shape) > rank and shape[len(shape) - rank :] == value.type.shape]
    shape = b.rng.choice(known) if known and b.chance(0.7) else leading + value.type.shape
    if math.prod(shape) <= MAX_ELEMENTS:
        result = Vector(shape, value.type.elem)
        b.define(f"vector.broadcast {value.name} : {value.type} to {result}", result)


def stretch(b: Builder) -> None:
    """vector.broadcast of a unit dimension to a longer one: the oracle requires the long dimension's layout."""
    value = b.some()
    if value is None:
        return
    type, name = value.type, value.name
    if 1 not in type.shape:
        unit = Vector((*type.shape[:-1], 1), type.elem)
        type, name = unit, b.read(unit)
    result = Vector(tuple(b.rng.choice(b.dims) if size == 1 else size for size in type.shape), type.elem)
    if result != type and math.prod(result.shape) <= MAX_ELEMENTS:
        b.present.add("stretch")
        b.define(f"vector.broadcast {name} : {type} to {result}", result)


def shape_cast(b: Builder) -> None:
    value = b.some()
    if value:
        result = Vector(reshaped(b, value.type.shape), value.type.elem)
        b.define(f"vector.shape_cast {value.name} : {value.type} to {result}", result)


def reshaped(b: Builder, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Another shape with as many elements: unit dimensions, splits, merges, or one that the program uses already."""
    known = [s for s in b.shapes if s != shape and math.prod(s) == math.prod(shape)]
    if known and b.chance(0.6):
        return b.rng.choice(known)
    sizes = list(shape)
    for _ in range(b.rng.choice((1, 1, 2, 3))):
        at = b.rng.randrange(len(sizes))
        move = b.rng.choice(("unit", "split", "merge", "merge", "split"))
        if move == "unit" and sizes[at] == 1 and len(sizes) > 1:
            del sizes[at]
        elif move == "unit" and len(sizes) < MAX_RANK:
            sizes.insert(at, 1)
        elif move == "split" and len(sizes) < MAX_RANK:
            factor = b.rng.choice([f for f in SIZES if sizes[at] % f == 0])
            sizes[at : at + 1] = [factor, sizes[at] // factor]
        elif move == "merge" and at + 1 < len(sizes):
            sizes[at : at + 2] = [sizes[at] * sizes[at + 1]]
    return tuple(sizes)


def no_rule(b: Builder) -> None:
    """An op that no rule knows: layouts end there."""
    value = b.some(lambda type: len(type.shape) > 1)
    if value is None:
        return
    rows = value.type.shape[0]
    if b.chance(0.5):
        first = Vector((1, *value.type.shape[1:]), value.type.elem)
        b.define(f"vector.shuffle {value.name}, {value.name} [0] : {value.type}, {value.type}", first)
    else:
        order = [rows, *range(1, rows)]
        other = b.read(value.type)
        b.define(f"vector.shuffle {other}, {value.name} {order} : {value.type}, {value.type}", value.type)


def late_scalar(b: Builder) -> None:
    """A scalar computed in the body, for chains to read."""
    elem = b.rng.choice(("f32", "index"))
    name = b.fresh(elem)
    op = "arith.addf" if elem == "f32" else "arith.addi"
    b.emit(f"{name} = {op} {b.scalar(elem)}, {b.scalar(elem)} : {elem}")
    b.late_scalars[-1].append((name, elem))


# ---- reductions, scans, contractions


def masked(b: Builder, op: str, mask_shape: tuple[int, ...], result: str) -> str:
    """`op`, with the feature `vector-mask` often inside a vector.mask."""
    if "vector-mask" not in b.features or not mask_shape or b.chance(0.5):
        return op
    b.present.add("vector-mask")
    mask = Vector(mask_shape, "i1")
    return f"vector.mask {b.read(mask)} {{ {op} }} : {mask}{' -> ' + result if result else ''}"


def reduction(b: Builder) -> None:
    value = b.some(lambda type: type.elem in FLOATS or type.elem == "i32")
    if value is None:
        return
    type = value.type
    rank = len(type.shape)
    dims = sorted(b.rng.sample(range(rank), b.rng.randint(1, max(1, rank - 1 if b.chance(0.85) else rank))))
    kept = tuple(size for dim, size in enumerate(type.shape) if dim not in dims)
    result = str(Vector(kept, type.elem)) if kept else type.elem
    acc = b.read(Vector(kept, type.elem)) if kept else b.scalar(type.elem)
    kind = b.rng.choice(KINDS[family(type.elem)])
    op = f"vector.multi_reduction <{kind}>, {value.name}, {acc} {dims} : {type} to {result}"
    op = masked(b, op, type.shape, result)
    if kept:
        b.define(op, Vector(kept, type.elem))
    else:
        name = b.fresh(result)
        b.emit(f"{name} = {op}")
        if "late-scalar" in b.features:
            b.late_scalars[-1].append((name, type.elem))


def scan(b: Builder) -> None:
    # Generic form: the two hosts spell the custom one differently.
    value = b.some(lambda type: len(type.shape) > 1 and family(type.elem) != "i1" and type.elem != "index")
    if value is None:
        return
    type = value.type
    dim = b.rng.randrange(len(type.shape))
    carried = Vector(type.shape[:dim] + type.shape[dim + 1 :], type.elem)
    kind = b.rng.choice(KINDS[family(type.elem)])
    inclusive = b.rng.choice(("true", "false"))
    properties = f"inclusive = {inclusive}, kind = #vector.kind<{kind}>, reduction_dim = {dim} : i64"
    operands = f"({value.name}, {b.read(carried)})"
    types = f"({type}, {carried})"
    b.define_many(f'"vector.scan"{operands} <{{{properties}}}> : {types} -> {types}', [type, carried])


# ---- chains of cheap ops


def chain(b: Builder) -> None:
    """A cheap chain about as long as what is still copied, every link of it readable, its end read in two layouts."""
    type = b.random_type()
    name = b.source(type, hot=True)
    for _ in range(b.rng.choice((1, 2, 3, 5, 6, 7, 8, 9))):
        draw = b.rng.random()
        kind = family(type.elem)
        if draw < 0.2 and len(type.shape) > 1:
            name, type = transposed(b, name, type)
        elif draw < 0.3:
            result = Vector(reshaped(b, type.shape), type.elem)
            name, type = b.define(f"vector.shape_cast {name} : {type} to {result}", result), result
        elif draw < 0.4:
            name = b.define(f"{b.rng.choice(BINARY[kind])} {name}, {b.read(type)} : {type}", type)
        elif kind in UNARY and draw < 0.8:
            op = UNARY[kind][0]
            name = b.define(f"{op} {name} : {type}", type)
        else:
            cheap = BINARY[kind][0]
            name = b.define(f"{cheap} {name}, {b.source(type)} : {type}", type)
    for _ in range(b.rng.choice((0, 1, 2))):
        b.anchor(name, type)
