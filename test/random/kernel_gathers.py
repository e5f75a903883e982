"""Recipes for kernels: reads at places that vectors say."""

from __future__ import annotations

from builder import Vector
from kernel import INPUT, Kernel, Value
from kernel_memory import MEMORY, new_buffer
from kernel_values import number, of


def within(k: Kernel, places: Value, size: int) -> Value:
    """Indices below `size`, a power of two."""
    limit = k.read(k.define(f"arith.constant dense<{size - 1}> : {places.type}", places.type, False))
    return k.read(k.define(f"arith.andi {places.name}, {limit.name} : {places.type}", places.type, places.laid))


def gather(k: Kernel) -> None:
    """Elements of a buffer's last dimension, at places kept within it."""
    type = k.random_type(MEMORY)
    rank = k.rng.choice((1, 1, 2))
    size = k.rng.choice((4, 16, 64))
    starts = [k.below(2) for _ in range(rank)]
    sizes = (*(most + 1 for _, most in starts[:-1]), starts[-1][1] + size)
    buffer, buffer_type = new_buffer(k, type.elem, sizes, plain=True)
    indices = type.of(k.rng.choice(("index", "i32")))
    places = of(k, indices)
    places = within(k, places, size)
    mask, otherwise = of(k, type.of("i1")), of(k, type)
    base = f"{buffer}[{', '.join(start for start, _ in starts)}] [{places.name}], {mask.name}, {otherwise.name}"
    types = f"{buffer_type}, {indices}, {mask.type}, {type} into {type}"
    laid = places.laid or mask.laid or otherwise.laid
    k.families.add("gather")
    k.define(f"vector.gather {base} : {types}", type, laid, max(INPUT, otherwise.bound))


def transfer_gather(k: Kernel) -> None:
    """Some of the memref's dimensions are read through index vectors. Only the iree host has it."""
    if k.host != "iree":
        return
    type = k.random_type(MEMORY)
    rank = len(type.shape)
    gathered = sorted(k.rng.sample(range(rank), k.rng.randint(1, rank)))
    index_dims = [sorted(k.rng.sample(range(rank), k.rng.randint(1, rank))) for _ in gathered]
    for at, dims in enumerate(index_dims):
        if k.chance(0.5):
            index_dims[at] = [gathered[at]]
        elif k.chance(0.5):
            k.rng.shuffle(dims)
    inputs = f"({', '.join(f'd{d}' for d in range(rank))})[{', '.join(f's{i}' for i in range(len(gathered)))}]"
    source = [f"s{gathered.index(d)}" if d in gathered else f"d{d}" for d in range(rank)]
    results = [source, *([f"d{d}" for d in dims] for dims in index_dims)]
    size = k.rng.choice((4, 8))
    starts = [k.below(3) for _ in range(rank)]
    sizes = tuple(start[1] + (size if d in gathered else type.shape[d]) for d, start in enumerate(starts))
    buffer, buffer_type = new_buffer(k, type.elem, sizes)
    vectors = [Vector(tuple(type.shape[d] for d in dims), "index") for dims in index_dims]
    indices = [within(k, of(k, vector), size) for vector in vectors]
    mask, mask_type = "", ""
    if k.chance(0.4):
        results.append([f"d{d}" for d in range(rank)])
        mask, mask_type = f", {of(k, type.of('i1')).name}", f", {type.of('i1')}"
    maps = ", ".join(f"affine_map<{inputs} -> ({', '.join(result)})>" for result in results)
    names = f"[{', '.join(index.name for index in indices)} : {', '.join(map(str, vectors))}]"
    padding = k.constant(number(type.elem, 1), type.elem)
    base = f"{buffer}[{', '.join(start for start, _ in starts)}] {names}, {padding}{mask}"
    text = f"iree_vector_ext.transfer_gather {base} <{{indexing_maps = [{maps}]}}> : {buffer_type}, {type}{mask_type}"
    k.families.add("transfer_gather")
    k.define(text, type, False, INPUT)
