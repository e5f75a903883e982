"""Edits that make a module smaller: each takes its ops in the order of the text, and says whether it could."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lanewise.mlir.host import ir
from lanewise.mlir.walk import program_order

Edit = Callable[[Sequence[ir.Operation]], bool]

_CONSTANT = "arith.constant"
_MODULES = ("builtin.module", "gpu.module")


def ops_below(root: ir.Operation) -> list[ir.Operation]:
    """In the order of the text, an op before what is in its regions."""
    return [op for op in program_order(root) if op != root]


def weight(op: ir.Operation) -> int:
    """How much there is to understand."""
    return 1 if op.name == _CONSTANT else 3 + sum(len(region.blocks) for region in op.regions)


def leave_out(start: int, stop: int) -> Edit:
    """The ops from one number to another; who reads them reads an operand of the same type instead, or zero."""
    return lambda ops: _leave_out(_outermost(ops[start:stop]), [_operand, _zero, _argument])


def to_arguments(start: int, stop: int) -> Edit:
    """As `leave_out`, but who reads them reads a new argument of the function."""
    return lambda ops: _leave_out(_outermost(ops[start:stop]), [_argument])


def inlined(number: int) -> list[Edit]:
    """An op with regions gives way to what is in one of them, which runs once."""
    return [lambda ops, region=region: _inline(ops[number], region) for region in (0, 1)]  # type: ignore[misc]


def _outermost(ops: Sequence[ir.Operation]) -> list[ir.Operation]:
    """Those that may go, without those that are inside of others."""
    found: list[ir.Operation] = []
    for op in ops:
        if not _is_terminator(op) and not any(_is_inside(op, other) for other in found[-1:]):
            found.append(op)
    return found


def _is_inside(op: ir.Operation, outer: ir.Operation) -> bool:
    above = op.parent
    while above is not None:
        if above.operation == outer:
            return True
        above = above.operation.parent
    return False


def _is_terminator(op: ir.Operation) -> bool:
    parent = op.parent
    return parent is None or (parent.name not in _MODULES and list(op.operation.block.operations)[-1].operation == op)


_Substitute = Callable[[ir.Operation, ir.Value], "ir.Value | None"]


def _leave_out(ops: Sequence[ir.Operation], ways: Sequence[_Substitute]) -> bool:
    for op in reversed(ops):
        for result in op.results:
            if any(True for _ in result.uses):
                other = next((found for way in ways if (found := way(op, result)) is not None), None)
                if other is None:
                    return False
                result.replace_all_uses_with(other)
        op.erase()
    return bool(ops)


def _operand(op: ir.Operation, result: ir.Value) -> ir.Value | None:
    return next((operand for operand in op.operands if operand.type == result.type), None)


def _zero(op: ir.Operation, result: ir.Value) -> ir.Value | None:
    """A constant before the op; of what is no constant itself, else it would go round."""
    return None if op.name == _CONSTANT else _constant(result.type, ir.InsertionPoint(op))


def _constant(type_: ir.Type, point: ir.InsertionPoint) -> ir.Value | None:
    element = type_.element_type if isinstance(type_, ir.VectorType) else type_
    if isinstance(element, (ir.IntegerType, ir.IndexType)):
        value: ir.Attribute = ir.IntegerAttr.get(element, 0)
    elif isinstance(element, ir.FloatType):
        try:
            value = ir.FloatAttr.get(element, 0.0)
        except ValueError:
            return None
    else:
        return None
    if isinstance(type_, ir.VectorType):
        value = ir.DenseElementsAttr.get_splat(type_, value)
    made = ir.Operation.create(_CONSTANT, results=[type_], attributes={"value": value}, ip=point)
    return made.results[0]


def _argument(op: ir.Operation, result: ir.Value) -> ir.Value | None:
    function = _function(op)
    if function is None or op.name == _CONSTANT:
        return None
    inputs, results = _signature(function)
    argument = function.regions[0].blocks[0].add_argument(result.type, ir.Location.unknown())
    _retype(function, [*inputs, result.type], results)
    if "arg_attrs" in function.attributes:
        attributes = [*function.attributes["arg_attrs"], ir.DictAttr.get({})]
        function.attributes["arg_attrs"] = ir.ArrayAttr.get(attributes)
    return argument


def _function(op: ir.Operation) -> ir.Operation | None:
    """The func.func around an op."""
    above = op.parent
    while above is not None and above.name != "func.func":
        above = above.operation.parent
    return None if above is None else above.operation


def _signature(function: ir.Operation) -> tuple[list[ir.Type], list[ir.Type]]:
    type_ = function.attributes["function_type"].value
    return list(type_.inputs), list(type_.results)


def _retype(function: ir.Operation, inputs: Sequence[ir.Type], results: Sequence[ir.Type]) -> None:
    function.attributes["function_type"] = ir.TypeAttr.get(ir.FunctionType.get(inputs, results))


def _inline(op: ir.Operation, number: int) -> bool:
    regions = list(op.regions)
    if _function(op) is None or number >= len(regions) or len(regions[number].blocks) != 1:
        return False
    block = regions[number].blocks[0]
    given = [op.operands[0], *list(op.operands)[3:]] if op.name == "scf.for" else []
    for index, argument in enumerate(block.arguments):
        value = given[index] if index < len(given) else _constant(argument.type, ir.InsertionPoint(op))
        if value is None or value.type != argument.type:
            return False
        argument.replace_all_uses_with(value)
    *inner, last = [one.operation for one in block.operations]
    yielded = list(last.operands)
    if [value.type for value in yielded] != [result.type for result in op.results]:
        return False
    for one in inner:
        one.move_before(op)
    for result, value in zip(op.results, yielded, strict=True):
        result.replace_all_uses_with(value)
    op.erase()
    return True


def drop_results(ops: Sequence[ir.Operation]) -> bool:
    """Functions return nothing."""
    done = False
    for function in (op for op in ops if op.name == "func.func" and op.regions[0].blocks):
        inputs, results = _signature(function)
        for block in function.regions[0].blocks if results else ():
            last = list(block.operations)[-1]
            if last.operation.name == "func.return":
                ir.Operation.create("func.return", ip=ir.InsertionPoint(last))
                last.operation.erase()
                done = True
        if results:
            _retype(function, inputs, [])
            if "res_attrs" in function.attributes:
                del function.attributes["res_attrs"]
    return done


def drop_arguments(ops: Sequence[ir.Operation]) -> bool:
    """Those that no op of their function reads."""
    done = False
    for function in (op for op in ops if op.name == "func.func" and op.regions[0].blocks):
        block = function.regions[0].blocks[0]
        kept = [any(True for _ in argument.uses) for argument in block.arguments]
        if all(kept):
            continue
        inputs, results = _signature(function)
        for number in reversed(range(len(kept))):
            if not kept[number]:
                block.erase_argument(number)
        _retype(function, [one for one, keep in zip(inputs, kept, strict=True) if keep], results)
        if "arg_attrs" in function.attributes:
            attributes = zip(function.attributes["arg_attrs"], kept, strict=True)
            function.attributes["arg_attrs"] = ir.ArrayAttr.get([one for one, keep in attributes if keep])
        done = True
    return done
