# RUN: %pytest %s
"""What an op does to memory, lanes and control flow is asked of its record: nowhere else are names of ops in lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from support.rooms import PACKAGE, parse

ROOMS = "analysis", "distribution", "pieces", "transforms", "view"
NAME = re.compile(
    r"(?:arith|math|index|vector|scf|affine|cf|memref|gpu|func|nvgpu|amdgpu|nvvm|rocdl|llvm|linalg|hal|ub"
    r"|iree_\w+)\.[a-z_][\w.]*"
)

# Why a layout ends there, which is no fact about memory, lanes or control flow.
OF_LAYOUTS = {"view/why/gaps.py"}


def lists(text: str) -> Iterator[str]:
    """Where two names of ops or more stand side by side: in a set, tuple, list, as keys, or between blanks."""
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            names = [one for one in map(_name, node.elts) if one]
        elif isinstance(node, ast.Dict):
            names = [one for one in map(_name, node.keys) if one]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            words = node.func.value
            whole = words.value if isinstance(words, ast.Constant) and isinstance(words.value, str) else ""
            names = [word for word in whole.split() if NAME.fullmatch(word)]
        else:
            continue
        if len(names) > 1:
            yield f"line {node.lineno}: {', '.join(names)}"


def _name(node: ast.expr | None) -> str | None:
    found = node.value if isinstance(node, ast.Constant) else None
    return found if isinstance(found, str) and NAME.fullmatch(found) else None


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    paths = [path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")]
    return {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in paths}


def test_no_list_of_ops_stands_outside_their_records(sources: dict[str, str]) -> None:
    assert len(sources) > 60
    found = {path: list(lists(text)) for path, text in sources.items() if path not in OF_LAYOUTS}
    assert {path: some for path, some in found.items() if some} == {}


def test_what_is_left_out_is_needed(sources: dict[str, str]) -> None:
    assert {path for path in OF_LAYOUTS if list(lists(sources[path]))} == OF_LAYOUTS


@pytest.mark.parametrize(
    "line",
    [
        'LOOPS = {"scf.for", "scf.while"}',
        'LOOPS = ["scf.for", "affine.for"]',
        'def f(node):\n    return node.name in ("memref.store", "memref.copy")',
        'TRIPS = {"scf.for": 1, "affine.for": 2}',
        'VIEWS = set(\n    """\n    memref.cast\n    memref.subview\n    """.split()\n)',
        'LOADS = frozenset("memref.load vector.load".split())',
    ],
)
def test_a_planted_list_is_found(sources: dict[str, str], line: str) -> None:
    text = sources["distribution/order.py"]
    assert not list(lists(text))
    assert len(list(lists(f"{text}\n{line}\n"))) == 1


def test_what_is_built_is_no_list() -> None:
    assert not list(lists('FLOAT = {"add": "arith.addf", "mul": "arith.mulf"}\nBARRIER = "gpu.barrier"'))
