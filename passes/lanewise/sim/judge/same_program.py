"""Whether two programs are plainly one, so that one run tells what both do.

They may differ in what does not show when they run: layouts, and copies of what is computed of the same operands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lanewise.mlir.host import ir

SAME_VALUE = {"iree_vector_ext.to_layout"}
"""Ops whose result is their operand."""

COMPUTES = ("arith.", "index.", "math.", "ub.poison", "vector.")
"""How the names of ops begin that do nothing but compute; of vector, those that get no memref."""

_VALUE = re.compile(r"%[\w$.#:-]+")


def same_program(a: ir.Operation, b: ir.Operation) -> bool:
    """Whether two modules are, op for op."""
    one, other = _Trace.of(a), _Trace.of(b)
    return one is not None and other is not None and one.effects == other.effects and one.values == other.values


class _Unclear(Exception):
    """Blocks that branch, and what else has no plain order."""


@dataclass(slots=True)
class _Trace:
    """What a program does in order, and what it computes; values have numbers."""

    effects: list[object] = field(default_factory=list)
    values: dict[object, int] = field(default_factory=dict)
    _numbers: dict[ir.Value, int] = field(default_factory=dict)
    _count: int = 0

    @staticmethod
    def of(module: ir.Operation) -> _Trace | None:
        trace = _Trace()
        try:
            for view in module.regions[0].blocks[0].operations:
                trace._op(view.operation)
        except _Unclear:
            return None
        return trace

    def _new(self) -> int:
        self._count += 1
        return self._count

    def _op(self, op: ir.Operation) -> None:
        operands = tuple(self._numbers[value] for value in op.operands)
        if op.name in SAME_VALUE:
            self._numbers[op.results[0]] = operands[0]
        elif _computes(op):
            key = operands, _VALUE.sub("%", op.get_asm(use_local_scope=True, assume_verified=True))
            first = self.values.get(key)
            if first is None:
                first = self.values[key] = self._new()
                self._count += len(op.results)
            for number, result in enumerate(op.results):
                self._numbers[result] = first + number
        else:
            self._effect(op, operands)

    def _effect(self, op: ir.Operation, operands: tuple[int, ...]) -> None:
        if list(op.successors):
            raise _Unclear
        regions = list(op.regions)
        asm = "" if regions else _VALUE.sub("%", op.get_asm(use_local_scope=True, assume_verified=True))
        attributes = sorted(str(op.attributes[n]) for n in range(len(op.attributes))) if regions else []
        self.effects.append((op.name, operands, asm, attributes, [str(result.type) for result in op.results]))
        for result in op.results:
            self._numbers[result] = self._new()
        for region in regions:
            blocks = list(region)
            if len(blocks) > 1:
                raise _Unclear
            for block in blocks:
                self.effects.append(("begin", [str(argument.type) for argument in block.arguments]))
                for argument in block.arguments:
                    self._numbers[argument] = self._new()
                for view in block.operations:
                    self._op(view.operation)
                self.effects.append("end")


def _computes(op: ir.Operation) -> bool:
    """Whether it has no effect and no region."""
    if not op.name.startswith(COMPUTES) or list(op.regions) or not list(op.results):
        return False
    return not any(isinstance(value.type, ir.MemRefType) for value in op.operands)
