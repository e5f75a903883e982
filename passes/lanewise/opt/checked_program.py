"""A module as it was at one moment, and what is known of its functions: each is run once for the same question."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.pipeline.manager import verifies
from lanewise.sim.judge.options import Options
from lanewise.sim.judge.runner import Result, run_module

Outcome = Result | Failure


@dataclass(frozen=True, slots=True)
class CheckedProgram:
    """A clone: what passes do to the original must not reach it."""

    module: ir.Operation
    text: str
    counts_lanes: bool
    """Whether the sizes of workgroups and subgroups may matter. Without an op that asks, every lane does the same."""
    outcomes: dict[tuple[object, ...], Outcome]

    @staticmethod
    def of(root: ir.Operation) -> CheckedProgram:
        module = root.operation.clone(ip=False)
        return CheckedProgram(module, str(module), _counts_lanes(module), {})

    def outcome(self, name: str, options: Options) -> Outcome:
        """What a function leaves, or why that is not known.

        Push constants are no part of the question: all programs of a run of the tool get those that the first drew.
        """
        if not self.counts_lanes:
            options = replace(options, workgroup_size=(1, 1, 1), subgroup_size=1)
        shapes = sorted(options.shapes.items())
        groups = None if options.workgroups is None else tuple(options.workgroups)
        sizes = options.workgroup_size, options.subgroup_size
        key = name, sizes, groups, options.seed, options.shadows, *shapes
        if key not in self.outcomes:
            try:
                self.outcomes[key] = run_module(self.module, replace(options, entry=name))
            except Failure as failure:
                self.outcomes[key] = failure
        return self.outcomes[key]

    def known(self, name: str, options: Options) -> Result:
        """What a function leaves. Raises Failure."""
        outcome = self.outcome(name, options)
        if isinstance(outcome, Failure):
            raise outcome
        return outcome

    def verifies(self) -> bool:
        """Says nothing itself: the pass manager's verifier does."""
        silence = self.module.context.attach_diagnostic_handler(lambda diagnostic: True)
        try:
            return verifies(self.module)
        finally:
            silence.detach()


_COUNTS_LANES = ("amdgpu.", "gpu.", "hal.", "iree_codegen.inner_tiled", "iree_gpu.", "iree_vector_ext.to_sim")
"""How the names of ops begin that may."""


def _counts_lanes(module: ir.Operation) -> bool:
    found = False

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal found
        found = found or op.name.startswith(_COUNTS_LANES) or (op.name == "scf.forall" and "mapping" in op.attributes)
        return ir.WalkResult.INTERRUPT if found else ir.WalkResult.ADVANCE

    module.walk(visit)
    return found
