# RUN: env LANEWISE_HOST=%host %pytest %s
"""Every program in this folder that is distributed still computes what it did, as the simulator sees it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from equal import HERE, Case, Run, cases, outcomes
from lanewise.mlir import host
from lanewise.mlir.host import ir
from lanewise.pipeline.passes import Pass
from lanewise.pipeline.report import PassReport
from lanewise.pipeline.text import Element
from lanewise.sim import Fault
from support.each_host import hosts_of
from support.hosts import HOSTS

CASES = list(cases())
REFUSALS = {
    "private-memory-refused.mlir",
    "refused.mlir",
    "refused-parts.mlir",
    "refused-regions.mlir",
    "refused-scalars.mlir",
}
"""Of each of their chunks something is refused."""


@pytest.mark.parametrize("case", CASES, ids=map(str, CASES))
def test_equal(case: Case) -> None:
    wrong, text = outcomes(case)
    assert not wrong, "\n".join(wrong)
    # What comes out undistributed would be equal, too.
    assert "to_layout" not in text
    assert "gpu.thread_id" in text or "to_layout" not in case.text


def test_every_file_has_a_case() -> None:
    files = {path.name for path in HERE.glob("*.mlir") if host.NAME in (hosts_of(path.read_text()) or HOSTS)}
    assert files - {case.path.name for case in CASES} == REFUSALS & files


def ops(root: ir.Operation, name: str) -> list[ir.Operation]:
    found: list[ir.Operation] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name == name:
            found.append(op.operation)
        return ir.WalkResult.ADVANCE

    root.walk(visit, ir.WalkOrder.PRE_ORDER)
    return found


@dataclass(frozen=True)
class TurnRound(Pass):
    """Plant a fault: subtract the other way round."""

    name = "test-turn-round"

    def run(self, root: ir.Operation, report: PassReport) -> None:
        for op in ops(root, "arith.subf"):
            op.operands[0], op.operands[1] = op.operands[1], op.operands[0]


@dataclass(frozen=True)
class DropBarriers(Pass):
    """Plant a fault: nothing orders the lanes' accesses."""

    name = "test-drop-barriers"

    def run(self, root: ir.Operation, report: PassReport) -> None:
        for op in ops(root, "gpu.barrier"):
            op.erase()


PROGRAM = """
#row = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8],
  element_tile = [2], subgroup_strides = [0], thread_strides = [1]>
#apart = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [2], outer_tile = [1], thread_tile = [8],
  element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @f(%in: memref<16xf32>, %out: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %one = arith.constant dense<1.0> : vector<16xf32>
  %read = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<16xf32>, vector<16xf32>
  %a = iree_vector_ext.to_layout %read to layout(#row) : vector<16xf32>
  %d = arith.subf %a, %one : vector<16xf32>
  %b = iree_vector_ext.to_layout %d to layout(#apart) : vector<16xf32>
  vector.transfer_write %b, %out[%c0] {in_bounds = [true]} : vector<16xf32>, memref<16xf32>
  return
}
"""
LANES = "workgroup-size=8 subgroup-size=8"


def planted(*faults: str) -> list[str]:
    passes = (Element("lanewise-distribute", LANES), *map(Element, faults))
    return outcomes(Case(Path("planted"), 1, PROGRAM, Run(passes, (8, 1, 1), 8)))[0]


def test_wrong_numbers_are_found() -> None:
    assert not planted()
    assert any("@f: argument 1 at [0]" in difference for difference in planted(TurnRound.name))


def test_a_missing_barrier_is_found() -> None:
    with pytest.raises(Fault) as raised:
        planted(DropBarriers.name)
    assert raised.value.kind == "race"
