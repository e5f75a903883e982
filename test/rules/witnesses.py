"""What others know of an op that stands in a program: the host, which erases and joins ops, and the simulator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from lanewise.mlir.host import ir, passmanager
from lanewise.mlir.node import Node
from lanewise.sim import semantics  # noqa: F401 - registers them
from lanewise.sim.judge import runner
from lanewise.sim.machine.buffers import Buffer, ByteView, MemRef
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.memory import MemoryAccess
from lanewise.sim.machine.poison import strip
from lanewise.sim.machine.program import SEMANTICS, Op, Run, Semantics
from lanewise.traits.record import numbers, traits_of

USE = "use_of_a_witness"


def is_erased(text: str, name: str) -> bool:
    """Whether the host erases a copy of the op whose results nobody reads."""
    module, op = _find(text, name)
    op.clone(ip=ir.InsertionPoint(op))
    return _goes(module, name)


def is_joined(text: str, name: str) -> bool | None:
    """Whether the host makes one op out of it and a copy before it, with a call of who knows what between. None for an
    op without results."""
    module, op = _find(text, name)
    if not op.results:
        return None
    with ir.Location.unknown():
        with ir.InsertionPoint(module.body):
            type_ = ir.FunctionType.get([result.type for result in op.results], [])
            attributes = {
                "sym_name": ir.StringAttr.get(USE),
                "function_type": ir.TypeAttr.get(type_),
                "sym_visibility": ir.StringAttr.get("private"),
            }
            ir.Operation.create("func.func", attributes=attributes, regions=1)
        copy = op.clone(ip=ir.InsertionPoint(op))
        with ir.InsertionPoint(op):
            callee = {"callee": ir.FlatSymbolRefAttr.get(USE)}
            ir.Operation.create("func.call", operands=list(copy.results), attributes=callee)
    return _goes(module, name)


def _find(text: str, name: str) -> tuple[ir.Module, ir.Operation]:
    module = ir.Module.parse(text)
    return module, next(op for op in ops_of(module) if op.name == name)


def ops_of(module: ir.Module) -> Iterable[ir.Operation]:
    found: list[ir.Operation] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        found.append(op.operation)
        return ir.WalkResult.ADVANCE

    module.operation.walk(visit)
    return found


def _goes(module: ir.Module, name: str) -> bool:
    before = sum(op.name == name for op in ops_of(module))
    assert module.operation.verify()
    passmanager.PassManager.parse("builtin.module(cse)").run(module.operation)
    return sum(op.name == name for op in ops_of(module)) < before


@dataclass
class Seen:
    """What an op did when the simulator ran it."""

    claimed_reads: set[int]
    claimed_writes: set[int]
    """What its record says of the operands that are memory."""
    reads: set[int] = field(default_factory=set)
    """Operands whose memory it read, or that are other names of that."""
    writes: set[int] = field(default_factory=set)
    elsewhere: bool = False
    """Whether it read or wrote memory that is no operand's."""
    waits: bool = False
    differs: bool = False
    """Whether a result was not the same in all lanes, though all operands were."""
    runs: int = 0


class Watch:
    """The ops of programs that are run meanwhile, each by all lanes of a workgroup."""

    def __init__(self) -> None:
        self.seen: dict[str, list[Seen]] = {}
        self._running: list[tuple[Op, Seen, tuple[Any, ...]]] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for name, (poison, compiled) in SEMANTICS.items():
                patch.setitem(SEMANTICS, name, (poison, self._watched(compiled)))
            for method in ("check_read", "write", "check_update"):
                patch.setattr(MemoryAccess, method, self._noting(method, getattr(MemoryAccess, method)))
            patch.setattr(Machine, "barrier", self._noting_barrier(Machine.barrier))
            patch.setattr(runner, "lanes_differ", lambda program: True)
            yield

    def _watched(self, compiled: Semantics) -> Semantics:
        def watched(op: Op) -> Run:
            run, seen = compiled(op), _claimed(op)
            self.seen.setdefault(op.name, []).append(seen)

            def noted(machine: Machine, *operands: Any, **options: Any) -> Any:
                self._running.append((op, seen, operands))
                seen.runs += 1
                try:
                    results = run(machine, *operands, **options)
                finally:
                    self._running.pop()
                values = results if isinstance(results, tuple) else (results,)
                seen.differs |= all(map(_is_uniform, operands)) and not all(map(_is_uniform, values))
                return results

            return noted

        return watched

    def _noting(self, method: str, original: Any) -> Any:
        def noting(access: MemoryAccess) -> Any:
            _, seen, operands = next(one for one in reversed(self._running) if one[0] is access.op)
            numbers = {number for number, value in enumerate(operands) if _buffer(value) is access.buffer}
            seen.elsewhere |= not numbers
            if method != "write":
                seen.reads |= numbers
            if method != "check_read":
                seen.writes |= numbers
            return original(access)

        return noting

    def _noting_barrier(self, original: Any) -> Any:
        def noting(machine: Machine, op: Op, *spaces: Any) -> Any:
            for running, seen, _ in self._running:
                seen.waits |= running is op
            return original(machine, op, *spaces)

        return noting


def _claimed(op: Op) -> Seen:
    node, record = Node.of(op.op), traits_of(op.name)
    memory = {number for number, type_ in enumerate(op.operand_types) if isinstance(type_, ir.MemRefType)}
    return Seen(memory.intersection(numbers(record.reads, node)), memory.intersection(numbers(record.writes, node)))


def _buffer(value: Any) -> Buffer | None:
    if not isinstance(value, MemRef):
        return None
    return value.buffer.bytes if isinstance(value.buffer, ByteView) else value.buffer


def _is_uniform(value: Any) -> bool:
    if value is None or isinstance(value, MemRef):
        return True
    elements = np.asarray(strip(value))
    # As bits: a NaN is the same in all lanes, too.
    return len({lane.tobytes() for lane in np.ascontiguousarray(elements)}) <= 1
