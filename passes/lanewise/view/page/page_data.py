"""All that a page knows, as plain data: each layout, value and step of a chain once, named by its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import Any

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.transforms.convert_layouts import ANCHOR
from lanewise.view.draw.cells import Limits
from lanewise.view.draw.legend import Legend
from lanewise.view.draw.picture import svg, svg_pair
from lanewise.view.input.kernel import AnalyzedKernel
from lanewise.view.report.items import Item
from lanewise.view.why.steps import ChainStep

LIMITS = Limits(rows=32, columns=16, slices=8, elements=1024)
PAIR_LIMITS = Limits(rows=32, columns=8, slices=4, elements=256)
"""What fits beside the text, and keeps a picture at some 50 kB."""

CLASH = "clash"
"""What marks the line of a reader, beside the kinds of items."""


class PageData:
    """Collects; `as_json` is the result. Entries are lists where there are thousands: see `page.js` for their order."""

    def __init__(self, kernel: AnalyzedKernel) -> None:
        self._kernel = kernel
        self._legend = Legend()
        self._pairs: dict[tuple[NestedLayout, NestedLayout], int] = {}
        self._steps: dict[ChainStep, int] = {}
        self._step_rows: list[list[Any]] = []
        self._values: dict[ir.Value, int] = {value: number for number, value in enumerate(kernel.vectors())}
        self._at: dict[tuple[str, int], int] = {}
        self._named: dict[str, int] = {}
        for value, number in self._values.items():
            name = kernel.name(value)
            self._at[name, kernel.loc(value.location).line] = number
            self._named[name] = -1 if name in self._named else number
        # In the order of the text, so that the names of layouts are too.
        self._value_rows = [self._value(value) for value in self._values]
        self._report = kernel.report()
        self._marks = list(self._marked(self._report.items))

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self._kernel.file,
            "lines": self._kernel.lines,
            "tokens": self._tokens(),
            "values": self._value_rows,
            "steps": self._step_rows,
            "marks": self._marks,
            "totals": self._report.totals(),
            "layouts": [
                {"name": self._legend(layout), "text": str(layout), "svg": svg(layout, self._legend(layout), LIMITS)}
                for layout in self._legend.layouts
            ],
            "pairs": [
                svg_pair(has, wants, (self._legend(has), self._legend(wants)), PAIR_LIMITS)
                for has, wants in self._pairs
            ],
        }

    def _tokens(self) -> list[list[int]]:
        """Line, start, end, value, whether it defines it, how many (in a row) it stands for."""
        rows = []
        for line, tokens in groupby(self._kernel.source.tokens(), lambda token: token.line):
            units = _units(self._kernel.lines[line - 1])
            for token in tokens:
                vectors = [self._values[value] for value in token.values if value in self._values]
                if vectors:
                    start, end = units[token.start], units[token.end]
                    rows.append([line, start, end, vectors[0], int(token.defines), len(vectors)])
        return rows

    def _value(self, value: ir.Value) -> dict[str, Any]:
        found = self._kernel.explainer.why(value)
        legend = self._legend
        row = {
            "name": found.value,
            "line": found.line,
            "op": found.op,
            "type": found.type,
            "layout": self._layout(found.layout),
            "step": -1 if found.step is None else self._step(found.step),
            "lost": [[self._layout(step.layout), self._step(step)] for step in found.lost],
            "requirements": [[requirement.text(legend), requirement.line] for requirement in found.requirements],
            "clashes": [[clash.text(legend), clash.line] for clash in found.clashes],
            "missing": list(found.missing),
        }
        return {key: entry for key, entry in row.items() if entry != []}

    def _layout(self, layout: NestedLayout | None) -> int:
        return -1 if layout is None else self._legend.number(layout)

    def _step(self, step: ChainStep) -> int:
        """Line, name, value (-1 if it is no vector of the text), layout, rule, the step before (-1 at an anchor)."""
        missing = []
        at: ChainStep | None = step
        while at is not None and at not in self._steps:
            missing.append(at)
            at = at.source
        for one in reversed(missing):  # No recursion: chains are as long as programs.
            self._steps[one] = len(self._step_rows)
            before = -1 if one.source is None else self._steps[one.source]
            value = self._number(one.value, one.line)
            self._step_rows.append([one.line, one.value, value, self._layout(one.layout), one.rule, before])
        return self._steps[step]

    def _marked(self, items: Iterable[Item]) -> Iterator[dict[str, Any]]:
        for item in items:
            pair = -1
            if item.has is not None and item.wants is not None and item.has != item.wants:
                for layout in (item.has, item.wants):
                    self._layout(layout)
                pair = self._pairs.setdefault((item.has, item.wants), len(self._pairs))
            value = self._number(item.name, item.loc.line)
            yield {"line": item.loc.line, "kind": item.kind, "text": item.what, "pair": pair, "value": value}
            for reader in item.readers if item.origin != ANCHOR else ():
                text = (
                    f"{item.name} is operand #{reader.operand} of {reader.op} and needed in another layout: {item.what}"
                )
                yield {"line": reader.loc.line, "kind": CLASH, "text": text, "pair": pair, "value": value}

    def _number(self, name: str, line: int) -> int:
        """Of the value called `name`, preferably the one of that line; -1 if there are several or none."""
        return self._at.get((name, line), self._named.get(name, -1))


def _units(line: str) -> Sequence[int]:
    """Where each character of a line, and its end, stand for a script, which counts in units of UTF-16."""
    if line.isascii():
        return range(len(line) + 1)
    return [0, *accumulate(1 + (character > "\uffff") for character in line)]
