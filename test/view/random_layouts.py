"""Random small layouts, orderly and absurd, and who holds what by their own coordinates."""

import random
from collections import defaultdict

from lanewise.layout import NestedLayout

SIZES = (1, 1, 2, 3, 4, 4, 6, 8, 12)

Held = dict[tuple[int, ...], list[tuple[int, int, int]]]


def random_shape(chance: random.Random) -> list[int]:
    shape = [chance.choice(SIZES) for _ in range(chance.choice((0, 1, 1, 2, 2, 2, 3, 3, 4)))]
    while len(shape) > 2 and max(shape) > 4:
        shape.remove(max(shape))
    return shape


def random_layout(chance: random.Random, shape: list[int]) -> NestedLayout:
    """One that repeats within some hundred lanes."""
    while True:
        tiles = [[1] * len(shape) for _ in range(5)]
        for dim, size in enumerate(shape):
            for factor in (2, 2, 2, 3):
                if size % factor == 0:
                    size //= factor
                    tiles[chance.choice((0, 1, 2, 3, 3, 3, 4))][dim] *= factor
        layout = NestedLayout(*map(tuple, [*tiles, _strides(chance, tiles[0]), _strides(chance, tiles[3])]))
        if layout.lanes * layout.subgroups <= 400:
            return layout


def _strides(chance: random.Random, tile: list[int]) -> list[int]:
    if chance.random() < 0.5:
        return [chance.randrange(6) for _ in tile]
    strides, stride = [0] * len(tile), chance.choice((1, 1, 1, 2, 4))
    for dim in chance.sample(range(len(tile)), len(tile)):
        strides[dim] = stride
        stride *= tile[dim] * chance.choice((1, 1, 1, 2))
    return strides


def held(layout: NestedLayout, lanes: int, subgroups: int) -> Held:
    """(subgroup, lane, register) of all who hold an element, for each element that anyone holds."""
    found: Held = defaultdict(list)
    for subgroup in range(subgroups):
        for lane in range(lanes):
            for register, at in enumerate(layout.coordinates(subgroup, lane)):
                found[at].append((subgroup, lane, register))
    return found
