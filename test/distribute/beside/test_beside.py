# RUN: env LANEWISE_HOST=%host %pytest %s
"""Every op beside anchored vectors, a sample of what `make beside` goes through: equal, or refused as the list says."""

from __future__ import annotations

from itertools import islice

from beside import CRASH, EQUAL, REFUSED, UNEQUAL, Case, Found, cases, judged, listed, sweep
from frames import FRAMES, Op, kernel
from typed_ops import ops

EVERY = 10
"""One case of so many; one more than there are frames, so that these take turns."""

STORE = Op(("memref.store",), "f32", "f32", "memref.store %a, %m[%c3] : memref<16x{T}>", (), ())


def test_a_sample_is_equal_or_refused_for_a_listed_reason() -> None:
    found = sweep(islice(cases(), 0, None, EVERY), listed())
    assert found.wrong == []
    assert found.counts[EQUAL] > 150


def test_every_frame_has_programs_of_many_ops() -> None:
    names = {frame: {op.name for op in ops() if kernel(op, frame)} for frame in FRAMES}
    assert {frame: len(found) for frame, found in names.items() if len(found) < 60} == {}


def test_a_difference_is_found() -> None:
    """The op is another one after distribution."""
    case = Case(STORE, "plain", str(kernel(STORE, "plain")))
    assert judged(case) == (EQUAL, "")
    found = Found()
    found.note(case, UNEQUAL, "argument 3 at [3]", {})
    found.note(case, CRASH, "IndexError", {})
    assert len(found.wrong) == 2


def test_a_refusal_that_is_not_listed_is_found() -> None:
    found = Found()
    case = Case(STORE, "loop", "")
    found.note(case, REFUSED, "cannot distribute f32", {})
    found.note(case, REFUSED, "cannot distribute f32", {("memref.store", "cannot distribute T"): {"plain"}})
    assert len(found.wrong) == 2
    found.note(case, REFUSED, "cannot distribute f32", {("memref.store", "cannot distribute T"): {"loop"}})
    assert len(found.wrong) == 2


def test_a_fault_that_is_known_is_no_news() -> None:
    found = Found()
    found.note(Case(STORE, "loop", ""), UNEQUAL, "argument 3 at [3]", {("memref.store", UNEQUAL): {"loop"}})
    assert found.wrong == []
    found.note(Case(STORE, "plain", ""), UNEQUAL, "argument 3 at [3]", {("memref.store", UNEQUAL): {"loop"}})
    assert len(found.wrong) == 1
