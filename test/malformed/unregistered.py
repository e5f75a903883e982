"""Ops that upstream takes as they come, of which only one thing is wrong: each op, and what must be said of it."""

from __future__ import annotations

FUNCTION = """#whole = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1],\
 thread_tile = [16], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @f(%a: vector<16xf32>, %m: memref<16xf32>, %i: vector<16xindex>, %j: vector<2x16xindex>, %n: vector<16xi32>,
    %k: vector<16xi1>, %v: vector<f32>, %w: vector<i32>, %p: f32, %q: f64, %c: index) -> vector<16xf32>
    attributes {gpu.known_block_size = array<i32: 16, 1, 1>, lanewise.subgroup_size = 16 : i64} {
  OP
  %l = iree_vector_ext.to_layout %a to layout(#whole) : vector<16xf32>
  return %l : vector<16xf32>
}
"""
LINE = 5


def gather(operands: str, types: str, segments: str, *maps: str, result: str = "vector<16xf32>") -> str:
    rows = ", ".join(one if " : " in one else f"affine_map<{one}>" for one in maps)
    attributes = f"{{indexing_maps = [{rows}], operandSegmentSizes = array<i32: {segments}>}}"
    return f'%g = "iree_vector_ext.transfer_gather"({operands}) {attributes} : ({types}) -> {result}'


def of_vector(vector: str, type_: str, map_: str) -> str:
    types = f"memref<16xf32>, index, {type_}, f32"
    return gather(f"%m, %c, {vector}, %p", types, "1, 1, 1, 1, 0", "(d0)[s0] -> (s0)", f"(d0)[s0] -> {map_}")


def masked(mask: str, type_: str, map_: str) -> str:
    types = f"memref<16xf32>, index, f32, {type_}"
    return gather(f"%m, %c, %p, {mask}", types, "1, 1, 0, 1, 1", "(d0) -> (d0)", f"(d0) -> {map_}")


def offset(offset: str, type_: str, map_: str) -> str:
    return gather(f"%m, {offset}, %p", f"memref<16xf32>, {type_}, f32", "1, 1, 0, 1, 0", map_)


def scatter(operands: str, types: str, segments: str, *maps: str) -> str:
    rows = ", ".join(f"affine_map<{one}>" for one in maps)
    attributes = f"{{indexing_maps = [{rows}], operandSegmentSizes = array<i32: {segments}>}}"
    return f'"iree_vector_ext.transfer_scatter"({operands}) {attributes} : ({types}) -> ()'


def placed(region: str, operands: str = "%a, %m", types: str = "vector<16xf32>, memref<16xf32>") -> str:
    return f'"iree_linalg_ext.map_store"({operands}) ({{{region}}}) : ({types}) -> ()'


PLACE = "^bb0(%x: index): %o = arith.cmpi eq, %x, %x : index "
BETTER = "^bb0(%x: f32, %y: f32): %o = arith.cmpf ogt, %x, %y : f32 "
YIELD = '"iree_vector_ext.yield"(%o) : (i1) -> ()'


def search(
    operands: str = "%a, %v, %w",
    types: str = "vector<16xf32>, vector<f32>, vector<i32>",
    segments: str = "1, 0, 1, 1, 0",
    region: str = BETTER + YIELD,
    dimension: str = "0",
    results: str = "vector<f32>, vector<i32>",
) -> str:
    attributes = f"{{dimension = {dimension}, operandSegmentSizes = array<i32: {segments}>}}"
    return f'%b:2 = "iree_vector_ext.arg_compare"({operands}) ({{{region}}}) {attributes} : ({types}) -> ({results})'


def product(attributes: str, *maps: str, second: str = "%a", type_: str = "vector<16xf32>") -> str:
    rows = ", ".join(f"affine_map<{one}>" for one in maps)
    types = f"vector<16xf32>, {type_}, vector<16xf32>"
    text = f"%a, {second}, %a) {{indexing_maps = [{rows}], {attributes}}} : ({types}) -> vector<16xf32>"
    return f'%t = "iree_codegen.inner_tiled"({text}'


TILED = 'kind = "k", semantics = "distributed = false"'
SAME = ("(d0) -> (d0)",) * 3
OTHER_KIND = "attributes or types are missing or of another kind"
MAKES = "is not what .* makes of vector<16xf32>"
REGION = "needed a region of one block that takes two f32"
GROUPS = "needed operandSegmentSizes"

