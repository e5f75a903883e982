"""The functions of a module that have a body: which there are, and their names."""

from __future__ import annotations

from collections.abc import Collection

from lanewise.mlir.attributes import functions, symbol_name
from lanewise.mlir.host import ir

FUNCTIONS = {"func.func", "gpu.func"}


def find_function(module: ir.Operation, name: str | None) -> ir.Operation | None:
    """The function with a body that is called `name`, by itself or with the path to it; with None the only one."""
    found = functions_of(module)
    if name is not None:
        found = [one for one in found if function_path(one) == name] or [
            one for one in found if symbol_name(one) == name
        ]
    return found[0] if len(found) == 1 else None


def functions_of(module: ir.Operation) -> list[ir.Operation]:
    """Those with a body, also in what stands in the module: a gpu.module, a hal.executable, another module."""
    return [op for op in functions(module, nested=False) if op.name in FUNCTIONS]


def function_path(function: ir.Operation) -> str:
    """Its name after those of what it stands in, below the outermost module: `outer::inner::name`."""
    names: list[str] = []
    op = function
    while op.parent is not None:
        names.insert(0, symbol_name(op) or "")
        op = op.parent.operation
    return "::".join(name for name in names if name)


def contains(root: ir.Operation, names: Collection[str]) -> bool:
    """Whether an op with one of these names stands below `root`."""
    found = False

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal found
        found = op.name in names
        return ir.WalkResult.INTERRUPT if found else ir.WalkResult.ADVANCE

    root.walk(visit)
    return found
