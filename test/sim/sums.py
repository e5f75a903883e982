"""Sums, products and softmaxes in every order that distribution gives: none may be called wrong, and no mutant right.

LANEWISE_HOST=iree python test/sim/sums.py --seeds 20          (make sums)
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from lanewise import transforms as transforms  # registers the passes
from lanewise.command.session import Session, Settings
from lanewise.pipeline.text import parse
from lanewise.sim import run
from lanewise.sim.judge.comparison import Differences, settle
from lanewise.sim.values.types import FLOATS, Array

SIZES = [2**10, 2**12, 2**14, 2**16]
TYPES = ["f32", "bf16", "f16", "f8E4M3FN", "f8E5M2"]
KINDS = ["sum", "product", "softmax"]
MUTANTS = ["left out", "doubled", "neighbour"]
# Lanes of a workgroup and of a subgroup, and elements in a row that a lane holds.
LAYOUTS = [(64, 64, 2), (256, 64, 4), (256, 32, 1), (128, 32, 8)]

KERNEL = """
#x = #iree_vector_ext.nested_layout<subgroup_tile = [{subgroups}], batch_tile = [{batch}], outer_tile = [1],
  thread_tile = [{subgroup}], element_tile = [{element}], subgroup_strides = [1], thread_strides = [1]>
