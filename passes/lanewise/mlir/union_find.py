"""Sets that only grow together."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class UnionFind(Generic[T]):
    """Disjoint sets. What was never joined is alone in its set."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def find(self, one: T) -> T:
        """The member that stands for the set of `one`."""
        root = one
        while root in self._above:
            root = self._above[root]
        while one != root:  # The next search shall take one step.
            self._above[one], one = root, self._above[one]
        return root

    def join(self, one: T, other: T) -> None:
        """Make one set of two; who stood for that of `one` stands for both."""
        first, second = self.find(one), self.find(other)
        if first != second:
            self._above[second] = first