OPS = {
    "gather-maps-of-128-bits": (offset("%c", "index", "5 : i128"), OTHER_KIND),
    "gather-of-two-sources": (gather("%m, %m, %p", "memref<16xf32>, memref<16xf32>, f32", "2, 0, 0, 1, 0"), GROUPS),
    "gather-of-a-scalar": (gather("%p, %c, %p", "f32, index, f32", "1, 1, 0, 1, 0", "(d0) -> (d0)"), "needed a shaped"),
    "gather-from-a-fraction": (offset("%p", "f32", "(d0) -> (d0)"), "needed offsets of type index"),
    "gather-by-an-unknown-symbol": (offset("%c", "index", "(d0)[s0] -> (s0)"), "needed a map of the vector's dim"),
    "gather-by-more-dimensions": (offset("%c", "index", "(d0, d1) -> (d1)"), "needed a map of the vector's dim"),
    "gather-of-every-other": (offset("%c", "index", "(d0) -> (d0 * 2)"), "needed dimensions, symbols and 0"),
    "gather-of-another-padding": (
        gather("%m, %c, %q", "memref<16xf32>, index, f64", "1, 1, 0, 1, 0", "(d0) -> (d0)"),
        "padding of the source's element type",
    ),
    "gather-by-integers": (of_vector("%n", "vector<16xi32>", "(d0)"), MAKES),
    "gather-by-a-larger-vector": (of_vector("%j", "vector<2x16xindex>", "(d0, d0)"), MAKES),
    "gather-by-a-vector-of-more-dimensions": (of_vector("%j", "vector<2x16xindex>", "(d0)"), MAKES),
    "gather-by-a-moved-vector": (of_vector("%i", "vector<16xindex>", "(d0 + 1)"), MAKES),
    "gather-by-a-scalar-at-a-place": (of_vector("%c", "index", "(d0)"), MAKES),
    "gather-under-integers": (masked("%n", "vector<16xi32>", "(d0)"), MAKES),
    "gather-under-a-diagonal": (masked("%k", "vector<16xi1>", "(d0, d0)"), MAKES),
    "scatter-of-two-vectors": (
        scatter("%m, %a, %a", "memref<16xf32>, vector<16xf32>, vector<16xf32>", "1, 2, 0, 0, 0"),
        GROUPS,
    ),
    "scatter-of-a-scalar": (
        scatter("%m, %p, %c", "memref<16xf32>, f32, index", "1, 1, 1, 0, 0", "(d0) -> (d0)"),
        "needed a shaped target",
    ),
    "scatter-of-integers": (
        scatter("%m, %n, %c", "memref<16xf32>, vector<16xi32>, index", "1, 1, 1, 0, 0", "(d0) -> (d0)"),
        "a value of the target's element type",
    ),
    "scatter-by-integers": (
        scatter(
            "%m, %a, %c, %n",
            "memref<16xf32>, vector<16xf32>, index, vector<16xi32>",
            "1, 1, 1, 1, 0",
            *("(d0)[s0] -> (s0)", "(d0)[s0] -> (d0)"),
        ),
        MAKES,
    ),
    "place-of-a-scalar": (placed(PLACE, "%p, %m", "f32, memref<16xf32>"), "needed a shaped value"),
    "place-without-a-block": (placed(""), OTHER_KIND),
    "place-with-another-end": (placed(PLACE + '"x.y"(%o) : (i1) -> ()'), "ends with iree_linalg_ext.yield"),
    "place-without-a-flag": (
        placed(PLACE + '"iree_linalg_ext.yield"(%x) : (index) -> ()'),
        "needed a region that yields",
    ),
    "search-along-a-word": (search(dimension='"0"'), 'found dimension "0", the value has rank 1'),
    "search-along-128-bits": (search(dimension="0 : i128"), "found dimension 0 : i128"),
    "search-along-no-dimension": (search(dimension="1"), "found dimension 1 : i64, the value has rank 1"),
    "search-among-scalars": (search("%p, %v, %w", "f32, vector<f32>, vector<i32>"), OTHER_KIND),
    "search-from-a-scalar": (
        search("%a, %p, %w", "vector<16xf32>, f32, vector<i32>", results="f32, vector<i32>"),
        "needed vectors, the init of the value without the dimension",
    ),
    "search-for-a-fraction": (
        search("%a, %v, %v", "vector<16xf32>, vector<f32>, vector<f32>", results="vector<f32>, vector<f32>"),
        "needed indices, as many as values",
    ),
    "search-among-fewer-indices": (
        search("%a, %w, %v, %w", "vector<16xf32>, vector<i32>, vector<f32>, vector<i32>", "1, 1, 1, 1, 0"),
        "needed indices, as many as values",
    ),
    "search-for-other-types": (search(results="vector<f32>, vector<i64>"), "results of the inits' types"),
    "search-from-a-fraction": (
        search("%a, %v, %w, %p", "vector<16xf32>, vector<f32>, vector<i32>, f32", "1, 0, 1, 1, 1"),
        "needed an index base of type index",
    ),
    "search-in-four-groups": (search(segments="1, 0, 1, 1"), GROUPS),
    "search-without-a-block": (search(region=""), OTHER_KIND),
    "search-without-an-end": (search(region="^bb0(%x: f32, %y: f32):"), OTHER_KIND),
    "search-with-another-end": (search(region=BETTER + '"x.y"(%o) : (i1) -> ()'), REGION),
    "search-with-one-argument": (search(region=f"^bb0(%x: f32): %o = arith.cmpf ogt, %x, %x : f32 {YIELD}"), REGION),
    "search-that-yields-a-number": (search(region=BETTER + YIELD.replace("%o", "%x").replace("i1", "f32")), "one i1"),
    "search-that-yields-nothing": (search(region=BETTER + YIELD.replace("%o", "").replace("i1", "")), "one i1"),
    "search-that-yields-twice": (search(region=f"{BETTER}{YIELD} {YIELD}"), "needed at the end of its block"),
    "yield-of-no-search": ('"iree_vector_ext.yield"() : () -> ()', "needed an arg_compare around it"),
    "product-without-kind": (product("semantics", *SAME), "needed one result, kind, semantics and a map"),
    "product-without-operands": (
        f'%t = "iree_codegen.inner_tiled"() {{indexing_maps = [], {TILED}}} : () -> vector<16xf32>',
        "needed one result, kind, semantics and a map",
    ),
    "product-of-a-diagonal": (product(TILED, *SAME[:2], "(d0) -> (d0, d0)"), "needed maps to some of their dimensions"),
    "product-of-a-scalar": (product(TILED, *SAME, second="%p", type_="f32"), "needed vectors or tensors, found f32"),
    "product-of-two-sizes": (
        product(TILED, *SAME, second="%j", type_="vector<2x16xindex>"),
        "loop 0 runs over 16 tiles and over 2",
    ),
    "product-permuted-by-a-number": (product(f"{TILED}, permutations = 5", *SAME), OTHER_KIND),
    "product-permuted-too-little": (product(f"{TILED}, permutations = [array<i64>]", *SAME), "needed in permutations"),
    "binding-of-unknown-size": (
        '%s = "hal.interface.binding.subspan"() {binding = 0, operandSegmentSizes = array<i32: 0, 0>}'
        " : () -> memref<?xf32>",
        r"found 0 sizes, memref<\?xf32> leaves 1 open",
    ),
    "binding-with-a-word": (
        '%s = "hal.interface.binding.subspan"() {binding = "0", operandSegmentSizes = array<i32: 0, 0>}'
        " : () -> memref<4xf32>",
        "needed binding and descriptor_flags as integers",
    ),
    "push-constant-without-ordinal": ('%s = "hal.interface.constant.load"() : () -> i32', OTHER_KIND),
    "push-constant-of-a-vector": (
        '%s = "hal.interface.constant.load"() {ordinal = 0} : () -> vector<4xi32>',
        "needed an ordinal and one scalar result",
    ),
    "workgroup-along-a-word": (
        '%s = "hal.interface.workgroup.id"() {dimension = "w"} : () -> index',
        "needed dimension and an index result",
    ),
    "assumption-of-nothing": ('%s = "util.assume.int"(%c) {assumptions = []} : (index) -> index', "needed assumptions"),
    "metadata-of-an-index": (
        '%s:2 = "iree_codegen.extract_strided_metadata"(%c) : (index) -> (memref<f32>, index)',
        OTHER_KIND + "|needed a memref",
    ),
}
