"""Recipes for kernels: scans, and ops on parts of vectors or on their bits."""

from __future__ import annotations

import math

from builder import Vector
from covering import BATCH, ELEMENT, SUBGROUP, THREAD, covering_layout
from kernel import FLOATS, Kernel, Value
from kernel_sums import KINDS, small_enough
from kernel_values import any_value, family, number, of
from layouts import RandomLayout


def scan(k: Kernel) -> None:
    # Generic form: the two hosts spell the custom one differently.
    value = k.laid(any_value(k))
    type = value.type
    dim = k.rng.randrange(len(type.shape))
    carried = Vector(type.shape[:dim] + type.shape[dim + 1 :], type.elem)
    kind = k.rng.choice([kind for kind in KINDS[family(type.elem)] if not kind.startswith(("minnum", "maxnum"))])
    initial = of(k, carried) if carried.shape else None
    found = small_enough(k, value, kind, type.shape[dim], initial.bound if initial else 1)
    if found is None:
        return
    value, bound = found
    start = initial.name if initial else k.fresh()
    if initial is None:
        k.emit(f"{start} = arith.constant dense<{number(type.elem, 1)}> : {carried}")
    inclusive = k.rng.choice(("true", "false"))
    names = [k.fresh(), k.fresh()]
    properties = f"inclusive = {inclusive}, kind = #vector.kind<{kind}>, reduction_dim = {dim} : i64"
    types = f"({type}, {carried})"
    k.emit(f'{", ".join(names)} = "vector.scan"({k.read(value).name}, {start}) <{{{properties}}}> : {types} -> {types}')
    k.families.add("scan")
    k.limited(Value(names[0], type, True, bound))
    if carried.shape and k.chance(0.7):
        k.limited(Value(names[1], carried, True, bound))


def positions(k: Kernel, shape: tuple[int, ...]) -> list[str]:
    return [str(k.rng.randrange(size)) for size in shape]


def dynamic(k: Kernel, at: list[str], shape: tuple[int, ...]) -> list[str]:
    """One of the positions known only at run time."""
    dim = k.rng.randrange(len(at))
    at[dim] = k.below(shape[dim] - 1)[0]
    return at


def extract(k: Kernel) -> None:
    value = k.laid(any_value(k))
    type = value.type
    count = k.rng.randint(1, len(type.shape))
    at = positions(k, type.shape[:count])
    if k.chance(0.2):
        layout = unspread(covering_layout(k.rng, type.shape, k.group), list(range(count)))
        value = k.anchor(value, layout)
        at = dynamic(k, at, type.shape)
    k.read(value)
    rest = Vector(type.shape[count:], type.elem)
    where = f"{value.name}[{', '.join(at)}]"
    k.families.add("extract")
    if rest.shape:
        k.define(f"vector.extract {where} : {rest} from {type}", rest, True, value.bound)
    else:
        bound = value.bound if type.elem in FLOATS else None
        k.add_scalar(f"vector.extract {where} : {type.elem} from {type}", type.elem, bound)


def insert(k: Kernel) -> None:
    value = any_value(k)
    type = value.type
    count = k.rng.randint(1, len(type.shape))
    at = positions(k, type.shape[:count])
    if k.chance(0.2):
        at = dynamic(k, at, type.shape)
    rest = Vector(type.shape[count:], type.elem)
    part = of(k, rest) if rest.shape else k.scalar(type.elem)
    part_type = str(rest) if rest.shape else type.elem
    text = f"vector.insert {part.name}, {value.name}[{', '.join(at)}] : {part_type} into {type}"
    k.families.add("insert")
    k.define(text, type, value.laid, max(value.bound, part.bound or 0))


def unspread(layout: RandomLayout, dims: list[int]) -> RandomLayout:
    """The layout with all of some dimensions in each lane."""
    rows = [list(row) for row in layout.lists]
    for dim in dims:
        for level in (SUBGROUP, THREAD):
            rows[ELEMENT][dim] *= rows[level][dim]
            rows[level][dim] = 1
    return RandomLayout(tuple(map(tuple, rows)))


def sliceable(k: Kernel, shape: tuple[int, ...]) -> tuple[RandomLayout, list[int], list[int]]:
    """A layout, and offsets and sizes that leave lanes equal shares under it."""
    layout = covering_layout(k.rng, shape, k.group)
    offsets, sizes = [0] * len(shape), list(shape)
    for dim in k.rng.sample(range(len(shape)), k.rng.randint(1, len(shape))):
        batches = layout.lists[BATCH][dim]
        if layout.lists[SUBGROUP][dim] > 1 or batches == 1:
            layout, batches = unspread(layout, [dim]), shape[dim]
        each = shape[dim] // batches
        count = k.rng.randint(1, batches)
        offsets[dim], sizes[dim] = k.rng.randint(0, batches - count) * each, count * each
    return layout, offsets, sizes


