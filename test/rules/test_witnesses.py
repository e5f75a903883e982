# RUN: env LANEWISE_HOST=%host %pytest %s
"""What the records of traits/ say of ops, the host and the simulator say, too, who know nothing of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lanewise import traits  # noqa: F401 - registers the records
from lanewise.mlir.host import ir
from lanewise.traits.record import TRAITS, Lanes, OpTraits, Runs
from sim.op_programs import EVERY_OP, NO_PROGRAM, Program, outcome, programs
from witnesses import Seen, Watch, is_erased, is_joined

# Some of each kind are enough here: what an op does is the same for all types.
ENOUGH = {"", "i32", "i64", "index", "f4E2M1FN", "bf16", "f16", "f32"}

OTHERS = Path(__file__).parent / "inputs" / "witnesses.txt"

# Where the host says otherwise, and why: by pattern of the op's name.
TOGETHER = "lanes must come there together"
NOT_ERASED = {
    r"gpu\.(all_reduce|subgroup_reduce)": TOGETHER,
    r"nvvm\.(bar\.warp|elect|match|redux|shfl|vote)\.sync": TOGETHER,
    r"rocdl\.(ballot|ds_bpermute|ds_swizzle|permlane.*|readfirstlane|readlane|update\.dpp)": TOGETHER,
    r"nvvm\.(fence\..*|memory\.barrier)": "it orders what one lane does",
    r"(amdgpu|rocdl)\.(memory_counter_wait|s\.waitcnt|sched_barrier|sched\.barrier)": "it orders what one lane does",
    r"nvgpu\.device_async_(create_group|wait)": "it orders what one lane does",
    r"nvvm\.nanosleep|rocdl\.(iglp\.opt|s\.nop|s\.setprio|s\.sleep)": "it takes time, or says when",
    r"nvvm\.read\.ptx\.sreg\.(clock|globaltimer).*": "each time it is another number",
    r"(affine|memref)\.prefetch|memref\.dealloc": "the host keeps what changes no memory that anybody reads",
    r"scf\.forall|affine\.parallel": "its program writes memory in the region",
    r"util\.(optimization_barrier|unfoldable_constant)": "it is there to be kept",
}
ERASED = {
    r"iree_gpu\.(value_barrier|barrier_region)": "the host takes it for a value: no lane waits for what nobody reads",
}
JOINED = {
    r"gpu\.(ballot|rotate|shuffle|subgroup_broadcast|subgroup_reduce)": TOGETHER,
    r"amdgpu\.(dpp|mfma|permlane_swap|permlane_var|swizzle_bitmode|wmma)|nvgpu\.mma\.sync": TOGETHER,
    r"amdgpu\.transpose_load|nvgpu\.ldmatrix": "it reads memory, which the host's op does not say",
    r"iree_gpu\.value_barrier": "as above",
}
# Ops that only compute, of which no program is here.
UNWITNESSED = {
    r"iree_codegen\.inner_tiled": "its types are those of each intrinsic",
    r"nvgpu\.rcp": "on IREE's host; its text there is another than on upstream's",
    r"iree_linalg_ext\.index": "it stands in the region of another op",
}


def of_other_ops(record: OpTraits) -> bool:
    """Whether what it does is what ops in its regions do."""
    return callable(record.regions) or not {*record.regions} <= {Runs.DECLARED}


def covers(patterns: dict[str, str], name: str) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in patterns)


def some_programs() -> Iterator[Program]:
    for file in (EVERY_OP, OTHERS):
        for program in programs(file):
            if {program.type, program.other} <= ENOUGH:
                yield program


@pytest.fixture(scope="module")
def host_says() -> dict[str, tuple[bool, bool | None]]:
    """By op, whether it is erased and joined, in the first program of it that the host takes."""
    found: dict[str, tuple[bool, bool | None]] = {}
    with ir.Context():
        for program in some_programs():
            for name in {*program.ops} - found.keys():
                if not re.search(rf"\b{re.escape(name)}\b", program.text):
                    continue
                try:
                    found[name] = is_erased(program.text, name), is_joined(program.text, name)
                except ir.MLIRError:
                    continue  # No program of this type, or a terminator, of which there can be no two.
    return found


def disagreements(host_says: dict[str, tuple[bool, bool | None]]) -> set[tuple[str, str]]:
    found = set()
    for name, (erased, joined) in host_says.items():
        record = TRAITS[name]
        if record.refused:
            continue
        keeps = bool(record.writes or record.once or record.synchronizes)
        if erased and keeps and not covers(ERASED, name):
            found.add((name, "erased"))
        if not erased and not keeps and not covers(NOT_ERASED, name):
            found.add((name, "not erased"))
        if joined is not None and joined != record.pure and not of_other_ops(record) and not covers(JOINED, name):
            found.add((name, "joined" if joined else "not joined"))
    return found


def test_the_host_agrees_about_effects(host_says: dict[str, tuple[bool, bool | None]]) -> None:
    assert len(host_says) > 400
    assert disagreements(host_says) == set()


def test_exceptions_are_of_ops_that_have_records() -> None:
    for patterns in (NOT_ERASED, ERASED, JOINED, UNWITNESSED, UNSEEN_READS, DIFFERING, WAITS):
        for pattern in patterns:
            assert any(re.fullmatch(pattern, name) for name in TRAITS), pattern


def test_every_op_that_only_computes_has_a_program(host_says: dict[str, tuple[bool, bool | None]]) -> None:
    context = ir.Context()
    pure = {name for name, record in TRAITS.items() if record.pure and context.is_registered_operation(name)}
    assert {name for name in pure - host_says.keys() if not covers(UNWITNESSED, name)} == set()


@pytest.mark.parametrize(
    ("name", "weakened"),
    [
        ("memref.load", {"pure": True, "reads": ()}),
        ("memref.store", {"writes": ()}),
        ("vector.print", {"once": False}),
        ("gpu.barrier", {"synchronizes": False}),
        ("arith.addi", {"pure": False, "reads": (0,)}),
    ],
)
def test_a_weakened_record_is_noticed_by_the_host(
    host_says: dict[str, tuple[bool, bool | None]], monkeypatch: pytest.MonkeyPatch, name: str, weakened: dict
) -> None:
    monkeypatch.setitem(TRAITS, name, replace(TRAITS[name], **weakened))
    assert {one for one, _ in disagreements(host_says)} == {name}


# Where the simulator says otherwise, and why.
UNSEEN_READS = {
    r"memref\.reshape": "the simulator takes the shape for what the type says",
    r"bufferization\.to_tensor": "it reads when the tensor is read",
    r"linalg\..*": "what it fills counts as read, whether it is or not",
}
DIFFERING = {r"linalg\.index": "the simulator runs the elements beside each other, as it does lanes"}
WAITS = {r"scf\.forall": "where it is mapped to threads; a barrier more would do no harm"}


def contradictions(seen: dict[str, list[Seen]]) -> set[tuple[str, str]]:
    found = set()
    for name, one in ((name, one) for name, all_seen in seen.items() for one in all_seen if one.runs):
        record = TRAITS[name]
        if not one.reads <= one.claimed_reads or one.elsewhere:
            found.add((name, "reads"))
        if not one.reads >= one.claimed_reads and not covers(UNSEEN_READS, name):
            found.add((name, "does not read"))
        if one.writes != one.claimed_writes:
            found.add((name, "writes"))
        if one.waits != record.synchronizes and not covers(WAITS, name):
            found.add((name, "waits"))
        if one.differs and record.lanes is not Lanes.DIFFER and not covers(DIFFERING, name):
            found.add((name, "differs"))
    return found


@pytest.fixture(scope="module")
def simulated() -> dict[str, list[Seen]]:
    watch = Watch()
    done: set[str] = set()
    with ir.Context(), watch.watching():
        for program in some_programs():
            if not {*program.ops} <= done and outcome(program)[0] != NO_PROGRAM:
                done.update(program.ops)
    return watch.seen


def test_the_simulator_agrees(simulated: dict[str, list[Seen]]) -> None:
    assert len([name for name, seen in simulated.items() if any(one.runs for one in seen)]) > 200
    assert contradictions(simulated) == set()


@pytest.mark.parametrize(
    ("name", "weakened"),
    [("gpu.thread_id", {"lanes": Lanes.FOLLOW}), ("gpu.barrier", {"synchronizes": False})],
)
def test_a_weakened_record_is_noticed_by_the_simulator(
    simulated: dict[str, list[Seen]], monkeypatch: pytest.MonkeyPatch, name: str, weakened: dict
) -> None:
    monkeypatch.setitem(TRAITS, name, replace(TRAITS[name], **weakened))
    assert {one for one, _ in contradictions(simulated)} == {name}


@pytest.mark.parametrize(
    ("name", "weakened"),
    [
        ("memref.load", {"reads": ()}),
        ("memref.store", {"writes": (0,)}),
        ("memref.copy", {"reads": (1,), "writes": (0,)}),
    ],
)
def test_a_wrong_operand_is_noticed_by_the_simulator(
    monkeypatch: pytest.MonkeyPatch, name: str, weakened: dict
) -> None:
    monkeypatch.setitem(TRAITS, name, replace(TRAITS[name], **weakened))
    watch = Watch()
    with ir.Context(), watch.watching():
        outcome(next(one for one in some_programs() if name in one.ops and one.type == "f32"))
    assert {one for one, _ in contradictions(watch.seen)} == {name}
