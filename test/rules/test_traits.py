# RUN: env LANEWISE_HOST=%host %pytest %s
"""Every op of the dialects that kernels hold has a record of what it does, or of why it is refused; no other has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pkgutil import iter_modules

import pytest
from lanewise import traits
from lanewise.mlir import host
from lanewise.traits.record import TRAITS, OpTraits, register
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
    for name, record in TRAITS.items():
        if record.pure:
            does = (record.reads, record.writes, record.once, record.synchronizes, record.atomic, record.decides)
            assert not any(does), name
        if record.atomic:
            assert record.reads, name
            assert record.reads == record.writes, name
        assert name == record.name
        assert not record.refused.endswith("."), name


def test_a_second_record_of_an_op_is_refused() -> None:
    with pytest.raises(ValueError, match="has traits already"):
        register(OpTraits("vector.transpose"))
