"""A pass that plants faults, for --lanewise-check to find."""

from collections.abc import Iterator
from dataclasses import dataclass

from lanewise.mlir.host import ir
from lanewise.pipeline.passes import Pass
from lanewise.pipeline.report import PassReport


@dataclass(frozen=True)
class Fault(Pass):
    """Plant in each function the fault that its attribute `fault` names."""

    name = "test-fault"

    def run(self, root: ir.Operation, report: PassReport) -> None:
        for view in list(root.regions[0].blocks[0].operations):
            function = view.operation
            if "fault" in function.attributes:
                FAULTS[function.attributes["fault"].value](function)


def ops(function: ir.Operation, name: str) -> Iterator[ir.Operation]:
    return iter([op.operation for op in function.regions[0].blocks[0].operations if op.operation.name == name])


def subtract(function: ir.Operation) -> None:
    for op in ops(function, "arith.addf"):
        types, ip = [op.results[0].type], ir.InsertionPoint(op)
        new = ir.Operation.create("arith.subf", results=types, operands=list(op.operands), loc=op.location, ip=ip)
        op.results[0].replace_all_uses_with(new.results[0])
        op.erase()


def constant(function: ir.Operation) -> None:
    """One more in the first constant."""
    op = next(ops(function, "arith.constant"))
    value = ir.IntegerAttr(op.attributes["value"])
    op.attributes["value"] = ir.IntegerAttr.get(value.type, value.value + 1)


def fixed(function: ir.Operation) -> None:
    """Zero in the first constant."""
    op = next(ops(function, "arith.constant"))
    op.attributes["value"] = ir.IntegerAttr.get(ir.IntegerAttr(op.attributes["value"]).type, 0)


def barriers(function: ir.Operation) -> None:
    for op in ops(function, "gpu.barrier"):
        op.erase()


def stores(function: ir.Operation) -> None:
    """The first index of a store becomes its last one, too."""
    for op in ops(function, "memref.store"):
        op.operands[len(op.operands) - 1] = op.operands[2]


def rename(function: ir.Operation) -> None:
    function.attributes["sym_name"] = ir.StringAttr.get("renamed")


def invalid(function: ir.Operation) -> None:
    """A constant of another type than it says."""
    next(ops(function, "arith.constant")).attributes["value"] = ir.BoolAttr.get(True)


FAULTS = {
    "barriers": barriers,
    "constant": constant,
    "fixed": fixed,
    "invalid": invalid,
    "rename": rename,
    "stores": stores,
    "subtract": subtract,
}
