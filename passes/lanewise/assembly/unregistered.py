"""What a host makes sure of that knows these ops; upstream takes them on --allow-unregistered-dialect as they come.

Long: one check an op.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lanewise.mlir.attributes import integer
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir

YIELD = "iree_vector_ext.yield"


def check(root: ir.Operation) -> list[Failure]:
    """What is wrong with ops of these names below `root`, as far as rules and the simulator rely on it."""
    failures: list[Failure] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name in _CHECKS:
            try:
                problem = _CHECKS[op.name](op)
            except (AttributeError, IndexError, KeyError, TypeError, ValueError):
                problem = "attributes or types are missing or of another kind"
            if problem is not None:
                failures.append(Failure(op, f"'{op.name}' op is malformed: {problem}"))
        return ir.WalkResult.ADVANCE

    root.walk(visit, ir.WalkOrder.PRE_ORDER)
    return failures


def _segments(op: ir.Operation, least: Sequence[int], most: Sequence[int | None]) -> list[int] | None:
    """How many operands each group of them has, if that is as many as it may have."""
    attribute = op.attributes["operandSegmentSizes"]
    found = list(attribute) if isinstance(attribute, ir.DenseI32ArrayAttr) else []
    if len(found) != len(least) or sum(found) != len(op.operands):
        return None
    ranges = zip(found, least, most, strict=True)
    return found if all(low <= size and (high is None or size <= high) for size, low, high in ranges) else None


def _maps(op: ir.Operation) -> list[ir.AffineMap]:
    """Raises TypeError for another attribute among them: of some kinds, even to ask for the value kills the process."""
    attributes = list(op.attributes["indexing_maps"])
    if not all(isinstance(attribute, ir.AffineMapAttr) for attribute in attributes):
        raise TypeError("no affine map")
    return [attribute.value for attribute in attributes]


def _is_vector(type_: ir.Type, shape: Sequence[int], element: ir.Type) -> bool:
    return isinstance(type_, ir.VectorType) and list(type_.shape) == list(shape) and type_.element_type == element


def _is_flag(type_: ir.Type) -> bool:
    return isinstance(type_, ir.IntegerType) and type_.is_signless and type_.width == 1


def _all_index(values: Sequence[ir.Value]) -> bool:
    return all(isinstance(value.type, ir.IndexType) for value in values)


def _transfer_gather(op: ir.Operation) -> str | None:
    segments = _segments(op, (1, 0, 0, 1, 0), (1, None, None, 1, 1))
    if segments is None or len(op.results) != 1:
        return "needed operandSegmentSizes for source, offsets, index vectors, padding and mask, and one result"
    result, operands = op.results[0].type, list(op.operands)
    first, last = 1 + segments[1], 1 + segments[1] + segments[2]
    if not isinstance(result, ir.VectorType) or not isinstance(operands[0].type, ir.ShapedType):
        return "needed a shaped source and a vector as result"
    if not _all_index(operands[1:first]) or operands[last].type != operands[0].type.element_type:
        return "needed offsets of type index and padding of the source's element type"
    return _indexed(op, result, operands[first:last], operands[last + 1 :])


def _transfer_scatter(op: ir.Operation) -> str | None:
    segments = _segments(op, (1, 1, 0, 0, 0), (1, 1, None, None, 1))
    if segments is None:
        return "needed operandSegmentSizes for target, value, offsets, index vectors and mask"
    target, value, *others = list(op.operands)
    offsets, last = segments[2], segments[2] + segments[3]
    if not isinstance(value.type, ir.VectorType) or not isinstance(target.type, ir.ShapedType):
        return "needed a shaped target and a vector"
    if not _all_index(others[:offsets]) or value.type.element_type != target.type.element_type:
        return "needed offsets of type index and a value of the target's element type"
    return _indexed(op, value.type, others[offsets:last], others[last:])


def _indexed(op: ir.Operation, moved: ir.VectorType, vectors: list[ir.Value], masks: list[ir.Value]) -> str | None:
    """What is wrong with the maps by which index vectors and masks say where the vector `moved` lies."""
    source, *maps = _maps(op)
    sizes = {(len(moved.shape), len(vectors))}
    if len(maps) != len(vectors) + len(masks) or {(map_.n_dims, map_.n_symbols) for map_ in (source, *maps)} != sizes:
        return "needed a map of the vector's dimensions for the memory, each index vector and the mask"
    if not all(isinstance(one, ir.AffineDimExpr | ir.AffineSymbolExpr) or str(one) == "0" for one in source.results):
        return "needed dimensions, symbols and 0 as results of the memory's map"
    for value, map_ in zip((*vectors, *masks), maps, strict=True):
        if not _follows(value.type, map_, moved.shape, of_flags=value in masks):
            return f"{value.type} is not what {map_} makes of {moved} as an index vector or mask"
    return None


def _map_store(op: ir.Operation) -> str | None:
    value, target = [operand.type for operand in op.operands]
    if not isinstance(value, ir.ShapedType) or not isinstance(target, ir.ShapedType):
        return "needed a shaped value and a shaped target"
    [region] = op.regions
    [block] = region.blocks
    end = block.operations[len(block.operations) - 1].operation
    if end.name != "iree_linalg_ext.yield" or len(block.arguments) != value.rank or not _all_index(block.arguments):
        return "needed a region that takes an index for each dimension and ends with iree_linalg_ext.yield"
    *places, flag = end.operands
    if not _all_index(places) or len(places) != target.rank or not _is_flag(flag.type):
        return "needed a region that yields an index for each dimension of the target, and an i1"
    return None


def _follows(type_: ir.Type, map_: ir.AffineMap, shape: Sequence[int], of_flags: bool) -> bool:
    """Whether this is what a map makes of a vector of `shape`, in flags or in indices."""
    scalar = type_.element_type if isinstance(type_, ir.VectorType) else type_
    fits = _is_flag(scalar) if of_flags else isinstance(scalar, ir.IndexType)
    if scalar == type_:
        return fits and not of_flags and not map_.results
    dims = [one.position for one in map_.results if isinstance(one, ir.AffineDimExpr)]
    return fits and len(dims) == len(map_.results) and _is_vector(type_, [shape[dim] for dim in dims], scalar)


def _arg_compare(op: ir.Operation) -> str | None:
    segments = _segments(op, (1, 0, 1, 1, 0), (1, 1, 1, 1, 1))
    if segments is None or len(op.results) != 2:
        return "needed operandSegmentSizes for value, index, their inits and an index base, and two results"
    indices = list(op.operands)[1 : 1 + segments[1]]
    base = list(op.operands)[3 + segments[1] :]
    best, where = list(op.operands)[1 + segments[1] : 3 + segments[1]]
    problem = _arg_compare_vectors(op, indices, best.type, where.type)
    if problem is None and (not _all_index(base) or (base and indices)):
        problem = "needed an index base of type index, and none beside indices"
    return problem or _arg_compare_region(op)


def _arg_compare_vectors(op: ir.Operation, indices: Sequence[ir.Value], best: ir.Type, where: ir.Type) -> str | None:
    """`best` and `where` are the types of the inits, of the value and of its index."""
    value = op.operands[0].type
    shape, number = list(value.shape), where.element_type
    dimension = integer(op.attributes["dimension"])
    if dimension is None or not 0 <= dimension < len(shape):
        return f"found dimension {op.attributes['dimension']}, the value has rank {len(shape)}"
    counted = isinstance(number, ir.IntegerType | ir.IndexType)
    if not counted or not all(_is_vector(one.type, shape, number) for one in indices):
        return "needed indices, as many as values, that are integers or of type index"
    rest = shape[:dimension] + shape[dimension + 1 :]
    if not (_is_vector(value, shape, value.element_type) and _is_vector(best, rest, value.element_type)):
        return "needed vectors, the init of the value without the dimension"
    if not _is_vector(where, rest, number) or [one.type for one in op.results] != [best, where]:
        return "needed an init of the index without the dimension, and results of the inits' types"
    return None


def _arg_compare_region(op: ir.Operation) -> str | None:
    element = op.operands[0].type.element_type
    [region] = op.regions
    [block] = region.blocks
    end = block.operations[len(block.operations) - 1].operation
    if [one.type for one in block.arguments] != [element, element] or end.name != YIELD:
        return f"needed a region of one block that takes two {element} and ends with {YIELD}"
    if len(end.operands) != 1 or not _is_flag(end.operands[0].type):
        return "needed a region that yields one i1"
    return None


def _yield(op: ir.Operation) -> str | None:
    around, block = op.parent.name, op.block
    if around != "iree_vector_ext.arg_compare":
        return f"needed an arg_compare around it, found '{around}'"
    return None if block.operations[len(block.operations) - 1].operation == op else "needed at the end of its block"


def _inner_tiled(op: ir.Operation) -> str | None:
    maps = _maps(op)
    known = "semantics" in op.attributes and "kind" in op.attributes
    if len(op.results) != 1 or not maps or len(maps) != len(op.operands) or not known:
        return "needed one result, kind, semantics and a map for each operand, of which there is at least one"
    if op.results[0].type != op.operands[len(maps) - 1].type:
        return "needed a result of the last operand's type"
    lengths: dict[int, int] = {}
    for map_, operand in zip(maps, op.operands, strict=True):
        if not map_.is_projected_permutation or map_.n_dims != maps[0].n_dims:
            return "needed maps to some of their dimensions, of which all have as many"
        if not isinstance(operand.type, ir.VectorType | ir.RankedTensorType):
            return f"needed vectors or tensors, found {operand.type}"
        shape = operand.type.shape
        if len(map_.results) > len(shape):
            return "needed maps with no more results than their operands have dimensions"
        for result, size in zip(map_.results, shape if isinstance(operand.type, ir.VectorType) else (), strict=False):
            if lengths.setdefault(result.position, size) != size:
                return f"loop {result.position} runs over {lengths[result.position]} tiles and over {size}"
    return _permutations(op, maps) if "permutations" in op.attributes else None


def _permutations(op: ir.Operation, maps: Sequence[ir.AffineMap]) -> str | None:
    found = list(op.attributes["permutations"])
    inner = [list(range(len(one.type.shape) - len(map_.results))) for one, map_ in zip(op.operands, maps, strict=True)]
    good = all(isinstance(one, ir.DenseI64ArrayAttr) for one in found) and [sorted(one) for one in found] == inner
    return None if good else "needed in permutations one of the dimensions of each operand's tiles"


def _subspan(op: ir.Operation) -> str | None:
    segments = _segments(op, (0, 0), (1, None))
    if segments is None or not _all_index(op.operands) or len(op.results) != 1:
        return "needed operandSegmentSizes for byte offset and sizes, all of type index, and one result"
    flags = op.attributes.get("descriptor_flags", None)
    if integer(op.attributes["binding"]) is None or (flags is not None and integer(flags) is None):
        return "needed binding and descriptor_flags as integers"
    type_ = op.results[0].type
    dynamic = sum(map(type_.is_dynamic_size, type_.shape)) if isinstance(type_, ir.MemRefType) else segments[1]
    return None if dynamic == segments[1] else f"found {segments[1]} sizes, {type_} leaves {dynamic} open"


def _constant_load(op: ir.Operation) -> str | None:
    good = integer(op.attributes["ordinal"]) is not None and len(op.operands) == 0 and len(op.results) == 1
    scalar = ir.IntegerType | ir.FloatType | ir.IndexType
    return None if good and isinstance(op.results[0].type, scalar) else "needed an ordinal and one scalar result"


def _workgroup(op: ir.Operation) -> str | None:
    good = integer(op.attributes["dimension"]) in range(3) and len(op.operands) == 0
    return None if good and len(op.results) == 1 and _all_index(op.results) else "needed dimension and an index result"


def _forwarded(op: ir.Operation) -> str | None:
    types = [value.type for value in op.operands]
    good = types and types == [value.type for value in op.results]
    if op.name == "util.assume.int":
        scalars = all(isinstance(type_, ir.IntegerType | ir.IndexType) for type_ in types)
        rows = [list(row) for row in op.attributes["assumptions"]]
        return None if good and scalars and len(rows) == len(types) else "needed assumptions for each of its integers"
    return None if good and len(types) == 1 else "needed one operand and a result of its type"


def _metadata(op: ir.Operation) -> str | None:
    [source] = op.operands
    base, *numbers = op.results
    good = isinstance(source.type, ir.MemRefType) and len(numbers) == 1 + 2 * len(source.type.shape)
    if good and isinstance(base.type, ir.MemRefType) and not base.type.shape and _all_index(numbers):
        return None
    return "needed a memref, and as results its base, offset, sizes and strides"


_CHECKS: dict[str, Callable[[ir.Operation], str | None]] = {
    "iree_vector_ext.transfer_gather": _transfer_gather,
    "iree_vector_ext.transfer_scatter": _transfer_scatter,
    "iree_linalg_ext.map_store": _map_store,
    "iree_vector_ext.arg_compare": _arg_compare,
    YIELD: _yield,
    "iree_codegen.inner_tiled": _inner_tiled,
    "iree_codegen.extract_strided_metadata": _metadata,
    "hal.interface.binding.subspan": _subspan,
    "hal.interface.constant.load": _constant_load,
    "iree_tensor_ext.dispatch.workload.ordinal": _forwarded,
    "util.assume.int": _forwarded,
} | dict.fromkeys((f"hal.interface.workgroup.{what}" for what in ("id", "count", "size")), _workgroup)
NAMES = _CHECKS.keys()
