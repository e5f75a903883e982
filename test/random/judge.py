"""`python judge.py HOST FIRST LAST`: random kernels resolved, distributed and compared with themselves.

A process a host, since no process may import both; a JSON line a seed.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from distributed import Kernelled, kernel
from kernel import INPUT

if TYPE_CHECKING:
    from lanewise.mlir.diagnostics import Message
    from lanewise.sim.values.types import Array

EQUAL, UNEQUAL, REFUSED, INVALID, FAULTY, CRASHED = "equal", "unequal", "refused", "invalid", "faulty", "crashed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a seed's kernel; `detail` is why, one line a reason, `after` the kernel distributed."""

    seed: int
    families: tuple[str, ...]
    verdict: str
    detail: tuple[str, ...] = ()
    after: str = ""


def judge(seed: int, host: str) -> Outcome:
    made = kernel(seed, host)
    said = Outcome(seed, tuple(sorted(made.families)), EQUAL)
    try:
        return outcome(made, said)
    except Exception:  # noqa: BLE001 - what escapes is what this looks for
        return replace(said, verdict=CRASHED, detail=tuple(traceback.format_exc().splitlines()[-6:]))


def outcome(made: Kernelled, said: Outcome) -> Outcome:
    """`said` with the verdict, and its reason."""
    from lanewise.mlir.diagnostics import Failure
    from lanewise.sim import run
    from lanewise.sim.judge.comparison import differences

    messages, after = distributed(made.text)
    if after is None:
        errors = tuple(message.text for message in messages if message.severity == "error")
        refused = all(
            text.startswith("cannot distribute") or "of workgroup memory are needed" in text for text in errors
        )
        return replace(said, verdict=REFUSED if refused else INVALID, detail=errors)
    said = replace(said, after=after)
    if distributed(made.text)[1] != after:
        return replace(said, verdict=CRASHED, detail=("two runs print different kernels",))
    errors = parsed(after)
    if errors:
        return replace(said, verdict=INVALID, detail=errors)
    shapes = {number: buffer.sizes for number, buffer in made.buffers.items()}
    options = {"arrays": arrays(made), "shapes": shapes, "numbers": made.numbers}
    before = run(made.text, **options)
    try:
        found = differences(before, run(after, **options), 0.0, 0.0)
    except Failure as failure:
        return replace(said, verdict=FAULTY, detail=(str(failure),))
    bad = tuple(map(str, found[:5])) or dead_boundaries(after)
    return replace(said, verdict=UNEQUAL, detail=bad) if bad else said


def distributed(text: str) -> tuple[list[Message], str | None]:
    """What the passes say of a kernel, and the kernel of one lane."""
    from lanewise.command.session import Session, Settings
    from lanewise.pipeline.text import Element

    messages: list[Message] = []
    session = Session(Settings(), "kernel", messages.append)
    passes = ("lanewise-resolve-layouts", "lanewise-distribute")
    return messages, session.process(text, tuple(map(Element, passes)))


def parsed(text: str) -> tuple[str, ...]:
    """The errors of reading a text and verifying what it says."""
    from lanewise.command.session import Session, Settings

    messages: list[Message] = []
    session = Session(Settings(), "printed", messages.append)
    with session.context:
        session.parse(text)
    return tuple(message.text for message in messages if message.severity == "error")


def dead_boundaries(text: str) -> tuple[str, ...]:
    """Conversions between whole vectors and pieces that nothing reads."""
    lines = [line for line in text.splitlines() if "iree_vector_ext.to_sim" in line]
    return tuple(line for line in lines if text.count(line.split(" =")[0].strip()) == 1)


def arrays(made: Kernelled) -> dict[int, Array]:
    """Small integers, in floats as well; there, in wild kernels, what is no number and what is infinite."""
    from lanewise.sim.values import types

    found = {}
    for number, buffer in made.buffers.items():
        draws = np.random.default_rng(number).integers(-INPUT, INPUT + 1, buffer.count)
        found[number] = draws.astype(types.scalar_named(buffer.elem).dtype)
        if made.wild and types.scalar_named(buffer.elem).is_float:
            found[number][::7], found[number][3::11], found[number][5::13] = np.nan, np.inf, -np.inf
    return found


def main(arguments: list[str]) -> None:
    """Host, first seed and one behind the last."""
    host, first, last = arguments
    os.environ["LANEWISE_HOST"] = host
    from lanewise import transforms as transforms  # registers the passes
    from lanewise.mlir import host as bindings

    bindings.skip_op_classes()
    for seed in range(int(first), int(last)):
        print(json.dumps(asdict(judge(seed, host))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
