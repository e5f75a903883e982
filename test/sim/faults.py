"""Faults that tests plant, and where they must be found: `// here` marks the op, `// there` the one in the note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from lanewise.sim import Fault, run

LDS = "memref<64xi32, #gpu.address_space<workgroup>>"


def marked(text: str, mark: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), 1) if line.endswith(f"// {mark}")]


def expect(text: str, message: str, *, kind: str | None = None, **options: object) -> None:
    """Run a kernel that has this fault: its kind, and the whole text as a regular expression."""
    with pytest.raises(Fault) as raised:
        run(text, **options)
    found = raised.value.message()
    assert re.fullmatch(message, found.text), found.text
    assert kind in (None, raised.value.kind)
    assert [found.loc.line] == marked(text, "here")
    assert found.loc.column > 1
    assert [note.loc.line for note in found.notes] == marked(text, "there")


@contextmanager
def fault(kind: str, message: str = "") -> Iterator[None]:
    """Within, a Fault of this kind is raised, in whose text this regular expression is found."""
    with pytest.raises(Fault, match=message or None) as raised:
        yield
    assert raised.value.kind == kind


def twins(text: str, fault: str, repaired: str, message: str, *, kind: str | None = None, **options: object) -> None:
    """`text` with FAULT replaced: by `fault` it has the fault, by `repaired` it has none."""
    expect(text.replace("FAULT", fault), message, kind=kind, **options)
    run(text.replace("FAULT", repaired), **options)
