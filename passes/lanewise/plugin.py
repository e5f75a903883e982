"""What a plugin needs: passes, op rules, and what both are written with (see docs/adding-an-op.md)."""

from lanewise import pieces
from lanewise.layout import LayoutError, NestedLayout
from lanewise.mlir.diagnostics import Failure, Failures
from lanewise.mlir.host import ir, passmanager, rewrite
from lanewise.pipeline.passes import Pass, option
from lanewise.pipeline.report import PassReport
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, always, in_place, register
from lanewise.traits.record import Aliases, Lanes, OpTraits, Runs
from lanewise.traits.record import register as register_traits

__all__ = [
    "Aliases",
    "Candidate",
    "Failure",
    "Failures",
    "Lanes",
    "LayoutError",
    "LayoutOf",
    "NestedLayout",
    "Node",
    "OpRules",
    "OpTraits",
    "Pass",
    "PassReport",
    "Requirement",
    "Runs",
    "Site",
    "always",
    "in_place",
    "ir",
    "option",
    "passmanager",
    "pieces",
    "register",
    "register_traits",
    "rewrite",
]
