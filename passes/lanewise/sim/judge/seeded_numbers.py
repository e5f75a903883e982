"""Where seeded numbers may have led a program out of bounds, and what the user can do about it."""

from __future__ import annotations

from lanewise.mlir.host import ir
from lanewise.sim.judge.constants import SUBSPAN, below
from lanewise.sim.machine.faults import Fault
from lanewise.sim.machine.program import Program
from lanewise.sim.values import types
from lanewise.sim.values.inputs import Inputs


def hint(fault: Fault, program: Program, inputs: Inputs) -> Fault:
    """The fault; with the arguments or bindings whose seeded integers its op depends on, if it is out of bounds."""
    ops = [op for function in program.functions for op in below(function) if op.location == fault.location]
    if len(ops) != 1 or "out of bounds" not in fault.text:
        return fault
    for number, what in sorted(_sources(ops[0], program).items()):
        if number not in {*inputs.arrays, *inputs.numbers, *inputs.ranges}:
            fault.text += f"; {what} {number} holds seeded numbers: give their range, as with --args {number}=0..63"
    fault.args = (fault.text,)
    return fault


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
                todo += _handed_on(parent)
            elif _holds_integers(value.type) and not isinstance(value.type, ir.MemRefType):
                found[ir.BlockArgument(value).arg_number] = "argument"
            continue
        if not isinstance(value.type, ir.MemRefType):
            for operand in owner.operands:
                if isinstance(operand.type, ir.MemRefType) and _holds_integers(operand.type):
                    found |= _root(operand, program)
        todo += _handed_on(owner.operation)
    return found


def _handed_on(op: ir.Operation) -> list[ir.Value]:
    """What an op is given, and what its regions yield."""
    ends = [block.operations[len(block.operations) - 1] for region in op.regions for block in region.blocks]
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
