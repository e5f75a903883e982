"""Cases lowered by upstream and run on the CPU: one function a case, which loops over the elements of buffers."""

from __future__ import annotations

import ctypes

import numpy as np
from arith_math_cases import Case
from lanewise.mlir.host import ir, passmanager
from lanewise.sim.values import types
from mlir.execution_engine import ExecutionEngine

BEFORE = [
    "arith-emulate-unsupported-floats{source-types=bf16 target-type=f32}",
    "math-extend-to-supported-types{target-type=f32 extra-types=f16}",
    "math-expand-ops{ops=rsqrt}",
]

AFTER = [
    "convert-scf-to-cf",
    "convert-math-to-funcs{min-width-of-fpowi-exponent=1}",
    "convert-math-to-llvm{approximate-log1p=false}",
    "convert-math-to-libm",
    "finalize-memref-to-llvm",
    "convert-arith-to-llvm",
    "convert-func-to-llvm",
    "convert-cf-to-llvm",
    "reconcile-unrealized-casts",
]


def passes(case: Case) -> tuple[str, ...]:
    """The lowering of a case. Passes with an idea of their own about some op are kept from the others."""
    # Rounds to bf16, which otherwise needs a routine of the compiler's library. But it turns maximumf into a comparison
    # and a select, which mixes up zeros of two signs.
    rounding = ["arith-expand{include-bf16=true}"] if "bf16" in (*case.operands, *case.results) else []
    # Where convert-math-to-llvm comes first, it makes exp(x) - 1 of expm1, which is 0 for small x.
    libm = ["convert-math-to-libm"] if case.op == "math.expm1" else []
    return (*BEFORE, *rounding, *libm, *AFTER)


def stored(kind: str) -> str:
    """The type in memory: integers in whole bytes, of the size that numpy has."""
    if types.is_float(kind):
        return kind
    return f"i{np.dtype(types.element(kind)).itemsize * 8}"


def load(number: int, kind: str, count: int) -> list[str]:
    memory = stored(kind)
    name = f"%a{number}" if memory == kind else f"%x{number}"
    lines = [f"{name} = memref.load %in{number}[%i] : memref<{count}x{memory}>"]
    if memory != kind:
        cast = "arith.index_cast" if kind == "index" else "arith.trunci"
        lines.append(f"%a{number} = {cast} {name} : {memory} to {kind}")
    return lines


def store(number: int, kind: str, count: int) -> list[str]:
    memory = stored(kind)
    lines, name = [], f"%r{number}"
    if memory != kind:
        cast = "arith.index_cast" if kind == "index" else "arith.extui" if kind == "i1" else "arith.extsi"
        name = f"%y{number}"
        lines.append(f"{name} = {cast} %r{number} : {kind} to {memory}")
    return [*lines, f"memref.store {name}, %out{number}[%i] : memref<{count}x{memory}>"]


def function(name: str, case: Case, count: int) -> str:
    sides = (("in", case.operands), ("out", case.results))
    arguments = [f"%{side}{i}: memref<{count}x{stored(k)}>" for side, kinds in sides for i, k in enumerate(kinds)]
    results = ", ".join(f"%r{i}" for i in range(len(case.results)))
    body = [
        *(line for i, kind in enumerate(case.operands) for line in load(i, kind, count)),
        f"{results} = {case.text.format(*case.operands, *case.results)}",
        *(line for i, kind in enumerate(case.results) for line in store(i, kind, count)),
    ]
    return "\n".join(
        [
            f"func.func @{name}({', '.join(arguments)}) attributes {{llvm.emit_c_interface}} {{",
            "%zero = arith.constant 0 : index",
            "%one = arith.constant 1 : index",
            f"%count = arith.constant {count} : index",
            "scf.for %i = %zero to %count step %one {",
            *body,
            "}",
            "return",
            "}",
        ]
    )


def compiled(text: str, pipeline: tuple[str, ...]) -> ExecutionEngine:
    with ir.Context(), ir.Location.unknown():
        module = ir.Module.parse(text)
        passmanager.PassManager.parse(f"builtin.module({','.join(pipeline)})").run(module.operation)
        # Unoptimised: the optimiser would fold ops by rules of its own. Python itself has loaded libm.
        return ExecutionEngine(module, opt_level=0)


class Descriptor(ctypes.Structure):
    """A memref of rank 1 as the C interface takes it."""

    _fields_ = [
        ("allocated", ctypes.c_void_p),
        ("aligned", ctypes.c_void_p),
        ("offset", ctypes.c_int64),
        ("size", ctypes.c_int64),
        ("stride", ctypes.c_int64),
    ]


class Engine:
    """All cases, compiled once, those of one lowering in one module."""

    def __init__(self, cases: list[Case], count: int) -> None:
        self.count = count
        groups: dict[tuple[str, ...], list[int]] = {}
        for number, case in enumerate(cases):
            groups.setdefault(passes(case), []).append(number)
        self.engines: dict[int, ExecutionEngine] = {}
        for pipeline, numbers in groups.items():
            text = "\n".join(function(f"f{number}", cases[number], count) for number in numbers)
            self.engines.update(dict.fromkeys(numbers, compiled(text, pipeline)))

    def run(self, number: int, case: Case, operands: list[np.ndarray]) -> list[np.ndarray]:
        """The results for arrays of one axis, of the simulator's types."""
        inputs = [np.ascontiguousarray(operand) for operand in operands]
        outputs = [np.zeros(self.count, types.element(kind)) for kind in case.results]
        arguments = []
        for array in (*inputs, *outputs):
            at = array.ctypes.data
            arguments.append(ctypes.pointer(ctypes.pointer(Descriptor(at, at, 0, self.count, 1))))
        self.engines[number].invoke(f"f{number}", *arguments)
        return [
            out if types.is_float(kind) else types.wrap(out, kind)
            for out, kind in zip(outputs, case.results, strict=True)
        ]
