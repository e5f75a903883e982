"""Programs of any size, as text that both hosts and iree-opt read; the corpus needs IREE's dialects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[1]
VECTOR = "vector<64x64xf16>"
DEPTH = 8
FAN = 2_000
MISFITS = ("attention_f8.sm_80", "rmsnorm", "softmax")

_OP = re.compile(r"\s+[%\w]")
_ALIAS = re.compile(r"#(\w+) = ")
_VALUE = re.compile(r"%([a-z]\w*)")


def layout(thread_tile: str, element_tile: str, strides: str) -> str:
    return (
        "#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], "
        f"thread_tile = [{thread_tile}], element_tile = [{element_tile}], "
        f"subgroup_strides = [0, 0], thread_strides = [{strides}]>"
    )


ROWS = layout("8, 8", "8, 8", "8, 1")
COLUMNS = layout("8, 8", "8, 8", "1, 8")
MANY = [
    layout(f"{rows}, {64 // rows}", f"{64 // rows}, {rows}", strides)
    for rows in (2, 4, 8, 16)
    for strides in (f"{64 // rows}, 1", f"1, {rows}")
]


def chains(ops: int) -> Iterator[str]:
    """Two chains of additions, one row-wise and one column-wise, that read the same eight constants."""
    yield f"#rows = {ROWS}"
    yield f"#columns = {COLUMNS}"
    yield f"func.func @chains(%a: {VECTOR}, %b: {VECTOR}) -> ({VECTOR}, {VECTOR}) {{"
    for number in range(8):
        yield f"  %k{number} = arith.constant dense<{number}.0> : {VECTOR}"
    yield f"  %x0 = iree_vector_ext.to_layout %a to layout(#rows) : {VECTOR}"
    yield f"  %y0 = iree_vector_ext.to_layout %b to layout(#columns) : {VECTOR}"
    half = ops // 2
    for number in range(half):
        yield f"  %x{number + 1} = arith.addf %x{number}, %k{number % 8} : {VECTOR}"
        yield f"  %y{number + 1} = arith.mulf %y{number}, %k{number * 3 % 8} : {VECTOR}"
    yield f"  return %x{half}, %y{half} : {VECTOR}, {VECTOR}"
    yield "}"


def cheap(ops: int) -> Iterator[str]:
    """Chains of four cheap ops, each read in eight layouts: seven copies of each are wanted."""
    for number, spelled in enumerate(MANY):
        yield f"#l{number} = {spelled}"
    yield f"func.func @cheap(%a: {VECTOR}) {{"
    for number in range(len(MANY)):
        yield f"  %x{number} = iree_vector_ext.to_layout %a to layout(#l{number}) : {VECTOR}"
    for chain in range(ops // (4 + len(MANY))):
        yield f"  %c{chain} = arith.constant dense<{chain % 2_000}.0> : {VECTOR}"
        yield f"  %e{chain} = math.exp2 %c{chain} : {VECTOR}"
        yield f"  %s{chain} = arith.addf %e{chain}, %c{chain} : {VECTOR}"
        yield f"  %t{chain} = arith.mulf %s{chain}, %e{chain} : {VECTOR}"
        for number in range(len(MANY)):
            yield f"  %u{chain}_{number} = arith.addf %x{number}, %t{chain} : {VECTOR}"
    yield "  return"
    yield "}"


def fan(ops: int) -> Iterator[str]:
    """Values with 2,000 users each; one user is the next such value."""
    yield f"#rows = {ROWS}"
    yield f"func.func @fan(%a: {VECTOR}) {{"
    yield f"  %k = arith.constant dense<1.0> : {VECTOR}"
    yield f"  %v0 = iree_vector_ext.to_layout %a to layout(#rows) : {VECTOR}"
    for number in range(max(ops // FAN, 1)):
        for user in range(FAN - 1):
            yield f"  %u{number}_{user} = arith.addf %v{number}, %k : {VECTOR}"
        yield f"  %v{number + 1} = arith.mulf %v{number}, %k : {VECTOR}"
    yield "  return"
    yield "}"


def heads(ops: int) -> Iterator[str]:
    """The example of attention with everything from its reads to its write once for each of many heads."""
    text = (ROOT / "examples/attention.mlir").read_text()
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("//")]
    start = next(number for number, line in enumerate(lines) if "%q_read =" in line)
    before, head, after = lines[:start], lines[start:-2], lines[-2:]
    shared = set(_VALUE.findall("\n".join(before)))

    def of_head(number: int) -> str:
        return _VALUE.sub(lambda name: name[0] if name[1] in shared else f"{name[0]}_{number}", "\n".join(head))

    yield from before
    for number in range(max(ops // count_ops(head), 1)):
        yield of_head(number)
    yield from after


def nests(ops: int) -> Iterator[str]:
    """Loops in loops, eight deep, that carry a vector around; an op beside each."""
    yield f"#rows = {ROWS}"
    yield f"func.func @nests(%a: {VECTOR}, %n: index) {{"
    yield "  %c0 = arith.constant 0 : index"
    yield "  %c1 = arith.constant 1 : index"
    yield f"  %k = arith.constant dense<1.0> : {VECTOR}"
    yield f"  %r0 = iree_vector_ext.to_layout %a to layout(#rows) : {VECTOR}"
    for nest in range(ops // (3 * DEPTH)):
        inits = [f"%r{nest}", *(f"%s{nest}_{depth}" for depth in range(DEPTH))]
        for depth, init in enumerate(inits[:-1]):
            result = f"%r{nest + 1}" if depth == 0 else f"%t{nest}_{depth}"
            head = f"scf.for %i{nest}_{depth} = %c0 to %n step %c1 iter_args(%x{nest}_{depth} = {init}) -> ({VECTOR})"
            yield f"  {result} = {head} {{"
            yield f"  {inits[depth + 1]} = arith.addf %x{nest}_{depth}, %k : {VECTOR}"
        for depth in range(DEPTH, 0, -1):
            yield f"  scf.yield {f'%t{nest}_{depth}' if depth < DEPTH else inits[-1]} : {VECTOR}"
            yield "  }"
    yield "  return"
    yield "}"


def corpus(ops: int) -> Iterator[str]:
    """The real kernels, as often as it takes; without those to which the oracle gives layouts that do not fit."""
    paths = sorted((ROOT / "test/corpus").glob("*.before.mlir"))
    return repeated([path for path in paths if not path.name.startswith(MISFITS)], ops)


def examples(ops: int) -> Iterator[str]:
    """The example kernels, as often as it takes: in upstream's dialects, other than the corpus."""
    return repeated(sorted((ROOT / "examples").glob("*.mlir")), ops)


