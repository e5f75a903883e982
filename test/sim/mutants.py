"""Breaks distributed kernels in small ways, and counts how often lanewise-sim notices (`make mutants`).

    python test/sim/mutants.py [--count N] [--seed N] [--kind KIND] [--of corpus|dispatches]

The kernels are those of the corpus, which another compiler distributed, or our own dispatches as we distribute them.

A mutant is one edit of mutations.py. Those that do not verify are replaced, not counted. A mutant is caught when its
values differ from those of the kernel before distribution, when it gets a verdict, or when it takes much longer than
the original. Of each survivor the values of all ops are compared with the original's, which says why it is equivalent,
or where it differs. Exit status 1 when fewer of those that are not equivalent are caught than LEAST says.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

os.environ.setdefault("LANEWISE_HOST", "iree")

import numpy as np
from lanewise.mlir.diagnostics import Failure
from lanewise.sim import Fault, Result, Unsupported, run
from lanewise.sim.judge.comparison import differences, settle
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import strip
from lanewise.sim.values import types
from lanewise.sim.values.rounding import float_info
from lanewise.sim.values.types import Array
from mutations import KINDS, Edit, edits
from support.run import lanewise

CORPUS, DISPATCHES = (Path(__file__).parents[1] / folder for folder in ("corpus", "dispatches/inputs"))
LEAST = {"corpus": 95, "dispatches": 97}
"""Of a hundred."""

SECONDS = 20
"""An original takes less than one."""

UNSEEN = {"affine.delinearize_index", "affine.min", "arith.constant", "vector.broadcast"}
"""Ops whose results must go through another op, which would differ too, before anything depends on them."""
CONDITIONS = {"affine.delinearize_index", "arith.andi", "arith.cmpi", "arith.constant"}

Held = tuple[Array, Array]
"""The active lanes, and what they hold."""
Trace = dict[tuple[int, str], list[Held]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant: `how` is `values`, `verdict`, `hang`, `survived`, `invalid` or `unknown`."""

    kernel: str
    edit: Edit
    how: str
    detail: str

    @property
    def caught(self) -> bool:
        return self.how in ("values", "verdict", "hang")


class Kernels:
    """Pairs of texts by name, before and after distribution, and what the first of each leaves."""

    def __init__(self, before: dict[str, str], after: dict[str, str]) -> None:
        self.names = sorted(after)
        self.before = before
        self.after = after
        self._expected: dict[tuple[str, bool], Result] = {}

    def options(self, name: str) -> dict[str, Any]:
        raise NotImplementedError

    def expected(self, name: str, shadows: bool = False) -> Result:
        key = name, shadows
        if key not in self._expected:
            self._expected[key] = run(self.before[name], **self.options(name), shadows=shadows)
        return self._expected[key]

    def mutant(self, name: str, edit: Edit) -> str:
        lines = self.after[name].split("\n")
        lines[edit.line] = edit.text
        return "\n".join(lines)

    def run(self, name: str, text: str, **more: Any) -> Result:
        before = self.expected(name)
        options = {**self.options(name), "constants": before.constants, "numbers": before.numbers}
        return run(text, **options, **more)

    def judge(self, name: str, edit: Edit) -> Outcome:
        before = self.expected(name)
        try:
            with alarm(SECONDS):
                after = self.run(name, self.mutant(name, edit))
        except TimeoutError:
            return Outcome(name, edit, "hang", f"more than {SECONDS} s")
        except Fault as fault:
            return Outcome(name, edit, "verdict", fault.text)
        except Unsupported as unsupported:
            return Outcome(name, edit, "unknown", unsupported.text)
        except (Failure, ValueError) as problem:
            return Outcome(name, edit, "invalid", str(problem))
        mutant = self.mutant(name, edit)
        found = settle(
            before, after, lambda _: self.expected(name, True), lambda _: self.run(name, mutant, shadows=True)
        )
        return Outcome(name, edit, "values" if found else "survived", str(found[0]) if found else "")


class Corpus(Kernels):
    """Those of the corpus."""

    def __init__(self) -> None:
        names = [path.name.removesuffix(".after.mlir") for path in CORPUS.glob("*.after.mlir")]
        before, after = (
            {name: (CORPUS / f"{name}.{when}.mlir").read_text() for name in names} for when in ("before", "after")
        )
        super().__init__(before, after)

    def options(self, name: str) -> dict[str, Any]:
        """Two workgroups; rows that need two rounds of the loop, the second with a mask that ends within a lane."""
        options: dict[str, Any] = {"workgroups": [1, 2]}
        if name.startswith("rowsum"):
            options["constants"] = {0: 5003, 1: 0, 2: 7, 3: 0}
        # In narrower rows the maxima of parts are so close that it does not show which of them was taken.
        chance = np.random.default_rng(0)
        if name.startswith("softmax"):
            options["arrays"] = {0: chance.uniform(-8, 8, (64, 2048)).astype(np.float16)}
        if name.startswith("attention"):
            element = types.scalar_named("f16" if "f16" in name else "f8E4M3FNUZ").dtype
            options["arrays"] = {number: chance.uniform(-2, 2, (2, 256, 64)).astype(element) for number in (0, 1)}
        return options


