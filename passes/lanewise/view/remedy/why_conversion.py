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
from lanewise.transforms.convert_layouts import (
    COPIED,
    WRITTEN,
    NeededConversion,
    needed_conversions,
    standing_conversions,
)
from lanewise.view.draw.legend import Legend
from lanewise.view.remedy.remedies import Remedies, Remedy
from lanewise.view.remedy.trial import Cost
from lanewise.view.why.explanation import RESOLVED
from lanewise.view.why.steps import ChainStep
from lanewise.view.why.trace import Asked, Known
from lanewise.view.why.why import Explainer, explainer


@dataclass(frozen=True, slots=True, eq=False)
class ConvertedUse:
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
    has: ChainStep
    wants: NestedLayout
    because: ChainStep
    """What has a layout from which `wants` follows."""
    readers: tuple[ConvertedUse, ...]
    resolved: str
    now: Cost
    """Of the whole kernel."""
    remedies: tuple[Remedy, ...]
    """Each was tried; the least remaining cost first. Rematerialization cost nothing and get none."""
    tried: int

    def __str__(self) -> str:
        legend = Legend()
        has, wants = legend(self.has.layout), legend(self.wants)
        lines = [f"{self.value} at line {self.line}: {self.type}, has {has} and is needed in {wants}: {self.resolved}"]
        lines += [f"  as {reader}" for reader in self.readers]
        lines += [f"  {has} comes from:", *(f"    {line}" for line in self.has.lines(legend))]
        lines += [f"  {wants} is because of:", *(f"    {line}" for line in self.because.lines(legend))]
        if self.resolved != RESOLVED[COPIED]:
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


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A conversion before it is explained: why it is needed, and the requirements that call for it."""

    needed: NeededConversion
    because: Known
    asked: list[Asked]


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
    line_of = explain.names.line
    groups = list(_called_for(explain))
    here = [one for one in groups if any(line_of(use.user) == line for use in one.needed.uses)]
    standing = list(_standing(explain, line))
    yield from here or standing or [one for one in groups if line_of(one.needed.value) == line]


def _called_for(explain: Explainer) -> Iterator[_Found]:
    """By clashes."""
    for one in needed_conversions(explain.analysis.clashes, explain.copies.is_cheap):
        asked = [explain.asked(clash) for clash in one.uses]
        yield _Found(one, asked[0].source, asked)


def _standing(explain: Explainer, line: int) -> Iterator[_Found]:
    """At a line."""
    for one in standing_conversions(explain.analysis):
        if explain.names.line(one.result) == line:
            written = explain.trace.asked.get(one.result, ()) if one.origin == WRITTEN else ()
            asked = [requirement for requirement in written if requirement.layout == one.wants]
            yield _Found(one, asked[0].source if asked else Known(one.result, one.wants), asked)


def _explained(explain: Explainer, remedies: Remedies, found: _Found) -> Conversion:
    names, needed = explain.names, found.needed
    meets = Known(needed.value, needed.has)
    suggested: tuple[Remedy, ...] = ()
    tried = 0
    if needed.origin != COPIED:
        suggested, tried = remedies.of(meets, found.asked, found.because, needed)
    return Conversion(
        names.name(needed.value),
        names.line(needed.value),
        str(needed.value.type),
        explain.steps.of(meets),
        needed.wants,
        explain.steps.of(found.because),
        tuple(ConvertedUse(use.user.name, names.line(use.user), use.operand) for use in needed.uses),
        RESOLVED[needed.origin],
        remedies.now,
        suggested,
        tried,
    )
