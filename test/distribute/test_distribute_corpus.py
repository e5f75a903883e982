# REQUIRES: iree
# RUN: env LANEWISE_HOST=iree %pytest %s
"""Real kernels, distributed: they do what they did, and are no worse than what a production compiler made of them."""

from __future__ import annotations

import os
import subprocess

os.environ["LANEWISE_HOST"] = "iree"

from functools import cache
from typing import Any

import oracle
import pytest
from lanewise import transforms  # noqa: F401 - registers the passes
from lanewise.command.session import Session, Settings
from lanewise.mlir.diagnostics import Message
from lanewise.mlir.host import ir
from lanewise.pipeline.text import parse
from lanewise.sim import compare, run
from support.root import CORPUS

KERNELS = [path.name.removesuffix(".before.mlir") for path in sorted(CORPUS.glob("*.before.mlir"))]
PAIRS = [path.name.removesuffix(".after.mlir") for path in sorted(CORPUS.glob("*.after.mlir"))]
SOME_WORKGROUPS = {"attention_f8.sm_80": [*range(8), 500, 1023]}
# Ops that we have for each that the production compiler has: what its tiles make of a matrix, ours read at once.
MOST_OPS = {"matvec.gfx942": 0.5}


def text(name: str, side: str) -> str:
    return (CORPUS / f"{name}.{side}.mlir").read_text()


def options(name: str, **more: Any) -> dict[str, Any]:
    """Rows of 5003 elements need two rounds of the loop, the second with a mask that cuts through a run."""
    sizes = {"constants": {0: 5003, 1: 0, 2: 7, 3: 0}} if name.startswith("rowsum") else {}
    return {"workgroups": SOME_WORKGROUPS.get(name), **sizes, **more}


@cache
def distributed(name: str) -> str:
    messages: list[Message] = []
    session = Session(Settings(), name, messages.append)
    output = session.process(text(name, "before"), parse("lanewise-resolve-layouts,lanewise-distribute"))
    assert output is not None, [message.text for message in messages if message.severity == "error"]
    return output


def optimized(program: str) -> str:
    """As iree-opt has it after its own clean-up; that it verifies is part of it."""
    command = [str(oracle.iree_opt()), "--canonicalize", "--cse", "-"]
    done = subprocess.run(command, input=program, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ops(program: str) -> int:
    count = 0

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal count
        count += 1
        return ir.WalkResult.ADVANCE

    with ir.Context():
        ir.Module.parse(program).operation.walk(visit)
    return count


@pytest.mark.parametrize("name", KERNELS)
def test_distributed_kernels_do_what_they_did(name: str) -> None:
    assert compare(text(name, "before"), distributed(name), **options(name)) == []


@pytest.mark.parametrize("name", [name for name in KERNELS if "matvec" not in name])
def test_with_other_inputs(name: str) -> None:
    assert compare(text(name, "before"), distributed(name), **options(name, seed=1, workgroups=[0, 5])) == []


@pytest.mark.parametrize("name", PAIRS)
def test_no_more_ops_than_the_production_compiler(name: str) -> None:
    assert ops(optimized(distributed(name))) <= MOST_OPS.get(name, 1.0) * ops(optimized(text(name, "after")))


@pytest.mark.parametrize("name", PAIRS)
def test_no_more_traffic_than_the_production_compiler(name: str) -> None:
    ours, theirs = (
        run(program, **options(name, workgroups=[0])).stats for program in (distributed(name), text(name, "after"))
    )
    for counter in ("barriers", "workgroup bytes read", "workgroup bytes written"):
        assert theirs[counter] > 0
        assert ours[counter] <= theirs[counter], counter


@pytest.mark.parametrize("name", KERNELS)
def test_nothing_whole_is_left(name: str) -> None:
    for unneeded in ("to_layout", "to_simd", "to_simt"):
        assert unneeded not in distributed(name)
