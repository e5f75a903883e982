"""The search for something smaller: windows of its parts are left out, half of all first, then ever fewer.

1 2 3 4 5 6 7 8      which fails because of 3 and 8
        5 6 7 8      without 1 to 4 it does not fail
1 2 3 4              nor without 5 to 8
    3 4 5 6 7 8      without 1 and 2 it does: carry on with this, from where they stood
    3       7 8  ...
    3         8      at last nothing can be left out, alone
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

State = TypeVar("State")

Without = Callable[[State, int, int], Iterable[State]]
"""What a state may become when its parts from one number to before another are left out, the smallest first."""
Fails = Callable[[Sequence[State]], list[bool]]
"""Of each state, whether it still does what is looked for."""


def smallest(
    state: State, count: Callable[[State], int], without: Without[State], fails: Fails[State], batch: int = 1
) -> State:
    """A state that does not fail any more whichever of its parts is left out; `state` itself fails.

    `count` says how many parts a state has. `fails` gets `batch` states at a time, of which the first is taken.
    """
    window = max(1, count(state) // 2)
    while True:
        start, cut = 0, False
        while found := _first(_candidates(state, count(state), start, window, without), fails, batch):
            (start, state), cut = found, True
        if window > 1:
            window //= 2
        elif not cut:
            return state


def _candidates(
    state: State, count: int, first: int, window: int, without: Without[State]
) -> Iterator[tuple[int, State]]:
    """Each with the number of the part that is missing."""
    for start in range(first, count, window):
        for smaller in without(state, start, min(start + window, count)):
            yield start, smaller


def _first(candidates: Iterator[tuple[int, State]], fails: Fails[State], batch: int) -> tuple[int, State] | None:
    while some := list(islice(candidates, batch)):
        for one, failed in zip(some, fails([state for _, state in some]), strict=True):
            if failed:
                return one
    return None


def without_lines(text: str, start: int, stop: int) -> Iterator[str]:
    """Of a text whose parts are its lines."""
    lines = text.split("\n")
    if stop - start < len(lines):
        yield "\n".join(lines[:start] + lines[stop:])


def count_lines(text: str) -> int:
    return text.count("\n") + 1