func.func @f(%a: memref<{size}x{type}>, %out: memref<{count}x{type}>)
    attributes {{gpu.known_block_size = array<i32: {lanes}, 1, 1>, lanewise.subgroup_size = {subgroup} : i64}} {{
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : {type}
  %zero = arith.constant 0.0 : {wide}
  %one = arith.constant 1.0 : {wide}
  %low = arith.constant -3.0 : {wide}
  %x0 = vector.transfer_read %a[%c0], %pad {{in_bounds = [true]}} : memref<{size}x{type}>, vector<{size}x{type}>
  %xl = iree_vector_ext.to_layout %x0 to layout(#x) : vector<{size}x{type}>
  {body}
  vector.transfer_write %y, %out[%c0] {{in_bounds = [true]}} : vector<{count}x{type}>, memref<{count}x{type}>
  return
}}
"""
REDUCED = """
  %s = vector.multi_reduction <{kind}>, %x, %{start} [0] : {vector} to {wide}
  {narrow}
  %y = vector.broadcast %t : {type} to vector<1x{type}>
"""
SOFTMAX = """
  %m = vector.multi_reduction <maximumf>, %x, %low [0] : {vector} to {wide}
  %mb = vector.broadcast %m : {wide} to {vector}
  %d = arith.subf %x, %mb : {vector}
  %e = math.exp %d : {vector}
  %s = vector.multi_reduction <add>, %e, %zero [0] : {vector} to {wide}
  %sb = vector.broadcast %s : {wide} to {vector}
  %q = arith.divf %e, %sb : {vector}
  {narrow}
"""


@dataclass(frozen=True)
class Case:
    kind: str
    type: str
    size: int
    layout: tuple[int, int, int]
    # The type of sums.
    wide: str = ""

    def text(self) -> str:
        lanes, subgroup, element = self.layout
        wide = self.wide or self.type
        vector, given = f"vector<{self.size}x{wide}>", f"vector<{self.size}x{self.type}>"
        source, result = (given, vector)
        widen = f"%x = arith.extf %xl : {source} to {result}" if wide != self.type else f"%x = arith.negf %xl : {given}"
        one, many = ("s", "t"), ("q", "y")
        softmax = self.kind == "softmax"
        old, new = many if softmax else one
        types = (vector, given) if softmax else (wide, self.type)
        narrow = f"%{new} = arith.truncf %{old} : {types[0]} to {types[1]}"
        if wide == self.type:
            narrow = f"%{new} = arith.negf %{old} : {types[0]}"
        kind, start = ("mul", "one") if self.kind == "product" else ("add", "zero")
        body = (SOFTMAX if softmax else REDUCED).format(
            kind=kind, start=start, vector=vector, wide=wide, type=self.type, narrow=narrow
        )
        subgroups = lanes // subgroup
        return KERNEL.format(
            subgroups=subgroups,
            batch=self.size // (lanes * element),
            subgroup=subgroup,
            element=element,
            size=self.size,
            type=self.type,
            count=self.size if softmax else 1,
            lanes=lanes,
            wide=wide,
            body=f"{widen}\n{body}",
        )

    def values(self, seed: int) -> Array:
        random = np.random.default_rng([seed, self.size])
        dtype = FLOATS[self.type]
        if self.kind != "product":
            return (random.random(self.size) * 4 - 2).astype(dtype)
        # A walk of few steps, so that the product stays within the type.
        steps = random.random(self.size) < 12 / self.size
        return np.where(steps, random.choice([0.5, 2.0, 0.875, 1.25, -1.0], self.size), 1.0).astype(dtype)

    def mutated(self, values: Array, mutant: str, at: int) -> Array | None:
        """As if a lane took another element; None where that is the same."""
        wrong = values.copy()
        missing = {"sum": 0.0, "product": 1.0, "softmax": -np.inf}[self.kind]
        double = float(values[at]) * 2 if self.kind == "sum" else float(values[at]) ** 2
        if self.kind == "softmax":
            double = float(values[at]) + (-0.5 if float(values[at]) > 0 else 0.5)
        neighbour = float(values[(at + 1) % len(values)])
        value = {"left out": missing, "doubled": double, "neighbour": neighbour}[mutant]
        if mutant == "left out" and self.kind == "softmax":
            value = -2.0 if float(values[at]) > -1.5 else 2.0
        wrong[at] = np.array(value).astype(values.dtype)
        return None if wrong[at] == values[at] else wrong


@cache
def distributed(text: str) -> str:
    said: list[Any] = []
    output = Session(Settings(), "sums", said.append).process(
        text, parse("lanewise-resolve-layouts,lanewise-distribute")
    )
    assert output is not None, [one.text for one in said]
    return output


class Ran:
    """A program on one input: what it leaves, found out when it is first asked for."""

    def __init__(self, text: str, values: Array) -> None:
        self._text, self._values = text, values
        self._results: dict[bool, Any] = {}

    def result(self, shadows: bool = False) -> Any:
        if shadows not in self._results:
            result = run(self._text, arrays={0: self._values}, shadows=shadows)
            del result.outputs["argument 0"]
            self._results[shadows] = result
        return self._results[shadows]

    def shadowed(self, groups: object) -> Any:
        return self.result(shadows=True)


def judged(a: Ran, b: Ran) -> tuple[Differences, bool]:
    """What differs in the output, and whether it is equal bit for bit."""
    one, other = (ran.result().outputs["argument 1"].data.view("u1") for ran in (a, b))
    if np.array_equal(one, other):
        return Differences(), True
    return settle(a.result(), b.result(), a.shadowed, b.shadowed), False


def cases(sizes: list[int]) -> Iterator[Case]:
    for kind in KINDS:
        for type_ in TYPES:
            for size in sizes:
                for layout in LAYOUTS:
                    if size % (layout[0] * layout[2]) == 0:
                        yield Case(kind, type_, size, layout)


def sweep(chosen: list[Case], seeds: range, mutants: int) -> Counter[str]:
    """Counts of what came; what should not have come is printed."""
    counts: Counter[str] = Counter()
    for case in chosen:
        text = case.text()
        after = distributed(text)
        for seed in seeds:
            values = case.values(seed)
            source = Ran(text, values)
            found, same = judged(source, Ran(after, values))
            counts[
                "right, equal bit for bit" if same else "right, otherwise equal" if not found else "false alarms"
            ] += 1
            if found:
                print(f"false alarm: {case} seed {seed}: {found[0]}", flush=True)
            random = np.random.default_rng(seed)
            # A factor of 1 more or less is no mutant.
            places = np.flatnonzero(values.astype(np.float64) != 1)
            for number in range(mutants):
                mutant, at = MUTANTS[(seed + number) % 3], int(random.choice(places))
                wrong = case.mutated(values, mutant, at)
                if wrong is None:
                    continue
                found, same = judged(source, Ran(after, wrong))
                counts["mutants, equal bit for bit" if same else "mutants caught" if found else "mutants missed"] += 1
                if not found and not same:
                    print(f"missed: {case} seed {seed}: {mutant} at {at}", flush=True)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--mutants", type=int, default=3, help="for each right program")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--kinds", nargs="*", default=KINDS)
    found = parser.parse_args()
    chosen = [case for case in cases(found.sizes) if case.kind in found.kinds]
    counts = sweep(chosen, range(found.seeds), found.mutants)
    for what, count in sorted(counts.items()):
        print(f"{count:>8}  {what}")


if __name__ == "__main__":
    main()
