"""Random programs for the layout analysis: text that follows from a seed, and knows no MLIR bindings.

`python generate.py SEED [FEATURE...]` prints one.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from functools import partial

import memory
import recipes
import regions
import vector_ext
from builder import Builder
from contract import contract

RECIPES: dict[recipes.Recipe, float] = {
    recipes.anchor: 6,
    recipes.unary: 2,
    recipes.binary: 5,
    recipes.fma: 1,
    recipes.select: 1.5,
    recipes.compare: 1,
    recipes.cast: 1,
    recipes.source: 1,
    recipes.transpose: 2,
    recipes.broadcast: 2,
    recipes.shape_cast: 2,
    recipes.no_rule: 0.4,
    recipes.reduction: 2,
    recipes.scan: 1,
    memory.transfer_read: 2,
    memory.transfer_write: 2,
    memory.gather: 1,
    recipes.chain: 1,
    contract: 1.5,
}

# What a program contains only on request. In the first group are constructs that docs/differences.md names:
# `odd-sizes` are no powers of two, for which the oracle gives some shape_casts a layout of another size; `vector-mask`
# are ops inside one, of whose mask the oracle requires nothing. With `late-scalar` it prints IR that does not verify,
# but its layouts are right. The third group needs the iree host.
DIFFERING = ("stretch", "if-arms", "while", "index_switch", "execute_region", "overlap", "odd-sizes", "vector-mask")
AGREEING = ("late-scalar",)
IREE_ONLY = ("transfer-gather", "arg-compare")
FEATURE_RECIPES: dict[str, recipes.Recipe] = {
    "stretch": recipes.stretch,
    "late-scalar": recipes.late_scalar,
    "transfer-gather": vector_ext.transfer_gather,
    "arg-compare": vector_ext.arg_compare,
}
FEATURE_REGIONS: dict[str, regions.Region] = {
    "while": regions.while_loop,
    "index_switch": regions.index_switch,
    "execute_region": regions.execute_region,
}


@dataclass(frozen=True, slots=True)
class Program:
    """A module with one function.

    `features` are those of the three lists above that it really contains, and `free-contract` when it has a
    vector.contract whose operands were not anchored on purpose: that one may or may not be a case of `overlap`.
    `types` gives the type of every value that is not the result of a region op's block.
    """

    text: str
    features: frozenset[str]
    types: dict[str, str]


def program(seed: int, features: frozenset[str] | None = None) -> Program:
    """The program of this seed; `features` are constructs it may use beyond those in which both tools agree."""
    rng = random.Random(seed)
    b = Builder(rng, features or frozenset())
    weights = swarm(b)
    for _ in range(rng.randint(1, 3)):
        b.source(b.random_type(), hot=True)
    recipes.anchor(b)
    target = rng.randint(8, 50)
    while b.ops < target:
        step(weights, b)
    while b.anchors < 2:
        recipes.anchor(b)
    return Program(finish(b), frozenset(b.present), b.types)


def swarm(b: Builder) -> dict[recipes.Recipe, float]:
    """This program's taste: each one leaves some recipes out and prefers others, which finds more than an even mix."""
    weights = {recipe: weight * b.rng.choice((0, 0.3, 1, 1, 1, 3)) for recipe, weight in RECIPES.items()}
    weights[recipes.anchor] = max(weights[recipes.anchor], 2)
    weights[recipes.binary] = max(weights[recipes.binary], 1)
    for feature, recipe in FEATURE_RECIPES.items():
        if feature in b.features:
            weights[recipe] = 3.0
    if "overlap" in b.features:
        weights[contract] = 4.0
    inner = [partial(region, weights, kind) for kind in (regions.loop, regions.branch)]
    nested: dict[recipes.Recipe, float] = dict(
        zip(inner, (b.rng.choice((0, 1, 2)), b.rng.choice((0, 1, 1))), strict=True)
    )
    if "if-arms" in b.features:
        nested[inner[1]] = 2
    for feature, kind in FEATURE_REGIONS.items():
        if feature in b.features:
            nested[partial(region, weights, kind)] = 1.5
    weights.update(nested)
    return weights


def region(weights: dict[recipes.Recipe, float], kind: regions.Region, b: Builder) -> None:
    if len(b.scopes) <= regions.MAX_DEPTH:
        kind(b, partial(fill, weights))


def fill(weights: dict[recipes.Recipe, float], b: Builder, count: int) -> None:
    for _ in range(count):
        step(weights, b)


def step(weights: dict[recipes.Recipe, float], b: Builder) -> None:
    (recipe,) = b.rng.choices(list(weights), list(weights.values()))
    recipe(b)


def finish(b: Builder) -> str:
    """The whole module: alias lines, the signature with every argument asked for, constants, the body."""
    aliases = [f"{name} = {text}" for text, name in b.aliases.items()]
    returned = [b.some() for _ in range(b.rng.choice((0, 0, 1, 2)))]
    kept = [value for value in returned if value]
    results = ", ".join(str(value.type) for value in kept)
    signature = ", ".join(f"{name}: {type_text}" for name, type_text in b.args.items())
    head = f"func.func @f({signature}){f' -> ({results})' if kept else ''} {{"
    tail = f"  return {', '.join(value.name for value in kept)} : {results}" if kept else "  return"
    return "\n".join([*aliases, head, *b.preamble, *b.lines, tail, "}"]) + "\n"


if __name__ == "__main__":
    print(program(int(sys.argv[1]), frozenset(sys.argv[2:])).text, end="")
