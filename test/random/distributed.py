"""Random kernels for distribution: whole kernels on buffers, which the simulator can run before and after.

`python distributed.py SEED [HOST]` prints one.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from functools import partial

import kernel_gathers
import kernel_memory
import kernel_parts
import kernel_regions
import kernel_shared
import kernel_sums
import kernel_values
from kernel import Buffer, Kernel

RECIPES: dict[kernel_values.Recipe, float] = {
    kernel_values.unary: 1.5,
    kernel_values.binary: 4,
    kernel_values.with_constant: 0.7,
    kernel_values.extended: 0.3,
    kernel_values.fma: 1,
    kernel_values.select: 1.5,
    kernel_values.compare: 1,
    kernel_values.cast: 1.5,
    kernel_values.transpose: 2,
    kernel_values.broadcast: 2,
    kernel_values.shape_cast: 2,
    kernel_memory.transfer_read: 3,
    kernel_memory.transfer_write: 1,
    kernel_memory.round_trip: 0.5,
    kernel_gathers.gather: 1,
    kernel_gathers.transfer_gather: 1,
    kernel_sums.multi_reduction: 3,
    kernel_sums.reduction: 1,
    kernel_sums.contract: 2,
    kernel_sums.scalar_op: 0.7,
    kernel_shared.write_part: 1.5,
    kernel_shared.read_part: 0.5,
    kernel_shared.update: 1,
    kernel_shared.load: 0.4,
    kernel_shared.store: 0.8,
    kernel_shared.view: 0.7,
    kernel_parts.scan: 1.2,
    kernel_parts.extract: 1,
    kernel_parts.insert: 1,
    kernel_parts.extract_slice: 0.7,
    kernel_parts.insert_slice: 0.7,
    kernel_parts.bitcast: 0.5,
    kernel_parts.arg_compare: 1,
}
REGIONS: dict[kernel_regions.Region, float] = {
    kernel_regions.loop: 1,
    kernel_regions.branch: 0.7,
    kernel_regions.while_loop: 0.4,
    kernel_regions.index_switch: 0.3,
    kernel_regions.execute_region: 0.3,
}


@dataclass(frozen=True, slots=True)
class Kernelled:
    """A module with one kernel, what its buffers and numbers are, and the op families in it."""

    text: str
    buffers: dict[int, Buffer]
    numbers: dict[int, int]
    families: frozenset[str]
    wild: bool
    """Whether floats that are no numbers or infinite may be among the inputs."""


def kernel(seed: int, host: str) -> Kernelled:
    """The kernel of this seed."""
    rng = random.Random(f"kernel {seed}")
    k = Kernel(rng, host)
    weights = swarm(k)
    kernel_memory.transfer_read(k)
    target = rng.randint(8, 36)
    while k.ops < target:
        step(weights, k)
    kernel_regions.flush(k)
    return Kernelled(finish(k), k.buffers, k.numbers, frozenset(k.families), k.wild)


def swarm(k: Kernel) -> dict[kernel_values.Recipe, float]:
    """This kernel's taste: each one leaves some recipes out and prefers others, which finds more than an even mix."""
    weights = {recipe: weight * k.rng.choice((0, 0.3, 1, 1, 1, 3)) for recipe, weight in RECIPES.items()}
    weights[kernel_values.binary] = max(weights[kernel_values.binary], 1)
    weights[anchor] = 2.0
    inner = {partial(region, weights, kind): weight * k.rng.choice((0, 1, 1, 2)) for kind, weight in REGIONS.items()}
    weights.update(inner)
    return weights


def anchor(k: Kernel) -> None:
    k.anchor(kernel_values.any_value(k))


def region(weights: dict[kernel_values.Recipe, float], kind: kernel_regions.Region, k: Kernel) -> None:
    if len(k.values) <= kernel_regions.MAX_DEPTH:
        kind(k, partial(fill, weights))


def fill(weights: dict[kernel_values.Recipe, float], k: Kernel, count: int) -> None:
    for _ in range(count):
        step(weights, k)


def step(weights: dict[kernel_values.Recipe, float], k: Kernel) -> None:
    (recipe,) = k.rng.choices(list(weights), list(weights.values()))
    recipe(k)


def finish(k: Kernel) -> str:
    block = ", ".join(map(str, (*k.group.block, 1, 1)[:3]))
    attributes = f"gpu.known_block_size = array<i32: {block}>, lanewise.subgroup_size = {k.group.subgroup_size} : i64"
    if k.grid > 1:
        attributes += f", gpu.known_grid_size = array<i32: {k.grid}, 1, 1>"
    returned = [k.laid(kernel_values.any_value(k)) for _ in range(k.rng.randint(0, 2))] if returns(k) else []
    types = ", ".join(str(value.type) for value in returned)
    k.families.update({"returned vector"} if returned else ())
    results = f" -> ({types})" if returned else ""
    head = f"func.func @kernel({', '.join(k.args)}){results} attributes {{{attributes}}} {{"
    tail = f"  return {', '.join(value.name for value in returned)} : {types}" if returned else "  return"
    aliases = [f"{name} = {text}" for text, name in k.aliases.items()]
    return "\n".join([*aliases, head, *k.preamble, *k.lines, tail, "}"]) + "\n"


def returns(k: Kernel) -> bool:
    return k.has_vector_arguments and k.grid == 1


if __name__ == "__main__":
    print(kernel(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "upstream").text, end="")
