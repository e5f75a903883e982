"""One vector op in a function, run by upstream's execution engine and by the simulator.

A case is written as the op, its inputs and its results; the function around it reads the inputs from memory and writes
the results there. Everything is run on several sets of values: by the engine one after the other, by the simulator
alone and as the lanes of one workgroup.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lanewise.sim.semantics  # noqa: F401 - registers them
import numpy as np
from lanewise.mlir.functions import find_function
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import Program
from lanewise.sim.values import types
from mlir import ir
from mlir.execution_engine import ExecutionEngine
from mlir.passmanager import PassManager
from mlir.runtime import get_ranked_memref_descriptor
from vector_runs import holding

BITS, VALUES, CLOSE = "bits", "values", "close"

PATTERNS = """
transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
  %g = transform.structured.match ops{["func.func"]} attributes {outerproduct} in %root
    : (!transform.any_op) -> !transform.any_op
  transform.apply_patterns to %g {
    transform.apply_patterns.vector.lower_contraction lowering_strategy = "outerproduct"
  } : !transform.any_op
  %f = transform.structured.match ops{["func.func"]} in %root : (!transform.any_op) -> !transform.any_op
  transform.apply_patterns to %f {
    transform.apply_patterns.vector.lower_scan
    transform.apply_patterns.vector.lower_masks
    transform.apply_patterns.vector.lower_masked_transfers
    transform.apply_patterns.vector.lower_contraction lowering_strategy = "dot"
    transform.apply_patterns.vector.lower_multi_reduction lowering_strategy = "innerreduction"
    transform.apply_patterns.vector.lower_outerproduct
  } : !transform.any_op
  transform.yield
}
"""

TO_LLVM = (
    "builtin.module(func.func(lower-vector-mask,lower-vector-multi-reduction),convert-vector-to-scf{full-unroll=true},"
    "expand-strided-metadata,lower-affine,convert-scf-to-cf,convert-vector-to-llvm,convert-ub-to-llvm,"
    "convert-math-to-llvm,convert-arith-to-llvm,convert-index-to-llvm,finalize-memref-to-llvm,convert-func-to-llvm,"
    "convert-cf-to-llvm,reconcile-unrealized-casts)"
)


@dataclass(frozen=True)
class Case:
    """`inputs`: `a: vector<4xf32>, m: memref<8xf32>`. `results`: the same of values of the body. `same`: how much."""

    name: str
    inputs: str
    body: str
    results: str = ""
    same: str = BITS
    strategy: str = "dot"

    @property
    def memrefs(self) -> list[tuple[str, str, str]]:
        """Name, type, and memref type of each argument: the inputs, then the results."""
        arguments = [*_named(self.inputs), *((f"{name}_out", type_) for name, type_ in _named(self.results))]
        return [(name, type_, _memory_of(type_)) for name, type_ in arguments]

    def text(self) -> str:
        arguments = ", ".join(f"%{name}_m: {memory}" for name, _, memory in self.memrefs)
        lines = [f"func.func @{self.name}({arguments}) attributes {{llvm.emit_c_interface, {self.strategy}}} {{"]
        lines += ["%c0 = arith.constant 0 : index", "%c1 = arith.constant 1 : index"]
        for name, type_ in _named(self.inputs):
            lines += _read(name, type_, _memory_of(type_))
        lines.append(self.body)
        for name, type_ in _named(self.results):
            lines += _write(name, type_, _memory_of(type_))
        return "\n  ".join([*lines, "return"]) + "\n}\n"


def _named(text: str) -> list[tuple[str, str]]:
    """`a: vector<4xf32>, s: f32` in pairs."""
    return [(name, type_) for name, type_ in (part.split(": ") for part in text.split(", ") if part)]


def _memory_of(type_: str) -> str:
    """The memref that a value travels in; one bit takes a byte."""
    if type_.startswith("memref"):
        return type_
    if type_.startswith("vector"):
        return type_.replace("xi1>", "xi8>").replace("vector", "memref")
    return f"memref<1x{type_}>"


def element_of(memory: str) -> str:
    """The element type in the spelling of a memref's or vector's type."""
    return memory.rstrip(">").replace("index", "?").split("<")[1].split("x")[-1].replace("?", "index")


def _rank(memory: str) -> int:
    return memory.count("x") - memory.count("index")


def _read(name: str, type_: str, memory: str) -> list[str]:
    if type_.startswith("memref"):
        return []
    if not type_.startswith("vector"):
        return [f"%{name} = memref.load %{name}_m[%c0] : {memory}"]
    wide = memory.replace("memref", "vector", 1)
    element = element_of(memory)
    zero = "0.0" if element.startswith("f") else "0"
    rank = _rank(memory)
    at, flags = ", ".join(["%c0"] * rank), ", ".join(["true"] * rank)
    read = name if wide == type_ else f"{name}_bytes"
    lines = [
        f"%{name}_p = arith.constant {zero} : {element}",
        f"%{read} = vector.transfer_read %{name}_m[{at}], %{name}_p {{in_bounds = [{flags}]}} : {memory}, {wide}",
    ]
    return lines if wide == type_ else [*lines, f"%{name} = arith.trunci %{read} : {wide} to {type_}"]


def _write(name: str, type_: str, memory: str) -> list[str]:
    if not type_.startswith("vector"):
        return [f"memref.store %{name}, %{name}_out_m[%c0] : {memory}"]
    wide = memory.replace("memref", "vector", 1)
    rank = _rank(memory)
    at, flags = ", ".join(["%c0"] * rank), ", ".join(["true"] * rank)
    written = name if wide == type_ else f"{name}_bytes"
    lines = [] if wide == type_ else [f"%{written} = arith.extui %{name} : {type_} to {wide}"]
    return [
        *lines,
        f"vector.transfer_write %{written}, %{name}_out_m[{at}] {{in_bounds = [{flags}]}} : {wide}, {memory}",
    ]


class Engine:
    """Cases lowered in one module. Needs the upstream host."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.context = ir.Context()
        text = "\n".join(case.text() for case in cases)
        self.module = ir.Module.parse(text, self.context)
        with self.context:
            lowered = ir.Module.parse(
                f"module attributes {{transform.with_named_sequence}} {{\n{text}\n{PATTERNS}}}", self.context
            )
            PassManager.parse("builtin.module(transform-interpreter)").run(lowered.operation)
            for view in list(lowered.body.operations):
                if view.operation.name == "transform.named_sequence":
                    view.operation.erase()
            del lowered.operation.attributes["transform.with_named_sequence"]
            PassManager.parse(TO_LLVM).run(lowered.operation)
            self.engine = ExecutionEngine(lowered, opt_level=0)

    def run(self, case: Case, arrays: Sequence[Any]) -> None:
        """Change the arrays as upstream's code does."""
        pointers = [ctypes.pointer(ctypes.pointer(get_ranked_memref_descriptor(array))) for array in arrays]
        self.engine.invoke(case.name, *pointers)

    def simulate(self, case: Case, lanes: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """The same by the simulator, each lane with arrays of its own; what they are afterwards."""
        function = find_function(self.module.operation, case.name)
        assert function is not None
        program = Program(function, self.module.operation)
        count = len(lanes)
        machine = Machine((count, 1, 1), count)
        views = []
        for (name, _, memory), arrays in zip(case.memrefs, zip(*lanes, strict=True), strict=True):
            data = np.concatenate([array.reshape(-1) for array in arrays])
            buffer = holding(name, types.scalar_named(element_of(memory)), data)
            whole = MemRef.whole(buffer, arrays[0].shape)
            offset = np.arange(count, dtype=np.int64) * arrays[0].size
            views.append(MemRef(buffer, offset, whole.sizes, whole.strides))
        machine.call(program, tuple(views))
        split = [view.buffer.data.reshape(count, *arrays.shape) for view, arrays in zip(views, lanes[0], strict=True)]
        return [[part[lane] for part in split] for lane in range(count)]
