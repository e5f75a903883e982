"""Where seeded numbers may have led a program out of bounds, and what the user can do about it."""

from __future__ import annotations

from lanewise.mlir.host import ir
from lanewise.mlir.walk import program_order
from lanewise.sim.judge.numbers import SUBSPAN
from lanewise.sim.machine.faults import Fault
from lanewise.sim.machine.program import Program
from lanewise.sim.values import types
from lanewise.sim.values.inputs import Inputs


def seeded_numbers(fault: Fault, program: Program, inputs: Inputs) -> str:
    """What to say behind a fault: which seeded integers its op depends on, if it is out of bounds."""
    ops = [op for function in program.functions for op in program_order(function) if op.location == fault.location]
    if len(ops) != 1 or "out of bounds" not in fault.text:
        return ""
    found = ""
    for number, what in sorted(_sources(ops[0], program).items()):
        if number not in {*inputs.arrays, *inputs.numbers, *inputs.ranges}:
            found += f"; {what} {number} holds seeded numbers: give their range, as with --args {number}=0..63"
    return found


def _sources(op: ir.Operation, program: Program) -> dict[int, str]:
    """The numbers of the arguments and bindings that hold integers on which the operands of an op depend."""
    found: dict[int, str] = {}
    todo, seen = list(op.operands), set()
    while todo:
        value = todo.pop()
        if value in seen:
            continue
        seen.add(value)
        owner = value.owner
        if isinstance(owner, ir.Block):
            parent = owner.owner.operation
            if parent != program.function:
                todo += _forwarded(parent, ir.BlockArgument(value).arg_number - 1)
            elif _holds_integers(value.type) and not isinstance(value.type, ir.MemRefType):
                found[ir.BlockArgument(value).arg_number] = "argument"
            continue
        if not isinstance(value.type, ir.MemRefType):
            for operand in owner.operands:
                if isinstance(operand.type, ir.MemRefType) and _holds_integers(operand.type):
                    found |= _root(operand, program)
        todo += _forwarded(owner.operation, ir.OpResult(value).result_number)
    return found


def _forwarded(op: ir.Operation, number: int) -> list[ir.Value]:
    """What a result may be of, or the argument of a region; all that the op is given and that its regions yield."""
    ends = [block.operations[len(block.operations) - 1] for region in op.regions for block in region.blocks]
    if op.name == "scf.for":
        # Below 0 it is the loop's index.
        return list(op.operands)[:3] if number < 0 else [op.operands[3 + number], ends[0].operands[number]]
    return [*op.operands, *(operand for end in ends for operand in end.operands)]


def _root(view: ir.Value, program: Program) -> dict[int, str]:
    """The argument or binding that a view is of, if it is of one."""
    while not isinstance(view.owner, ir.Block):
        op = view.owner
        if op.name == SUBSPAN:
            return {int(op.attributes["binding"]): "binding"}
        if not len(op.operands) or not isinstance(op.operands[0].type, ir.MemRefType):
            return {}
        view = op.operands[0]
    if view.owner.owner.operation != program.function:
        return {}
    return {ir.BlockArgument(view).arg_number: "argument"}


def _holds_integers(type_: ir.Type) -> bool:
    try:
        return not types.scalar_of(type_).is_float
    except types.UnknownType:
        return False