def spelled(k: Kernel, text: str) -> str:
    """Attributes that LLVM 23 moved out of braces."""
    return f"{{{text}}}" if k.host == "upstream" else text


def extract_slice(k: Kernel) -> None:
    value = any_value(k)
    layout, offsets, sizes = sliceable(k, value.type.shape)
    value = k.read(k.anchor(value, layout))
    result = Vector(tuple(sizes), value.type.elem)
    ones = [1] * len(sizes)
    where = spelled(k, f"offsets = {offsets}, sizes = {sizes}, strides = {ones}")
    k.families.add("extract_strided_slice")
    k.define(f"vector.extract_strided_slice {value.name} {where} : {value.type} to {result}", result, True, value.bound)


def insert_slice(k: Kernel) -> None:
    value = any_value(k)
    layout, offsets, sizes = sliceable(k, value.type.shape)
    value = k.read(k.anchor(value, layout))
    part = of(k, Vector(tuple(sizes), value.type.elem))
    where = spelled(k, f"offsets = {offsets}, strides = {[1] * len(sizes)}")
    text = f"vector.insert_strided_slice {part.name}, {value.name} {where} : {part.type} into {value.type}"
    k.families.add("insert_strided_slice")
    k.define(text, value.type, True, max(value.bound, part.bound))


def bitcast(k: Kernel) -> None:
    """Of integers: four of i8 are one of i32, whichever lane holds them."""
    value = k.pick(lambda type: type.elem == "i32" or (type.elem == "i8" and type.shape[-1] % 4 == 0))
    if value is None or math.prod(value.type.shape) > 1024:
        return
    *leading, last = value.type.shape
    k.families.add("bitcast")
    if value.type.elem == "i32":
        result = Vector((*leading, last * 4), "i8")
    else:
        result = Vector((*leading, last // 4), "i32")
        rows = [list(row) for row in covering_layout(k.rng, result.shape, k.group).lists]
        rows[ELEMENT][-1] *= 4
        value = k.anchor(value, RandomLayout(tuple(map(tuple, rows))))
    k.read(value)
    k.define(f"vector.bitcast {value.name} : {value.type} to {result}", result, value.laid)


# ---- ops with custom syntax of their own: only the iree host reads them


def arg_compare(k: Kernel) -> None:
    """The first of the best along a dimension and its index, which is counted or given."""
    if k.host != "iree":
        return
    value = k.pick(lambda type: len(type.shape) > 1 and type.elem != "i1")
    if value is None:
        return
    value = k.read(k.laid(value))
    type = value.type
    dim = k.rng.randrange(len(type.shape))
    best = Vector(type.shape[:dim] + type.shape[dim + 1 :], type.elem)
    start, at = of(k, best), of(k, best.of("i32"))
    inputs, input_types, base = value.name, str(type), ""
    if k.chance(0.4):
        numbers = k.read(k.laid(of(k, type.of("i32"))))
        inputs, input_types = f"{value.name}, {numbers.name}", f"{type}, {numbers.type}"
    elif k.chance(0.4):
        base = f" index_base({k.below(9)[0]} : index)"
    names = [k.fresh(), k.fresh()]
    left, right, first = k.fresh(), k.fresh(), k.fresh()
    compare = k.rng.choice(("cmpf ogt", "cmpf olt") if type.elem in FLOATS else ("cmpi sgt", "cmpi slt"))
    inits = f"inits({start.name}, {at.name} : {best}, {at.type})"
    op = f"iree_vector_ext.arg_compare dimension({dim}) ins({inputs} : {input_types}) {inits}{base} {{"
    k.emit(f"{', '.join(names)} = {op}")
    k.emit(f"^bb0({left}: {type.elem}, {right}: {type.elem}):")
    k.emit(f"  {first} = arith.{compare}, {left}, {right} : {type.elem}")
    k.emit(f"  iree_vector_ext.yield {first} : i1")
    k.emit(f"}} -> {best}, {at.type}")
    k.families.add("arg_compare")
    k.limited(Value(names[0], best, True, max(value.bound, start.bound)))
    k.limited(Value(names[1], at.type, True, 0))
