"""Random nested layouts: five tiles that multiply to the shape, and strides that are mostly those of a real kernel."""

from __future__ import annotations

import random
from dataclasses import dataclass

TILES = ("subgroup_tile", "batch_tile", "outer_tile", "thread_tile", "element_tile")
STRIDES = ("subgroup_strides", "thread_strides")
# Factors go to lanes and elements more often: that is where layouts of real kernels differ.
LEVEL_WEIGHTS = (1, 2, 1, 5, 3)


@dataclass(frozen=True, slots=True)
class RandomLayout:
    """Seven lists with one entry per dimension, in the order of `TILES + STRIDES`."""

    lists: tuple[tuple[int, ...], ...]

    def take(self, dims: list[int]) -> RandomLayout:
        """The layout whose dimension i is dimension `dims[i]` of this one."""
        return RandomLayout(tuple(tuple(entries[d] for d in dims) for entries in self.lists))

    @property
    def shape(self) -> tuple[int, ...]:
        sizes = [1] * len(self.lists[0])
        for tiles in self.lists[: len(TILES)]:
            sizes = [size * tile for size, tile in zip(sizes, tiles, strict=True)]
        return tuple(sizes)

    def __str__(self) -> str:
        fields = (f"{name} = {list(entries)}" for name, entries in zip(TILES + STRIDES, self.lists, strict=True))
        return f"#iree_vector_ext.nested_layout<{', '.join(fields)}>"


def random_layout(rng: random.Random, shape: tuple[int, ...], one_lane_each: bool = False) -> RandomLayout:
    """A layout of `shape`; with `one_lane_each` no two dimensions share lanes, and every tile is spread."""
    tiles = [[1] * len(shape) for _ in TILES]
    for dim, size in enumerate(shape):
        for prime in prime_factors(size):
            tiles[rng.choices(range(len(TILES)), LEVEL_WEIGHTS)[0]][dim] *= prime
    strides = [random_strides(rng, tiles[level], one_lane_each) for level in (0, 3)]
    return RandomLayout(tuple(tuple(entries) for entries in tiles + strides))


def random_strides(rng: random.Random, tiles: list[int], one_lane_each: bool) -> list[int]:
    strides = [0] * len(tiles)
    order = list(range(len(tiles)))
    rng.shuffle(order)
    next_stride = rng.choice((1, 1, 1, 1, 2, 4))
    previous = 0
    for dim in order:
        if tiles[dim] == 1:
            # Beside a tile of 1 any stride means 0; write others too, so that normalisation is tested.
            strides[dim] = rng.choice((0, 0, 0, next_stride))
            continue
        odd = 1.0 if one_lane_each else rng.random()
        if odd < 0.04:
            strides[dim] = 0
        elif odd < 0.12 and previous:
            strides[dim] = previous
        else:
            strides[dim] = next_stride
            next_stride *= tiles[dim]
        previous = strides[dim]
    return strides


def prime_factors(size: int) -> list[int]:
    factors = []
    prime = 2
    while size > 1:
        while size % prime == 0:
            factors.append(prime)
            size //= prime
        prime += 1
    return factors
