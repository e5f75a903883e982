"""Edits of anchors that remove a conversion: each was made on a clone, and the clone analysed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.transforms.convert_layouts import NeededConversion
from lanewise.view.draw.legend import Legend
from lanewise.view.remedy import edits as edited
from lanewise.view.remedy.edits import Edit, edit_json
from lanewise.view.remedy.proposals import ADD, CHANGE, DROP, Proposal, Proposals
from lanewise.view.remedy.trial import Cost, Trials
from lanewise.view.why.trace import Asked, Known
from lanewise.view.why.why import Explainer

TRIES = 48
"""Edits that are tried for one conversion; each takes an analysis of the whole kernel."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """An edit after which a conversion is gone and what remains costs less. No vector loses its layout by it."""

    kind: str  # change, drop, add, move
    edits: tuple[Edit, ...]
    remains: Cost
    anchor: tuple[str, int] | None
    """Name and line of the to_layout that is changed, dropped or moved."""
    target: tuple[str, int] | None
    """What an anchor is put behind, or the op before which a moved one is put."""
    layout: NestedLayout | None

    def apply(self, root: ir.Operation | ir.OpView) -> None:
        """Edit `root` in place: what was analysed, or a clone of it, or the same text parsed again."""
        edited.apply(root.operation, self.edits)

    def text(self, legend: Legend) -> str:
        anchor, target = (f"{one[0]} of line {one[1]}" if one else "" for one in (self.anchor, self.target))
        layout = legend(self.layout) if self.layout else ""
        if self.kind == CHANGE:
            return f"change the anchor {anchor} to {layout}"
        if self.kind == DROP:
            return f"drop the anchor {anchor}"
        if self.kind == ADD:
            return f"add an anchor in {layout} behind {target}"
        return f"move the anchor {anchor} " + (
            f"behind {target}" if self.layout else f"up, to the operands of {target}"
        )

    def __str__(self) -> str:
        legend = Legend()
        return "\n".join([f"{self.text(legend)}: leaves {self.remains}", *legend.lines()])

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "anchor": None if self.anchor is None else {"value": self.anchor[0], "line": self.anchor[1]},
            "target": None if self.target is None else {"value": self.target[0], "line": self.target[1]},
            "layout": None if self.layout is None else str(self.layout),
            "remains": self.remains.as_json(),
            "edits": [edit_json(edit) for edit in self.edits],
        }


class Remedies:
    """Finds remedies for the conversions of one kernel."""

    def __init__(self, explain: Explainer) -> None:
        self._names = explain.names
        self._proposals = Proposals(explain.analysis, explain.trace)
        self._trials = Trials(explain.analysis.graph.body.op)

    @property
    def now(self) -> Cost:
        return self._trials.now

    def of(
        self, meets: Known, asked: list[Asked], because: Known, needed: NeededConversion
    ) -> tuple[tuple[Remedy, ...], int]:
        """The remedies for one conversion, the least remaining cost first, and how many edits were tried."""
        numbers = [(self._proposals.number(use.user), use.operand) for use in needed.uses]
        found: list[Remedy] = []
        tried: set[tuple[Edit, ...]] = set()
        for proposal in self._proposals.all(meets, asked, needed.wants, because):
            if len(tried) == TRIES:
                break
            if proposal.edits not in tried:
                tried.add(proposal.edits)
                remains = self._trials.remains(proposal.edits, numbers)
                if remains is not None:
                    found.append(self._remedy(proposal, remains))
        found.sort(key=lambda remedy: remedy.remains)
        return tuple(found), len(tried)

    def _remedy(self, proposal: Proposal, remains: Cost) -> Remedy:
        names = self._names
        anchor, target, before = proposal.anchor, proposal.target, proposal.before
        at = None if before is None else (f"'{before.name}'", names.line(before))
        return Remedy(
            proposal.kind,
            proposal.edits,
            remains,
            None if anchor is None else (names.name(anchor), names.line(anchor)),
            at if target is None else (names.name(target), names.line(target)),
            proposal.layout,
        )
