"""Shadows of the elements of a buffer: kept by address, in pages, for those elements that have one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lanewise.sim.values.pages import PAGE
from lanewise.sim.values.types import Array

PLANES = (0, 1)
"""A shadow, and its shaken shadow."""

_TYPED, _FIRST = 0, 1

_NAN = 2.0**-1000 / 3
"""What stands for the typed number NaN, so that it equals itself: no narrower type has it."""


class ShadowMemory:
    """Two planes of f64 (see Shadowed), and the typed number that they belong to.

    They count only while the element still holds that number: whatever else writes memory need not know of shadows.
    Of a view of bytes the address is that of an element's first byte.
    """

    def __init__(self) -> None:
        self._pages: dict[int, Array] = {}

    def read(self, plane: int, address: Array, now: Array) -> Array:
        """The shadows of elements that hold `now`; of one without any that number itself."""
        result, now = now.astype(np.float64), _typed(now)
        for page, which in _by_page(address):
            cells = self._pages.get(page)
            if cells is not None:
                at = address[which] % PAGE
                valid = cells[_TYPED, at] == now[which]
                result[which] = np.where(valid, cells[_FIRST + plane, at], result[which])
        return result

    def write(self, plane: int, address: Array, shadow: Array, now: Array) -> None:
        """Elements that hold `now` get these shadows."""
        shadow, now = np.broadcast_to(shadow, address.shape), _typed(now)
        for page, which in _by_page(address):
            cells = self._pages.get(page)
            if cells is None:
                cells = self._pages[page] = np.full((3, PAGE), np.nan)
            at = address[which] % PAGE
            cells[_TYPED, at], cells[_FIRST + plane, at] = now[which], shadow[which]

    def begin(self, address: Array, now: Array) -> None:
        """Give every element that holds `now` a shadow."""
        found = [self.read(plane, address, now) for plane in PLANES]
        for plane in PLANES:
            self.write(plane, address, found[plane], now)

    def follow(self, address: Array, now: Array) -> None:
        """The shadows of elements stay theirs though these hold `now`."""
        now = _typed(now)
        for page, which in _by_page(address):
            self._pages[page][_TYPED, address[which] % PAGE] = now[which]

    def forget(self, address: Array) -> None:
        for page, which in _by_page(address):
            if page in self._pages:
                self._pages[page][_TYPED, address[which] % PAGE] = np.nan


def _typed(now: Array) -> Array:
    wide = now.astype(np.float64)
    unknown = wide != wide
    return np.where(unknown, _NAN, wide) if unknown.any() else wide


def _by_page(address: Array) -> Iterator[tuple[int, Array | slice]]:
    """The pages of addresses, and which of these are in each."""
    if not len(address):
        return
    numbers = address // PAGE
    if numbers[0] == numbers[-1] and (numbers == numbers[0]).all():
        yield int(numbers[0]), slice(None)
        return
    order = np.argsort(numbers, kind="stable")
    pages, starts = np.unique(numbers[order], return_index=True)
    for page, which in zip(pages, np.split(order, starts[1:]), strict=True):
        yield int(page), which
