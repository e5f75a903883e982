"""Recipes for kernels: reductions and contractions, on operands small enough that no sum rounds."""

from __future__ import annotations

import math

from builder import Vector
from covering import covering_layout
from kernel import EXACT, FLOATS, MAX_ELEMENTS, Kernel, Value
from kernel_memory import masked, read_type
from kernel_values import any_value, family, number, of
from recipes import dims_map

KINDS = {
    "float": ("add", "add", "add", "mul", "minimumf", "maximumf", "minnumf", "maxnumf"),
    "int": ("add", "add", "mul", "minsi", "maxsi", "minui", "maxui", "and", "or", "xor"),
    "i1": ("and", "or", "xor"),
}
# Operand and accumulator element types of contractions.
ELEMS = (("f32", "f32"), ("f16", "f32"), ("bf16", "f32"), ("f16", "f16"), ("i32", "i32"), ("i8", "i32"))


def small_enough(k: Kernel, value: Value, kind: str, count: int, acc: int) -> tuple[Value, int] | None:
    """The value, clamped if it must be, and a bound of reducing `count` of its elements; None if nothing helps."""
    elem = value.type.elem
    if elem not in FLOATS:
        return value, 0
    if kind == "mul":
        return k.at_most(value, 1), acc
    if kind != "add":
        return value, max(value.bound, acc)
    most = (EXACT[elem] - acc) // count
    if most < 1:
        return None
    value = k.at_most(value, most)
    return value, value.bound * count + acc


def multi_reduction(k: Kernel) -> None:
    wide = k.chance(0.08)
    value = k.pick(lambda type: type.elem == "i1") if wide else None
    value = k.laid(value or any_value(k))
    k.read(value)
    type, rank = value.type, len(value.type.shape)
    dims = sorted(k.rng.sample(range(rank), k.rng.randint(1, max(1, rank - 1 if k.chance(0.8) else rank))))
    kept = Vector(tuple(size for dim, size in enumerate(type.shape) if dim not in dims), type.elem)
    kind = k.rng.choice(KINDS[family(type.elem)])
    acc = of(k, kept) if kept.shape else None
    start = acc or k.scalar(type.elem)
    found = small_enough(k, value, kind, math.prod(type.shape) // math.prod(kept.shape), start.bound or 0)
    if found is None:
        return
    value, bound = found
    result = str(kept) if kept.shape else type.elem
    op = f"vector.multi_reduction <{kind}>, {value.name}, {start.name} {dims} : {type} to {result}"
    op = masked(k, op, type.shape, result)
    k.families.add("multi_reduction")
    if kept.shape:
        k.define(op, kept, True, bound)
    else:
        k.add_scalar(op, type.elem, bound if type.elem in FLOATS else None)


def reduction(k: Kernel) -> None:
    value = k.pick(lambda type: len(type.shape) == 1 and type.elem != "i1")
    if value is None:
        return
    value = k.laid(value)
    k.read(value)
    type = value.type
    kind = k.rng.choice(KINDS[family(type.elem)])
    acc = k.scalar(type.elem) if k.chance(0.5) else None
    found = small_enough(k, value, kind, type.shape[0], (acc.bound or 0) if acc else 1)
    if found:
        value, bound = found
        start = f", {acc.name}" if acc else ""
        op = f"vector.reduction <{kind}>, {value.name}{start} : {type} into {type.elem}"
        op = masked(k, op, type.shape, type.elem)
        k.families.add("reduction")
        k.add_scalar(op, type.elem, bound if type.elem in FLOATS else None)


def contract(k: Kernel) -> None:
    """Operands of any layout, or of one layout of the iteration, in which all agree."""
    space, operands, acc_dims = random_maps(k)
    sizes = [math.prod(space[d] for d in dims) for dims in (*operands, acc_dims)]
    if max(sizes) > MAX_ELEMENTS or math.prod(space) > 4 * MAX_ELEMENTS:
        return
    elem, acc_elem = k.rng.choice([pair for pair in ELEMS if pair[1] in k.elems] or ELEMS)
    values = [operand(k, Vector(tuple(space[d] for d in dims), elem)) for dims in operands]
    if k.chance(0.6):
        layout = covering_layout(k.rng, space, k.group)
        values = [k.anchor(value, layout.take(dims)) for value, dims in zip(values, operands, strict=True)]
    lhs, rhs = (k.laid(value) for value in values)
    acc_type = Vector(tuple(space[d] for d in acc_dims), acc_elem)
    start = of(k, acc_type) if acc_dims else k.scalar(acc_elem)
    kind = "add"
    if k.chance(0.2):
        kind = k.rng.choice(("minnumf", "maximumf") if acc_elem in FLOATS else KINDS["int"])
    bound = 0
    if acc_elem in FLOATS:
        count = math.prod(space) // max(1, math.prod(acc_type.shape))
        room = (EXACT[acc_elem] - (start.bound or 0)) // count
        if room < 1:
            return
        lhs, rhs = (k.at_most(value, math.isqrt(room)) for value in (lhs, rhs))
        bound = lhs.bound * rhs.bound * count + (start.bound or 0)
    k.read(lhs), k.read(rhs)
    result = str(acc_type) if acc_dims else acc_elem
    maps = ", ".join(dims_map(len(space), list(dims)) for dims in (*operands, acc_dims))
    iterators = ", ".join('"parallel"' if d in acc_dims else '"reduction"' for d in range(len(space)))
    attributes = f"{{indexing_maps = [{maps}], iterator_types = [{iterators}], kind = #vector.kind<{kind}>}}"
    op = f"vector.contract {attributes} {lhs.name}, {rhs.name}, {start.name} : {lhs.type}, {rhs.type} into {result}"
    op = masked(k, op, space, result)
    k.families.add("contract")
    if acc_dims:
        k.define(op, acc_type, False, bound)
    else:
        k.add_scalar(op, acc_elem, bound if acc_elem in FLOATS else None)


def operand(k: Kernel, type: Vector) -> Value:
    return (None if k.chance(0.3) else k.pick(lambda other: other == type)) or k.read(read_type(k, type))


def random_maps(k: Kernel) -> tuple[tuple[int, ...], list[list[int]], list[int]]:
    """Sizes of the iteration space, and which of its dimensions lhs, rhs and the accumulator have, in their order."""
    roles = ["m", "n", "k", *(role for role in ("batch", "k", "m") if k.chance(0.12))]
    if k.chance(0.2):
        roles.remove(k.rng.choice(("m", "n")))
    if k.chance(0.5):
        k.rng.shuffle(roles)
    space = tuple(k.rng.choice(k.dims) for _ in roles)

    def having(*wanted: str) -> list[int]:
        dims = [d for d, role in enumerate(roles) if role in wanted]
        if k.chance(0.4):
            k.rng.shuffle(dims)
        return dims

    return space, [having("batch", "m", "k"), having("batch", "n", "k")], having("batch", "m", "n")


def scalar_op(k: Kernel) -> None:
    """A scalar out of others: every lane computes it."""
    found = [s for scope in k.scalars for s in scope if s.elem in ("index", "i32") and s.name not in k.used]
    if found:
        scalar = k.rng.choice(found)
        k.used.add(scalar.name)
        most = k.rng.choice((1, 3, 7))
        limit = k.constant(number(scalar.elem, most), scalar.elem)
        k.add_scalar(f"arith.andi {scalar.name}, {limit} : {scalar.elem}", scalar.elem, most)
