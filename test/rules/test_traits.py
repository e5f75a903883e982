# RUN: env LANEWISE_HOST=%host %pytest %s
"""Every op of the dialects that kernels hold has a record of what it does, or of why it is refused; no other has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pkgutil import iter_modules

import pytest
from lanewise import plugin, traits
from lanewise.mlir import host
from lanewise.mlir.host import ir
from lanewise.mlir.node import Node
from lanewise.sim import semantics  # noqa: F401 - registers them
from lanewise.sim.machine.launch import TELLS_LANES_APART
from lanewise.traits import record
from lanewise.traits.record import SPACES, TRAITS, UNKNOWN, Lanes, OpTraits, Runs, numbers, register, runs, traits_of
from support.hosts import HOSTS, installed
from support.op_names import registered
from support.root import PASSES

WHOLE = """
    affine amdgpu arith cf func gpu hal index iree_codegen iree_gpu iree_linalg_ext iree_tensor_ext iree_vector_ext math
    memref nvgpu scf ub util vector
""".split()
# Of these only what kernels use has a record.
IN_PART = "bufferization builtin linalg llvm nvvm rocdl tensor".split()

LIST_OPS = """
import json, sys
from lanewise.mlir.host import ir
context = ir.Context()
print(json.dumps([name for name in json.load(sys.stdin) if context.is_registered_operation(name)]))
"""


@pytest.fixture(scope="module")
def listed() -> frozenset[str]:
    return registered(WHOLE)


def without_record(listed: frozenset[str]) -> set[str]:
    return listed - TRAITS.keys()


def test_every_op_has_a_record(listed: frozenset[str]) -> None:
    """An op that is new in a wheel fails here: say in traits/ what it does, or why it is refused."""
    assert len(listed) > (550 if host.NAME == "iree" else 350)
    assert without_record(listed) == set()


def test_an_op_without_a_record_is_noticed(listed: frozenset[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(TRAITS, "vector.transpose")
    assert without_record(listed) == {"vector.transpose"}


def known(to: str) -> set[str]:
    """The ops with a record that a host has, asked in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LIST_OPS],
        input=json.dumps([*TRAITS]),
        env={**os.environ, "LANEWISE_HOST": to, "PYTHONPATH": str(PASSES)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def test_no_record_is_of_an_op_that_no_host_has() -> None:
    if not all(map(installed, HOSTS)):
        pytest.skip("only one host is installed")
    assert TRAITS.keys() - known("upstream") - known("iree") == set()


def test_there_is_a_module_for_each_dialect_and_no_other() -> None:
    modules = {module.name for module in iter_modules(traits.__path__)} - {"record"}
    assert modules == {*WHOLE, *IN_PART}
    assert {name.partition(".")[0] for name in TRAITS} == modules


def test_records_do_not_contradict_themselves() -> None:
    """What is pure does nothing else; what is done once is done, and what is atomic reads and writes."""
    for name, one in TRAITS.items():
        if one.pure:
            assert not any((one.reads, one.writes, one.once, one.synchronizes, one.atomic, one.decides)), name
        if one.atomic:
            assert one.reads, name
            assert one.reads == one.writes, name
        assert name == one.name
        assert not one.refused.endswith("."), name


def test_a_plugin_says_what_its_ops_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "TRAITS", {})
    assert traits_of("my.repeat") is UNKNOWN
    plugin.register_traits(plugin.OpTraits("my.repeat", regions=(plugin.Runs.REPEATED,), decides=(0,)))
    assert traits_of("my.repeat").decides == (0,)


def test_what_is_not_known_may_do_anything() -> None:
    assert not UNKNOWN.pure
    assert UNKNOWN.once
    assert UNKNOWN.lanes is Lanes.DIFFER
    assert UNKNOWN.regions == (Runs.REPEATED,)


def test_a_second_record_of_an_op_is_refused() -> None:
    with pytest.raises(ValueError, match="has traits already"):
        register(OpTraits("vector.transpose"))


LOOPS = """
func.func @f(%m: memref<8xf32>, %n: index) attributes {gpu.known_block_size = array<i32: 64, 1, 1>} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.forall (%i) in (4) { }
  scf.forall (%i) in (%n) { } {mapping = [#gpu.thread<x>]}
  scf.forall (%i) in (4) { } {mapping = [#gpu.block<x>]}
  scf.forall (%i, %j) in (4, 4) { } {mapping = [#gpu.block<x>, #gpu.thread<x>]}
  scf.parallel (%i) = (%c0) to (%n) step (%c1) { }
  scf.parallel (%i) = (%c0) to (%n) step (%c1) { }
    {mapping = [#gpu.loop_dim_map<processor = sequential, map = (d0) -> (d0), bound = (d0) -> (d0)>]}
  scf.parallel (%i) = (%c0) to (%n) step (%c1) { }
    {mapping = [#gpu.loop_dim_map<processor = thread_x, map = (d0) -> (d0), bound = (d0) -> (d0)>]}
  affine.for %i = 0 to %n iter_args(%x = %c0) -> (index) { affine.yield %x : index }
  gpu.barrier
  "gpu.barrier"() {address_spaces = [#gpu.address_space<workgroup>]} : () -> ()
  return
}
"""


def test_what_an_op_itself_says_is_asked_of_it() -> None:
    with ir.Context():
        module = ir.Module.parse(LOOPS)
        [function] = module.body.operations
        nodes = [Node.of(op.operation) for op in function.regions[0].blocks[0].operations]
        loops = [runs(node)[0] for node in nodes if node.name.startswith("scf.")]
        assert [one.name for one in loops] == [
            *("PARALLEL", "BY_LANES", "AT_MOST_ONCE", "BY_LANES"),
            *("PARALLEL", "PARALLEL", "BY_LANES"),
        ]
        decide = {node.name: list(numbers(traits_of(node.name).decides, node)) for node in nodes if node.arguments}
        assert decide == {"scf.forall": [], "scf.parallel": [0, 1, 2], "affine.for": [0]}
        barriers = [traits_of(node.name).orders(node) for node in nodes if node.name == "gpu.barrier"]
        assert barriers == [SPACES, {"workgroup"}]


def test_the_simulator_knows_no_other_ops_that_tell_lanes_apart() -> None:
    assert {name for name in TELLS_LANES_APART if traits_of(name).lanes is not Lanes.DIFFER} == set()