def repeated(paths: list[Path], ops: int) -> Iterator[str]:
    bodies: list[list[str]] = []
    for number, path in enumerate(paths):
        text = path.read_text()
        for name in _ALIAS.findall(text):
            text = re.sub(rf"#{name}\b(?!\.)", f"#{name}_{number}", text)
        lines = [line for line in text.split("\n") if not line.lstrip().startswith("//")]
        yield from (line for line in lines if line.startswith("#"))
        bodies.append([line for line in lines if not line.startswith("#")])
    done = 0
    for turn in count():
        for number, body in enumerate(bodies):
            yield re.sub(r"func\.func @(\w+)", rf"func.func @\1_{number}_{turn}", "\n".join(body))
            done += count_ops(body)
            if done >= ops:
                return


def kernel() -> Iterator[str]:
    """A kernel of 100 lines: the example of attention without its remarks, and constants that nobody reads."""
    text = (ROOT / "examples/attention.mlir").read_text()
    lines = [line for line in text.split("\n") if line and not line.startswith("//")]
    yield from lines[:-2]
    yield from (f"  %filler{number} = arith.constant {number} : index" for number in range(100 - len(lines)))
    yield from lines[-2:]


def reductions(ops: int) -> Iterator[str]:
    """Rows are summed, spread again, turned and added, over and over: for distribution."""
    spread = (
        "#iree_vector_ext.nested_layout<subgroup_tile = [1, 4], batch_tile = [2, 1], outer_tile = [1, 1], "
        "thread_tile = [16, 4], element_tile = [2, 4], subgroup_strides = [0, 1], thread_strides = [1, 16]>"
    )
    wide, row, memory = "vector<64x64xf32>", "vector<64xf32>", "memref<64x64xf32>"
    pipeline = "#iree_gpu.pipeline<VectorDistribute> workgroup_size = [256, 1, 1] subgroup_size = 64"
    yield f"#t = #iree_codegen.translation_info<pipeline = {pipeline}>"
    yield f"func.func @reductions(%m: {memory}, %o: {memory}) attributes {{translation_info = #t}} {{"
    yield "  %c0 = arith.constant 0 : index"
    yield "  %pad = arith.constant 0.0 : f32"
    yield f"  %k = arith.constant dense<1.5> : {wide}"
    yield f"  %acc = arith.constant dense<0.0> : {row}"
    yield f"  %read = vector.transfer_read %m[%c0, %c0], %pad {{in_bounds = [true, true]}} : {memory}, {wide}"
    yield f"  %x0 = iree_vector_ext.to_layout %read to layout({spread}) : {wide}"
    for i in range(ops // 10):
        yield f"  %a{i} = arith.addf %x{i}, %k : {wide}"
        yield f"  %e{i} = math.exp2 %a{i} : {wide}"
        yield f"  %m{i} = arith.mulf %e{i}, %a{i} : {wide}"
        yield f"  %s{i} = vector.multi_reduction <add>, %m{i}, %acc [1] : {wide} to {row}"
        yield f"  %b{i} = vector.broadcast %s{i} : {row} to {wide}"
        yield f"  %t{i} = vector.transpose %b{i}, [1, 0] : {wide} to {wide}"
        yield f"  %d{i} = arith.subf %m{i}, %t{i} : {wide}"
        yield f"  %f{i} = arith.maximumf %d{i}, %k : {wide}"
        yield f"  %g{i} = arith.addf %f{i}, %a{i} : {wide}"
        yield f"  %x{i + 1} = arith.negf %g{i} : {wide}"
    last = ops // 10
    yield f"  vector.transfer_write %x{last}, %o[%c0, %c0] {{in_bounds = [true, true]}} : {wide}, {memory}"
    yield "  return"
    yield "}"


def count_ops(lines: list[str]) -> int:
    """Ops that lines of assembly hold, one a line."""
    return sum(_OP.match(line) is not None for line in lines)


Program = Callable[[int], Iterator[str]]

PROGRAMS: dict[str, Program] = {
    "chains over shared constants": chains,
    "cheap chains in many layouts": cheap,
    "fan of 2,000 users": fan,
    "attention over many heads": heads,
    "loops eight deep": nests,
    "corpus": corpus,
    "examples": examples,
}
IREE_DIALECTS = {"corpus"}
