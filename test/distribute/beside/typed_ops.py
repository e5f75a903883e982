"""The ops that stand beside anchored vectors: those of two lists, each with a type that the host takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from frames import Op
from lanewise import transforms as transforms  # registers the passes
from lanewise.command.session import Session, Settings
from lanewise.mlir.diagnostics import Message
from lanewise.mlir.host import ir
from lanewise.pipeline.text import parse
from lanewise.sim.machine.program import TELLS_LANES_APART
from op_programs import EVERY_OP, Program, by_kind, templates

MORE_OPS = Path(__file__).parent / "inputs" / "more_ops.txt"

PASSES = parse("lanewise-resolve-layouts,lanewise-distribute")

TYPES = ["f32", "i32", "index", "f16", "i64", "i1", "f8E4M3FN", "i8"]
"""In this order: an op is tried with the first that it takes."""
OTHERS = ["f32", "i32", "i64", "f16", "index", "f8E4M3FN", "i8"]

COMBINING = {"", "add", "addf", "addi", "assign", "maximumf", "maxs", "minsi", "xor", "xori"}
"""Of the ways to combine elements those that are tried."""


class Host:
    """One session for many programs: a context takes longer to make than a program to judge."""

    def __init__(self) -> None:
        self.said: list[Message] = []
        self.session = Session(Settings(), "beside", self.said.append)

    def parse(self, text: str) -> ir.Module | None:
        self.session.failed = False
        self.said.clear()
        with self.session.context:
            return self.session.parse(text)

    def distribute(self, module: ir.Module) -> str | None:
        """Why it is refused."""
        self.said.clear()
        with self.session.context:
            if self.session.run(module, PASSES):
                return None
        errors = [one.text for one in self.said if one.severity == "error"]
        return errors[0] if errors else "without a word"


HOST = Host()


def ops() -> Iterator[Op]:
    """Each op of the lists with the first types that this host verifies."""
    known = HOST.session.context.is_registered_operation
    for file in (EVERY_OP, MORE_OPS):
        for names, results, body in templates(file):
            if all(map(known, names)):
                found = (_typed(names, results, text) for kind, text in by_kind(body) if kind in COMBINING)
                yield from filter(None, found)


def _typed(names: tuple[str, ...], results: list[str], body: str) -> Op | None:
    text = body + str(results)
    for type_ in TYPES if "{T}" in text else TYPES[:1]:
        for other in OTHERS if "{U}" in text else OTHERS[:1]:
            op = _verified(Program(names, type_, other, "", body, tuple(results)))
            if op is not None:
                return op
    return None


def _verified(program: Program) -> Op | None:
    """An op whose program the host takes."""
    module = HOST.parse(program.text)
    if module is None:
        return None
    with HOST.session.context:
        numbers = [*_numbers(module, program)]
    lines = program.body.splitlines()
    outside = "".join(f"{line.removeprefix('global ')}\n" for line in lines if line.startswith("global "))
    body = "\n".join(line for line in lines if not line.startswith(("global ", "return ")))
    returned = re.search(r"^return (.*) :", program.body, re.M)
    names = ["%r"] if len(program.results) == 1 else [f"%r#{i}" for i in range(len(program.results))]
    names = returned[1].split(", ") if returned else names
    fill = [one.replace("{T}", program.type).replace("{U}", program.other) for one in program.results]
    given = tuple(zip(names, fill, strict=True))
    results = () if "%z" in program.body else given
    numbers = numbers or [one for one in given if not one[1].startswith("vector")]
    apart = not TELLS_LANES_APART.isdisjoint(program.ops) or "%lane" in body or "#gpu.thread" in body
    return Op(program.ops, program.type, program.other, body, results, tuple(numbers), outside, apart)


def _numbers(module: ir.Module, program: Program) -> Iterator[tuple[str, str]]:
    """What %z is, if it is a number."""
    if "%z" not in program.body:
        return
    several = re.search(r"^%z:\d", program.body, re.M)
    found: list[str] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name in program.ops and len(op.results) and not found:
            found.append(str(op.results[0].type))
        return ir.WalkResult.ADVANCE

    module.operation.walk(visit)
    if found and not found[0].startswith(("vector", "memref")):
        yield "%z#0" if several else "%z", found[0]