class Dispatches(Kernels):
    """Our own dispatches, distributed by us; those that can be."""

    def __init__(self, *names: str) -> None:
        paths = [DISPATCHES / f"{name}.mlir" for name in names] or sorted(DISPATCHES.glob("*.mlir"))
        before = {path.name.removesuffix(".mlir"): path.read_text() for path in paths}
        flags = ("--lanewise-resolve-layouts", "--lanewise-distribute")
        made = {name: lanewise("lanewise-opt", *flags, host="iree", stdin=text) for name, text in before.items()}
        super().__init__(before, {name: done.stdout for name, done in made.items() if not done.returncode})

    def options(self, name: str) -> dict[str, Any]:
        """The workgroups that the check runs; inputs in which it shows what a kernel makes of them."""
        options: dict[str, Any] = {"workgroups": [0, 1, 2, -1]}
        chance = np.random.default_rng(0)
        if name.startswith("max"):
            options["workgroups"] = [*range(256)]  # In each row only one element shows.
        if name.startswith("product"):
            options["ranges"] = {0: (0.9, 1.1)}  # A product of many more has no digits left.
        if name.startswith("argmax"):
            options["arrays"] = {0: chance.integers(-64, 64, (16, 1024)).astype(np.float32)}  # Several are equal.
        if name.startswith("argmin"):
            options["ranges"] = {0: (-64, 63)}
        if name.startswith("gathered"):
            options["ranges"] = {1: (0, 63)}  # Numbers of rows.
        if name.startswith("softmax_dynamic"):
            # Two rounds of the loop, the second with a mask that ends within a lane.
            options["constants"] = {0: 5, 1: 0, 2: 1127, 3: 0}
        return options


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Raises TimeoutError in what runs within."""

    def ring(*_: object) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


def drawn(kernels: Kernels, seed: int, kind: str | None = None) -> Iterator[tuple[str, Edit]]:
    """Edits by chance: in turn one of every kind of every kernel."""
    chance = random.Random(seed)
    groups: defaultdict[tuple[str, str], list[Edit]] = defaultdict(list)
    for name in kernels.names:
        for edit in edits(kernels.after[name]):
            if kind in (None, edit.kind):
                groups[name, edit.kind].append(edit)
    for group in groups.values():
        chance.shuffle(group)
    while groups:
        order = list(groups)
        chance.shuffle(order)
        for key in order:
            yield key[0], groups[key].pop()
            if not groups[key]:
                del groups[key]


def judged(kernels: Kernels, count: int, seed: int, kind: str | None = None) -> Iterator[Outcome]:
    """`count` mutants that verify, and those that do not on the way."""
    valid = 0
    for name, edit in drawn(kernels, seed, kind):
        if valid == count:
            return
        outcome = kernels.judge(name, edit)
        valid += outcome.how not in ("invalid", "unknown")
        yield outcome


def traced(kernels: Kernels, name: str, text: str) -> Trace:
    """What every op leaves, by its line and name."""
    trace: Trace = defaultdict(list)
    plain = Machine.step

    def step(machine: Machine, one: Any) -> None:
        plain(machine, one)
        line = int(str(one.op.op.location).split(":")[-2])
        mask = np.ones(machine.lanes, bool) if machine.mask is None else machine.mask.copy()
        for slot in one.outputs:
            if not isinstance(machine.values[slot], MemRef):
                array = strip(machine.values[slot])
                if len(array) in (1, machine.lanes):  # Not what a region compares, all of it at once.
                    trace[line, one.op.name].append((mask, np.broadcast_to(array, (machine.lanes, *array.shape[1:]))))

    setattr(Machine, "step", step)  # noqa: B010 - mypy refuses the assignment
    try:
        kernels.run(name, text, together=1)
    finally:
        setattr(Machine, "step", plain)  # noqa: B010
    return trace


def same(a: Held, b: Held) -> bool:
    return bool((a[0] == b[0]).all()) and _equal(a[1][a[0]], b[1][b[0]])


def _equal(a: Array, b: Array) -> bool:
    return a.shape == b.shape and bool(((a == b) | ((a != a) & (b != b))).all())


def same_where_both(a: Held, b: Held) -> bool:
    both = a[0] & b[0]
    return _equal(a[1][both], b[1][both])


def same_in_other_lanes(a: Held, b: Held) -> bool:
    """But for the order of sums."""
    one, other = (np.sort(held[1][held[0]].astype(np.float64), axis=0) for held in (a, b))
    close = 8 * float(float_info(a[1].dtype).eps) if a[1].dtype.kind not in "biu" else 0.0
    scale = np.abs(one[np.isfinite(one)]).max(initial=0.0)
    return one.shape == other.shape and np.allclose(one, other, rtol=close, atol=close * scale, equal_nan=True)


def uniform(trace: Trace, line: int) -> bool:
    """Whether all lanes reduce to one value in a line."""
    return all((held == held[:1]).all() for _, held in trace[line, "gpu.subgroup_reduce"])


def close(kernels: Kernels, outcome: Outcome) -> bool:
    """Whether a survivor stays well within the tolerance for f16."""
    after = kernels.run(outcome.kernel, kernels.mutant(outcome.kernel, outcome.edit))
    return not differences(kernels.expected(outcome.kernel), after, 2**-9)


def explanation(kernels: Kernels, outcome: Outcome) -> str:
    """Why a mutant is equivalent, else which of its ops have other values than the original's."""
    first = traced(kernels, outcome.kernel, kernels.after[outcome.kernel])
    second = traced(kernels, outcome.kernel, kernels.mutant(outcome.kernel, outcome.edit))

    def changed(equal: Callable[[Held, Held], bool]) -> list[tuple[int, str]]:
        # What no lane reaches in one of them has no values to compare.
        keys = sorted(key for key in first if key in second)
        pairs = {key: list(zip(first[key], second[key], strict=False)) for key in keys}
        return [key for key in keys if not all(equal(one, other) for one, other in pairs[key])]

    lines = changed(same)
    if not lines:
        return "equivalent: no op has another value in any lane"
    if {name for _, name in lines} <= UNSEEN:
        return f"equivalent: the {' and the '.join(name for _, name in lines)} changed only where nothing asks"
    if {name for _, name in changed(same_where_both)} <= CONDITIONS:
        return "equivalent: other lanes, which hold the same value, store it to the same place"
    if not changed(same_in_other_lanes):
        return "equivalent: lanes exchange their parts of a sum or maximum"
    source = kernels.after[outcome.kernel].splitlines()
    reduced = [
        line for line in range(outcome.edit.line + 1, len(source) + 1) if "gpu.subgroup_reduce" in source[line - 1]
    ]
    maxima = list(takewhile(lambda line: "reduce max" in source[line - 1], reduced))
    exponential = "math.exp" in kernels.after[outcome.kernel]
    if maxima and exponential and (uniform(second, maxima[-1]) or close(kernels, outcome)):
        return "equivalent: all of a row subtract another value than its maximum, which softmax does not mind"
    return "GAP? other values in " + ", ".join(f"{name} (line {line})" for line, name in lines[:8])


