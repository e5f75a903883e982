"""Small kernels for the tests of explanations, and the random ones of test/random."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from lanewise.analysis import analyze
from lanewise.command.session import Session, Settings
from lanewise.mlir.diagnostics import Message
from lanewise.mlir.host import ir
from lanewise.view.why.why import Explainer
from support.root import CORPUS as CORPUS

sys.path.insert(0, str(CORPUS.parent / "random"))

from generate import AGREEING, DIFFERING, program

ROWS, COLUMNS = (
    "#iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [1, 1], outer_tile = [1, 1], "
    f"thread_tile = [8, 8], element_tile = [2, 2], subgroup_strides = [0, 0], thread_strides = [{strides}]>"
    for strides in ("8, 1", "1, 8")
)
ALIASES = f"#rows = {ROWS}\n#columns = {COLUMNS}\n"
VECTOR = "vector<16x16xf16>"


def kernel(*lines: str, arguments: str = f"%a: {VECTOR}, %b: {VECTOR}") -> str:
    """A function whose first line is line 4. `V` stands for the type of its vectors."""
    body = "\n".join(line.replace("V", VECTOR) for line in lines)
    return f"{ALIASES}func.func @f({arguments}) {{\n{body}\nreturn\n}}\n"


def anchor(result: str, value: str, layout: str, more: str = "") -> str:
    return f"{result} = iree_vector_ext.to_layout {value} to layout(#{layout}){more} : V"


def random_kernel(seed: int, *more: str) -> str:
    """Every third one has constructs that only some programs have, each in its turn; all may have `more`."""
    features = (*AGREEING, *DIFFERING)
    return program(seed, frozenset({*more, *([features[seed % len(features)]] if seed % 3 == 0 else [])})).text


@contextmanager
def parsed(text: str) -> Iterator[ir.Module]:
    """The module, in whose context the block runs. What its kernel is told to be wrong fails the test."""
    said: list[Message] = []
    session = Session(Settings(), "kernel.mlir", said.append)
    with session.context:
        module = session.parse(text)
        assert module is not None, said
        yield module


@contextmanager
def explained(text: str) -> Iterator[Explainer]:
    with parsed(text) as module:
        yield Explainer(analyze(module.operation))


def vectors(explain: Explainer) -> list[ir.Value]:
    return [value for value in explain.names.values() if isinstance(value.type, ir.VectorType)]


def at(explain: Explainer, reference: str) -> ir.Value:
    [value] = explain.names.find(reference)
    return value
