"""The ops of iree_vector_ext that have custom syntax of their own: only the iree host reads them."""

from __future__ import annotations

from builder import FLOATS, Builder, Vector, memref_type


def transfer_gather(b: Builder) -> None:
    """Gather rows: some of the memref's dimensions are read through index vectors."""
    type = b.random_type()
    rank = len(type.shape)
    gathered = sorted(b.rng.sample(range(rank), b.rng.randint(1, rank)))
    index_dims = [sorted(b.rng.sample(range(rank), b.rng.randint(1, rank))) for _ in gathered]
    for at, dims in enumerate(index_dims):
        if b.chance(0.5):
            index_dims[at] = [gathered[at]]
        elif b.chance(0.5):
            b.rng.shuffle(dims)
    symbols = ", ".join(f"s{i}" for i in range(len(gathered)))
    source = [f"s{gathered.index(d)}" if d in gathered else f"d{d}" for d in range(rank)]
    inputs = f"({', '.join(f'd{d}' for d in range(rank))})[{symbols}]"
    results = [source, *([f"d{d}" for d in dims] for dims in index_dims)]
    vectors = [Vector(tuple(type.shape[d] for d in dims), "index") for dims in index_dims]
    indices = ", ".join(b.read(vector) for vector in vectors)
    mask, mask_type = "", ""
    if b.chance(0.5):
        mask, mask_type = f", {b.read(type.of('i1'))}", f", {type.of('i1')}"
        results.append([f"d{d}" for d in range(rank)])
    maps = ", ".join(f"affine_map<{inputs} -> ({', '.join(result)})>" for result in results)
    base = f"{b.memref(rank, type.elem)}[{', '.join(b.index() for _ in range(rank))}]"
    operands = f"[{indices} : {', '.join(map(str, vectors))}], {b.scalar(type.elem)}{mask}"
    types = f"{memref_type(rank, type.elem)}, {type}{mask_type}"
    b.present.add("transfer-gather")
    b.define(f"iree_vector_ext.transfer_gather {base} {operands} <{{indexing_maps = [{maps}]}}> : {types}", type)


def arg_compare(b: Builder) -> None:
    """The largest value along a dimension and its index."""
    value = b.some(lambda type: type.elem in FLOATS and len(type.shape) > 1)
    if value is None:
        return
    type = value.type
    dim = b.rng.randrange(len(type.shape))
    best = Vector(type.shape[:dim] + type.shape[dim + 1 :], type.elem)
    inputs, input_types = value.name, str(type)
    if b.chance(0.5):
        inputs, input_types = f"{value.name}, {b.read(type.of('i32'))}", f"{type}, {type.of('i32')}"
    inits = f"inits({b.read(best)}, {b.read(best.of('i32'))} : {best}, {best.of('i32')})"
    names = [b.fresh(str(best)), b.fresh(str(best.of("i32")))]
    left, right, larger = (b.fresh(elem) for elem in (type.elem, type.elem, "i1"))
    b.present.add("arg-compare")
    op = f"iree_vector_ext.arg_compare dimension({dim}) ins({inputs} : {input_types}) {inits} {{"
    b.emit(f"{', '.join(names)} = {op}")
    b.emit(f"^bb0({left}: {type.elem}, {right}: {type.elem}):")
    b.emit(f"  {larger} = arith.cmpf ogt, {left}, {right} : {type.elem}")
    b.emit(f"  iree_vector_ext.yield {larger} : i1")
    b.emit(f"}} -> {best}, {best.of('i32')}")
    b.add(names[0], best)
    b.add(names[1], best.of("i32"))