def table(outcomes: list[Outcome]) -> str:
    hows = ("values", "verdict", "hang", "survived", "invalid", "unknown")
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        counts[outcome.edit.kind][outcome.how] += 1
        counts["all"][outcome.how] += 1
    rows = [f"{'':22}" + "".join(f"{how:>10}" for how in hows)]
    for kind in [*sorted(kind for kind in counts if kind != "all"), "all"]:
        rows.append(f"{kind:22}" + "".join(f"{counts[kind][how]:>10}" for how in hows))
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description="Count the mutants that lanewise-sim catches.")
    parser.add_argument("--count", type=int, default=400, help="mutants that verify (400)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--of", choices=("corpus", "dispatches"), default="corpus", help="whose mutants (corpus)")
    parser.add_argument("--kind", choices=KINDS, help="only this kind of edit")
    parser.add_argument("--verbose", action="store_true", help="print every mutant, not only survivors")
    arguments = parser.parse_args()
    kernels = Corpus() if arguments.of == "corpus" else Dispatches()
    outcomes: list[Outcome] = []
    equivalent = 0
    for outcome in judged(kernels, arguments.count, arguments.seed, arguments.kind):
        outcomes.append(outcome)
        if outcome.how == "survived":
            why = explanation(kernels, outcome)
            equivalent += why.startswith("equivalent")
            show(kernels, outcome, why)
        elif arguments.verbose:
            show(kernels, outcome, outcome.detail)
    caught = sum(outcome.caught for outcome in outcomes)
    valid = caught + sum(outcome.how == "survived" for outcome in outcomes)
    print(table(outcomes))
    print(f"{caught} of {valid} mutants caught: {100 * caught / max(valid, 1):.1f} %")
    different = valid - equivalent
    print(f"{caught} of the {different} that are not equivalent: {100 * caught / max(different, 1):.1f} %")
    return 0 if valid and 100 * caught >= LEAST[arguments.of] * different else 1


def show(kernels: Kernels, outcome: Outcome, text: str) -> None:
    edit = outcome.edit
    print(f"{outcome.kernel}.mlir:{edit.line + 1}: {edit.kind}, {outcome.how}: {text}")
    print(f"  - {kernels.after[outcome.kernel].splitlines()[edit.line].strip()[:150]}")
    print(f"  + {edit.text.strip()[:190]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
