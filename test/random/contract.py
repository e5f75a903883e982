"""vector.contract with random maps, and the two ways in which its operands come by their layouts."""

from __future__ import annotations

import math

from builder import FLOATS, MAX_ELEMENTS, MAX_RANK, Builder, Vector
from layouts import RandomLayout, random_layout
from recipes import KINDS, dims_map, family, masked

# Pairs of operand and accumulator element types.
ELEMS = (("f32", "f32"), ("f16", "f32"), ("f16", "f16"), ("i32", "i32"))


def contract(b: Builder) -> None:
    """A contraction whose operands are any values, or anchored so that its result dimensions share no lanes.

    Operands of unknown layout may spread two result dimensions over the same lanes, where the analysis differs from
    the oracle on purpose; such programs are marked `free-contract`.
    """
    space, operands, acc_dims = random_maps(b)
    if math.prod(space) > 4 * MAX_ELEMENTS:
        return
    elem, acc_elem = b.rng.choice([pair for pair in ELEMS if pair[1] in b.elems])
    types = [Vector(tuple(space[d] for d in dims), elem) for dims in operands]
    names = [b.read(type) for type in types]
    overlap = "overlap" in b.features and b.chance(0.7)
    if overlap or b.chance(0.4):
        layout = overlapping(b, space) if overlap else random_layout(b.rng, space, one_lane_each=True)
        b.present.update({"overlap"} if overlap else ())
        names = [b.anchor(n, t, layout.take(dims)) for n, t, dims in zip(names, types, operands, strict=True)]
    else:
        b.present.add("free-contract")
    acc_shape = tuple(space[d] for d in acc_dims)
    acc_type = str(Vector(acc_shape, acc_elem)) if acc_shape else acc_elem
    acc = b.read(Vector(acc_shape, acc_elem)) if acc_shape else b.scalar(acc_elem)
    maps = ", ".join(dims_map(len(space), list(dims)) for dims in (*operands, acc_dims))
    iterators = ", ".join('"parallel"' if d in acc_dims else '"reduction"' for d in range(len(space)))
    kind = b.rng.choice(KINDS[family(acc_elem)][:1] if acc_elem in FLOATS else KINDS["int"])
    attributes = f"{{indexing_maps = [{maps}], iterator_types = [{iterators}], kind = #vector.kind<{kind}>}}"
    op = f"vector.contract {attributes} {names[0]}, {names[1]}, {acc} : {types[0]}, {types[1]} into {acc_type}"
    op = masked(b, op, space, acc_type)
    if acc_shape:
        b.define(op, Vector(acc_shape, acc_elem))
    else:
        b.emit(f"{b.fresh(acc_type)} = {op}")


def random_maps(b: Builder) -> tuple[tuple[int, ...], list[list[int]], list[int]]:
    """Sizes of the iteration space, and which of its dimensions lhs, rhs and the accumulator have, in their order."""
    roles = ["m", "n", "k"]
    roles += [role for role in ("batch", "k", "m") if b.chance(0.15)]
    if b.chance(0.15):
        roles.remove(b.rng.choice(("m", "n")))
    roles = roles[: MAX_RANK + 1]
    if b.chance(0.5):
        b.rng.shuffle(roles)
    value = b.some(lambda type: len(type.shape) > 1)
    sizes = value.type.shape if value and b.chance(0.6) else tuple(b.dims)
    space = tuple(b.rng.choice(sizes) for _ in roles)

    def having(*wanted: str) -> list[int]:
        dims = [d for d, role in enumerate(roles) if role in wanted]
        if b.chance(0.4):
            b.rng.shuffle(dims)
        return dims

    return space, [having("batch", "m", "k"), having("batch", "n", "k")], having("batch", "m", "n")


def overlapping(b: Builder, space: tuple[int, ...]) -> RandomLayout:
    """A layout of the iteration space that spreads every dimension it can over the same lanes."""
    layout = random_layout(b.rng, space, one_lane_each=True)
    *rest, _ = layout.lists
    return RandomLayout((*rest, tuple(1 for _ in space)))
