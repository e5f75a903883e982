"""Why a conversion is needed: which two anchors meet there, and which edits of anchors would remove it.

%9 at line 9: vector<64x64xf16>, 8192 bytes, has #a and is needed in #b: converted
  as operand #1 of 'arith.addf' at line 10
  #a comes from:
    line 7: %7 in #a: the anchor
  #b is because of:
    line 8: %8 in #b: the anchor
  now: 1 conversion, 8192 bytes per workgroup
  tried, and would remove it:
    change the anchor %7 of line 7 to #b: leaves no conversion
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lanewise.analysis import Analysis
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.view.draw.legend import Legend
from lanewise.view.remedy.remedies import Remedies, Remedy
from lanewise.view.remedy.trial import Cost
from lanewise.view.why.steps import Step
from lanewise.view.why.trace import Asked, Known
from lanewise.view.why.why import ANCHORED, CONVERTED, COPIED, Explainer, explainer

WRITTEN = "converted by an earlier run"


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Operand number `operand` of the op `op` at `line` needs the conversion."""

    op: str
    line: int
    operand: int

    def __str__(self) -> str:
        return f"operand #{self.operand} of '{self.op}' at line {self.line}"

    def as_json(self) -> dict[str, Any]:
        return {"op": self.op, "op_line": self.line, "operand": self.operand}


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """`value` has one layout and is needed in another, `wants`, by all of `readers`: one conversion, or one copy."""

    value: str
    line: int
    type: str
    has: Step
    wants: NestedLayout
    because: Step
    """What has a layout from which `wants` follows."""
    readers: tuple[Reader, ...]
    resolved: str
    now: Cost
    """Of the whole kernel."""
    remedies: tuple[Remedy, ...]
    """Each was tried; the least remaining cost first. Copies cost nothing and get none."""
    tried: int

    def __str__(self) -> str:
        legend = Legend()
        has, wants = legend(self.has.layout), legend(self.wants)
        lines = [f"{self.value} at line {self.line}: {self.type}, has {has} and is needed in {wants}: {self.resolved}"]
        lines += [f"  as {reader}" for reader in self.readers]
        lines += [f"  {has} comes from:", *(f"    {line}" for line in self.has.lines(legend))]
        lines += [f"  {wants} is because of:", *(f"    {line}" for line in self.because.lines(legend))]
        if self.resolved != COPIED:
            lines.append(f"  now: {self.now}")
            found = [f"    {remedy.text(legend)}: leaves {remedy.remains}" for remedy in self.remedies]
            lines += (
                ["  tried, and would remove it:", *found]
                if found
                else [f"  {self.tried} edits of anchors tried: none removes it and costs less"]
            )
        return "\n".join([*lines, *legend.lines()])

    def _repr_html_(self) -> str:
        from lanewise.view.draw.figure import Figure
        from lanewise.view.draw.notebook import explanation_html

        return explanation_html(Figure(self.has.layout, "has", self.wants, "needed"), str(self))

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "line": self.line,
            "type": self.type,
            "has": str(self.has.layout),
            "wants": str(self.wants),
            "has_chain": [step.as_json() for step in self.has.chain],
            "wants_chain": [step.as_json() for step in self.because.chain],
            "readers": [reader.as_json() for reader in self.readers],
            "resolved": self.resolved,
            "now": self.now.as_json(),
            "remedies": [remedy.as_json() for remedy in self.remedies],
            "tried": self.tried,
        }


@dataclass(slots=True, eq=False)
class _Found:
    """A conversion before it is explained."""

    value: ir.Value
    has: NestedLayout
    wants: NestedLayout
    because: Known
    resolved: str
    asked: list[Asked]
    uses: list[tuple[ir.Operation, int]]


def why_conversion(of: Analysis | Explainer, line: int) -> tuple[Conversion, ...]:
    """The conversions and copies that are needed at a line: by an op there, for a value there; or that stand there.

    None where no layouts meet. Each remedy was tried on a clone, which takes a new analysis of the kernel.
    """
    explain = of if isinstance(of, Explainer) else explainer(of)
    found = list(_at(explain, line))
    if not found:
        return ()
    remedies = Remedies(explain)
    return tuple(_explained(explain, remedies, one) for one in found)


def _at(explain: Explainer, line: int) -> Iterator[_Found]:
    groups = _groups(explain)
    here = [one for one in groups if any(explain.names.line(op) == line for op, _ in one.uses)]
    standing = list(_standing(explain, line))
    yield from here or standing or [one for one in groups if explain.names.line(one.value) == line]


def _groups(explain: Explainer) -> list[_Found]:
    """One for each conversion or copy that the clashes call for: by value and layout, at anchors by anchor."""
    groups: dict[object, _Found] = {}
    for clash in explain.analysis.clashes:
        asked = explain.asked(clash)
        cheap = explain.copies.is_cheap(clash.value)
        alone = clash.at_anchor and not cheap
        key = clash.user.results[0] if alone else (clash.value, clash.wants)
        if key not in groups:
            resolved = COPIED if cheap else ANCHORED if alone else CONVERTED
            groups[key] = _Found(clash.value, clash.has, clash.wants, asked.source, resolved, [], [])
        groups[key].asked.append(asked)
        groups[key].uses.append((clash.user, clash.operand))
    return list(groups.values())


def _standing(explain: Explainer, line: int) -> Iterator[_Found]:
    """To_layouts at a line that convert without a clash: those of an earlier run, and those through shared memory."""
    analysis = explain.analysis
    for node in analysis.graph.post_order():
        if node.name != dialect.TO_LAYOUT or explain.names.line(node.op) != line:
            continue
        result = node.results[0]
        source, wants = analysis.graph.source(node.operands[0]), analysis.layouts[result]
        has = analysis.layout(source)
        if has is None or has == wants:
            continue
        if dialect.is_conversion(node.op):
            asked = [one for one in explain.trace.asked.get(result, ()) if one.layout == wants]
            because = asked[0].source if asked else Known(result, wants)
            uses = [(use.owner.operation, use.operand_number) for use in result.uses]
            yield _Found(source, has, wants, because, WRITTEN, asked, uses)
        elif dialect.SHARED_MEMORY_CONVERSION in node.op.attributes:
            yield _Found(source, has, wants, Known(result, wants), ANCHORED, [], [(node.op, 0)])


def _explained(explain: Explainer, remedies: Remedies, found: _Found) -> Conversion:
    names = explain.names
    suggested: tuple[Remedy, ...] = ()
    tried = 0
    if found.resolved != COPIED:
        suggested, tried = remedies.of(
            Known(found.value, found.has), found.asked, found.wants, found.because, found.uses
        )
    return Conversion(
        names.name(found.value),
        names.line(found.value),
        str(found.value.type),
        explain.steps.of(Known(found.value, found.has)),
        found.wants,
        explain.steps.of(found.because),
        tuple(Reader(op.name, names.line(op), operand) for op, operand in found.uses),
        found.resolved,
        remedies.now,
        suggested,
        tried,
    )
