"""Transfers through permutation maps and masks, and gathers."""

from __future__ import annotations

from builder import FLOATS, MAX_RANK, Builder, Vector, memref_type
from recipes import dims_map, masked


def read_map(b: Builder, rank: int, broadcasts: bool) -> tuple[int, list[int | str]]:
    """A memref's rank and the permutation map from it to `rank` vector dimensions."""
    space = b.rng.randint(rank, min(rank + 1, MAX_RANK))
    dims = list(range(space))[-rank:] if b.chance(0.5) else b.rng.sample(range(space), rank)
    results: list[int | str] = list(dims)
    if broadcasts and rank > 1 and b.chance(0.15):
        results[b.rng.randrange(rank)] = "0"
    return space, results


def mask_shape(shape: tuple[int, ...], results: list[int | str]) -> tuple[int, ...]:
    """The shape of a transfer's mask: the used memref dimensions, in the memref's order."""
    used = sorted((dim, shape[at]) for at, dim in enumerate(results) if isinstance(dim, int))
    return tuple(size for _, size in used)


def transfer_read(b: Builder) -> None:
    value = b.some(lambda type: type.elem != "i1")
    type = value.type if value and b.chance(0.6) else b.random_type()
    space, results = read_map(b, len(type.shape), True)
    memref = b.memref(space, type.elem)
    at = ", ".join(b.index() for _ in range(space))
    mask = Vector(mask_shape(type.shape, results), "i1")
    own = f", {b.read(mask)}" if b.chance(0.4) else ""
    attributes = f"{{permutation_map = {dims_map(space, results)}, in_bounds = {in_bounds(results)}}}"
    types = f"{memref_type(space, type.elem)}, {type}"
    op = f"vector.transfer_read {memref}[{at}], {b.scalar(type.elem)}{own} {attributes} : {types}"
    b.define(op if own else masked(b, op, mask.shape, str(type)), type)


def transfer_write(b: Builder) -> None:
    value = b.some(lambda type: type.elem != "i1")
    if value is None:
        return
    type = value.type
    space, results = read_map(b, len(type.shape), False)
    memref = b.memref(space, type.elem)
    at = ", ".join(b.index() for _ in range(space))
    mask = Vector(mask_shape(type.shape, results), "i1")
    own = f", {b.read(mask)}" if b.chance(0.4) else ""
    attributes = f"{{permutation_map = {dims_map(space, results)}, in_bounds = {in_bounds(results)}}}"
    types = f"{type}, {memref_type(space, type.elem)}"
    op = f"vector.transfer_write {value.name}, {memref}[{at}]{own} {attributes} : {types}"
    b.emit(op if own else masked(b, op, mask.shape, ""))


def in_bounds(results: list[int | str]) -> str:
    return f"[{', '.join('true' for _ in results)}]"


def gather(b: Builder) -> None:
    value = b.some(lambda type: type.elem in FLOATS or type.elem == "i32")
    if value is None:
        return
    type = value.type
    rank = b.rng.choice((1, 1, 2))
    indices = type.of(b.rng.choice(("index", "i32")))
    mask = type.of("i1")
    base = f"{b.memref(rank, type.elem)}[{', '.join(b.index() for _ in range(rank))}]"
    types = f"{memref_type(rank, type.elem)}, {indices}, {mask}, {type} into {type}"
    b.define(f"vector.gather {base} [{b.read(indices)}], {b.read(mask)}, {value.name} : {types}", type)
