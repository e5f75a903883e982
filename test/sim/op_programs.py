"""A program for each op that a kernel may hold and each element type, as text, and what becomes of it.

The host says which types an op takes: what it does not verify is no program.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lanewise.mlir import host
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.sim import Fault, Unsupported
from lanewise.sim.judge.options import Options
from lanewise.sim.judge.runner import run_module
from support import op_names

INTEGERS = "i1 i4 i8 i16 i17 i24 i32 i33 i56 i64 index".split()
SMALL_FLOATS = """
    f8E5M2 f8E4M3 f8E4M3FN f8E5M2FNUZ f8E4M3FNUZ f8E4M3B11FNUZ f8E3M4 f8E8M0FNU f6E2M3FN f6E3M2FN f4E2M1FN
""".split()
WITHOUT_VALUES = ["tf32", "f128", "i128", "complex<f32>"]
TYPES = [*INTEGERS, "f16", "bf16", "f32", "f64", *SMALL_FLOATS, *WITHOUT_VALUES]

KERNEL_DIALECTS = """
    arith math index vector scf affine cf memref gpu ub iree_vector_ext iree_codegen iree_gpu iree_tensor_ext hal util
""".split()

_COMBINING = "add mul and or xor minsi maxsi minui maxui minimumf maximumf minnumf maxnumf".split()
_ATOMIC = "addf addi andi assign maximumf maxnumf maxs maxu minimumf minnumf mins minu mulf muli ori xori".split()
KINDS = {"{kind}": _COMBINING, "{gpukind}": _COMBINING, "{atomic}": _ATOMIC}

LAYOUT = """#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4],
  element_tile = [1], subgroup_strides = [0], thread_strides = [1]>"""
PIPELINE = '<constants = 1, bindings = [#hal.pipeline.binding<storage_buffer, "ReadOnly">]>'

# What a text may take for given; a line that it does not name stays out.
GIVEN = [
    *(f"%c{i} = arith.constant {i} : index" for i in range(6)),
    "%true = arith.constant true",
    "%int = arith.constant 3 : i32",
    "%offset = arith.constant 1 : i32",
    "%width = arith.constant 32 : i32",
    "%f = arith.constant 1.5 : f32",
    "%lane = gpu.lane_id",
    "%k = arith.constant dense<[true, false, true, true]> : vector<4xi1>",
    "%a = memref.load %m[%c1] : memref<16x{T}>",
    "%b = memref.load %m[%c2] : memref<16x{T}>",
    "%v = vector.load %m[%c0] : memref<16x{T}>, vector<4x{T}>",
    "%w = vector.load %m[%c4] : memref<16x{T}>, vector<4x{T}>",
]


@dataclass(frozen=True, slots=True)
class Program:
    """`ops` are those that it is for; `other` a second type, `kind` how elements are combined."""

    ops: tuple[str, ...]
    type: str
    other: str
    kind: str
    body: str
    results: tuple[str, ...]

    @property
    def text(self) -> str:
        """A module's."""
        return _module(self.body, list(self.results), self.type, self.other)


EVERY_OP = Path(__file__).parent / "inputs" / "every_op.txt"


def templates(file: Path = EVERY_OP) -> Iterator[tuple[tuple[str, ...], list[str], str]]:
    """Ops, results and body of each entry of a text file; `{op}` is filled in."""
    text = file.read_text()
    for block in re.split(r"^// ", text, flags=re.M)[1:]:
        header, _, body = block.partition("\n")
        names, _, results = header.partition(" -> ")
        split = [results] if results.startswith("complex") else [one for one in results.split(", ") if one]
        for ops in [[one] for one in names.split()] if "{op}" in body else [names.split()]:
            yield tuple(ops), split, body.strip().replace("{op}", ops[0])


def programs(file: Path = EVERY_OP) -> Iterator[Program]:
    """All of them, for this host's ops."""
    context = ir.Context()
    for ops, results, body in templates(file):
        if not all(context.is_registered_operation(op) for op in ops):
            continue
        for kind, text in _by_kind(body):
            for type_ in TYPES if "{T}" in text + str(results) else [""]:
                for other in TYPES if "{U}" in text else [""]:
                    yield Program(ops, type_, other, kind, text, tuple(results))


