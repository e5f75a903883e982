"""How the tile of a matrix intrinsic lies over the lanes of a subgroup, dimension by dimension.

Along one dimension, index = (outer * threads + lane / stride % threads) * elements + element, where a lane holds all
values of `outer` and `element`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lanewise.sim.values.types import Array


class FragmentDim(NamedTuple):
    """How one dimension of a tile lies over a subgroup."""

    outer: int = 1
    threads: int = 1
    stride: int = 1
    elements: int = 1
    # Lanes side by side that share what is one thread's.
    shared: int = 1

    @property
    def size(self) -> int:
        return self.outer * self.threads * self.shared * self.elements

    @property
    def held(self) -> int:
        """Elements that one lane holds."""
        return self.outer * self.elements

    def indices(self, lanes: int) -> Array:
        """Lanes x held: which index of the tile's dimension that is."""
        number = np.arange(lanes)[:, np.newaxis]
        thread = number // self.stride % self.threads * self.shared + number % self.shared
        held = np.arange(self.held)[np.newaxis]
        threads = self.threads * self.shared
        return (held // self.elements * threads + thread) * self.elements + held % self.elements


def held_elements(dims: tuple[FragmentDim, ...], lanes: int) -> tuple[Array, ...]:
    """Where in a tile the elements are that each lane holds: an index a dimension, by lane and those held."""
    rank = len(dims)
    return tuple(
        one.indices(lanes).reshape(lanes, *(one.held if axis == at else 1 for axis in range(rank)))
        for at, one in enumerate(dims)
    )


Fragment = dict[str, FragmentDim]
"""How each dimension of an operand lies, in the intrinsic's own order of them."""
