"""Every op beside anchored vectors, distributed and judged: `python test/distribute/beside/beside.py` (make beside).

A line for each program that is not equal afterwards and whose refusal is not on the list of its host (in `inputs`), and
for each line of the list that nothing needs any more; then how many came to what. `--write` makes the list anew.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "sim"), str(HERE)]

from frames import FRAMES, Op, kernel  # noqa: E402
from lanewise.mlir import host  # noqa: E402
from lanewise.mlir.diagnostics import Failure  # noqa: E402
from lanewise.mlir.host import ir  # noqa: E402
from lanewise.sim import Unsupported, compare, run  # noqa: E402
from lanewise.sim.values import types  # noqa: E402
from op_reasons import why_unsupported  # noqa: E402
from typed_ops import HOST, ops  # noqa: E402

EQUAL, REFUSED, UNCHECKED, UNEQUAL, CRASH = "equal", "refused", "not checked", "different", "crash"
NO_PROGRAM = "no program"

LIST = HERE / "inputs" / f"refusals.{host.NAME}.txt"
OPEN = HERE / "inputs" / "open_faults.txt"
"""What is wrong and known to be, with its verdict for a reason; only a person writes it."""

Refusal = tuple[str, str]
"""Ops, and why they are refused."""
Refusals = Mapping[Refusal, set[str]]
"""In which frames."""


@dataclass(frozen=True, slots=True)
class Case:
    op: Op
    frame: str
    text: str

    def refusal(self, why: str) -> Refusal:
        """With the reason free of the type that it happens to be about."""
        return self.op.name, re.sub(rf"\b{self.op.type}\b", "T", why.splitlines()[0])


def cases() -> Iterator[Case]:
    for op in ops():
        for frame in FRAMES:
            text = kernel(op, frame)
            if text is not None:
                yield Case(op, frame, text)


def judged(case: Case) -> tuple[str, str]:
    """A verdict, and what more there is to say; some texts are no programs."""
    before = HOST.parse(case.text)
    if before is None:
        return NO_PROGRAM, HOST.said[0].text
    try:
        after = HOST.parse(case.text)
        assert after is not None
        refusal = HOST.distribute(after)
        return (REFUSED, refusal) if refusal is not None else _compared(before, after, _arrays(case.text))
    except Exception as problem:  # noqa: BLE001 - what the test looks for
        return CRASH, f"{type(problem).__name__}: {problem}"


def _compared(before: ir.Module, after: ir.Module, arrays: dict[int, Any]) -> tuple[str, str]:
    with HOST.session.context:
        try:
            differences = compare(before, after, arrays=arrays, entry="kernel")
        except Failure as problem:
            try:
                run(before, arrays=arrays, entry="kernel")
            except Failure as own:
                return UNCHECKED, f"itself: {own}"
            return UNCHECKED if isinstance(problem, Unsupported) else UNEQUAL, str(problem)
    return (UNEQUAL, str(differences[0])) if differences else (EQUAL, "")


def _arrays(text: str) -> dict[int, Any]:
    """Small numbers, so that none is too large to count with, and others in each buffer. %dst and what results go to
    begin with nothing, so that what is not written shows."""
    signature = re.search(r"func\.func @kernel\((.*)\)", text)
    assert signature is not None
    found = {}
    for number, (name, shape, element) in enumerate(re.findall(r"%(\w+): memref<((?:\d+x)*)([^>]*)>", signature[1])):
        if name not in ("src", "m", "n", "p"):
            continue
        count = int(np.prod([int(size) for size in shape.split("x")[:-1]], dtype=np.int64))
        scalar = types.scalar_named(element)
        values = (np.arange(count) * 3 + number) % (2 if element == "i1" else 7) + (element != "i1")
        found[number] = (values * (0.625 if scalar.is_float else 1)).astype(scalar.dtype)
    return found


def listed() -> dict[Refusal, set[str]]:
    found = {}
    for line in (LIST.read_text() + OPEN.read_text()).splitlines():
        names, frames, why = line.split(" | ", 2)
        found[names, why] = set(frames.split(", "))
    return found


def write(refusals: Refusals) -> None:
    lines = []
    for (names, why), frames in sorted(refusals.items()):
        if why in (UNEQUAL, CRASH):
            continue
        lines.append(f"{names} | {', '.join(one for one in FRAMES if one in frames)} | {why}\n")
    LIST.write_text("".join(lines))


@dataclass(slots=True)
class Found:
    """How many cases came to what; those that should not have, in words; all refusals."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    refusals: dict[Refusal, set[str]] = field(default_factory=dict)

    def note(self, case: Case, verdict: str, text: str, known: Refusals) -> None:
        self.counts[verdict] += 1
        if verdict in (EQUAL, NO_PROGRAM):
            return
        if verdict in (REFUSED, UNEQUAL, CRASH):
            refusal = case.refusal(text if verdict == REFUSED else verdict)
            self.refusals.setdefault(refusal, set()).add(case.frame)
            if case.frame in known.get(refusal, ()):
                return
        if verdict == UNCHECKED and why_unsupported(case.op.ops, text):
            return
        self.wrong.append(f"{case.op.name} ({case.op.type}), {case.frame}: {verdict}: {text}")


def sweep(chosen: Iterable[Case], known: Refusals) -> Found:
    found = Found()
    for case in chosen:
        found.note(case, *judged(case), known)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Every op beside anchored vectors, distributed and judged.")
    parser.add_argument("--write", action="store_true", help="make the list of refusals anew")
    parser.add_argument("--show", metavar="OP", help="print the programs of an op and what becomes of them")
    arguments = parser.parse_args()
    if arguments.show:
        for case in cases():
            if arguments.show in case.op.ops:
                print(f"// {case.frame}", case.text, *judged(case), "", sep="\n")
        return 0
    known = {} if arguments.write else listed()
    found = sweep(cases(), known)
    if arguments.write:
        write(found.refusals)
    wrong = [one for one in found.wrong if not (arguments.write and f": {REFUSED}: " in one)]
    wrong += [f"no such thing any more: {one}" for one in known.keys() - found.refusals.keys()]
    print(*wrong, sep="\n")
    print(f"{host.NAME}:", ", ".join(f"{count} {verdict}" for verdict, count in found.counts.most_common()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