def _by_kind(body: str) -> list[tuple[str, str]]:
    for hole, kinds in KINDS.items():
        if hole in body:
            return [(kind, body.replace(hole, kind)) for kind in kinds]
    return [("", body)]


def _module(body: str, results: list[str], type_: str, other: str) -> str:
    outside = "\n".join(line.removeprefix("global ") for line in body.splitlines() if line.startswith("global "))
    body = "\n".join(line for line in body.splitlines() if not line.startswith("global "))
    given: list[str] = []
    for line in reversed(GIVEN):
        name = line.partition(" ")[0]
        if re.search(rf"{name}\b", "\n".join([body, *given])):
            given.insert(0, line)
    names = [f"%r#{i}" for i in range(len(results))] if len(results) > 1 else ["%r"] * len(results)
    if "\nreturn " not in body:
        body += f"\nreturn {', '.join(names)} : {', '.join(results)}" if results else "\nreturn"
    lines = "\n".join([*given, body])
    launch = "gpu.known_block_size = array<i32: 32, 1, 1>, gpu.known_grid_size = array<i32: 1, 1, 1>"
    attributes = f"attributes {{{launch}, lanewise.subgroup_size = 32 : i64}}"
    arguments = ", ".join(f"%{name}: memref<16x{kind}>" for name, kind in (("m", "{T}"), ("n", "{T}"), ("p", "{U}")))
    head = f"func.func @kernel({arguments}) -> ({', '.join(results)}) {attributes}"
    text = f"{outside}\n{head} {{\n{lines}\n}}"
    for hole, filling in (
        ("{layout}", LAYOUT),
        ("{pipeline}", PIPELINE),
        ("{T}", type_ or "f32"),
        ("{U}", other or "f32"),
    ):
        text = text.replace(hole, filling)
    return text


RIGHT, FAULT, UNSUPPORTED, NO_PROGRAM, TRACEBACK = "right", "fault", "unsupported", "no program", "traceback"


def outcome(program: Program) -> tuple[str, str]:
    """What became of it, and the message. A context must be entered."""
    try:
        module = ir.Module.parse(program.text)
    except ir.MLIRError as problem:
        return NO_PROGRAM, str(problem)
    try:
        run_module(module, Options())
    except Unsupported as problem:
        return UNSUPPORTED, str(problem)
    except Fault as problem:
        return FAULT, str(problem)
    except Failure as problem:
        return UNSUPPORTED, str(problem)
    except Exception as problem:  # noqa: BLE001 - what the test looks for
        return TRACEBACK, f"{type(problem).__name__}: {problem}"
    return RIGHT, ""


@cache
def registered() -> frozenset[str]:
    """The ops of the dialects that kernels hold, on this host."""
    return op_names.registered(KERNEL_DIALECTS)


def sampled(all_programs: Iterable[Program]) -> Iterator[Program]:
    """Each op with a quarter of the types, of those with kinds a seventh, of pairs of types one of seventeen."""
    number: Counter[tuple[str, ...]] = Counter()
    for program in all_programs:
        number[program.ops] += 1
        stride = 17 if program.other else 7 if program.kind else 4 if program.type else 1
        if (number[program.ops] + len(program.ops[0])) % stride == 0:
            yield program


def main() -> int:
    """Run all programs; print how many came to what, and what is not as it must be."""
    from op_reasons import why_unsupported

    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    wrong = []
    with ir.Context():
        for program in programs():
            how, text = outcome(program)
            counts[how] += 1
            reason = why_unsupported(program.ops, text) if how == UNSUPPORTED else None
            if reason:
                reasons[reason] += 1
            elif how not in (RIGHT, NO_PROGRAM):
                wrong.append(f"{how}: {text}\n{program.text}\n")
    print(f"{host.NAME}:", ", ".join(f"{count} {how}" for how, count in counts.most_common()))
    print(*(f"  {count} unsupported: {reason}" for reason, count in reasons.most_common()), *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
