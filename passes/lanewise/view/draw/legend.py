"""Short names for layouts in a text, and what they stand for: a layout in full is longer than a line."""

from __future__ import annotations

from lanewise.layout import NestedLayout


class Legend:
    """Gives each layout a name when it is first asked for one: #a to #z, then #l26 and so on."""

    def __init__(self) -> None:
        self._numbers: dict[NestedLayout, int] = {}

    def __call__(self, layout: NestedLayout) -> str:
        return _name(self.number(layout))

    def number(self, layout: NestedLayout) -> int:
        """Counts from 0, in the order of the names."""
        return self._numbers.setdefault(layout, len(self._numbers))

    @property
    def layouts(self) -> tuple[NestedLayout, ...]:
        """All that have names, by number."""
        return tuple(self._numbers)

    def lines(self) -> list[str]:
        lines = [f"  {_name(number)} = {layout}" for layout, number in self._numbers.items()]
        return ["where", *lines] if lines else []


def _name(number: int) -> str:
    return f"#{chr(ord('a') + number)}" if number < 26 else f"#l{number}"
