"""scf: structured control flow."""

from __future__ import annotations

from collections.abc import Sequence

from lanewise.mlir.node import Node
from lanewise.traits.record import Aliases, Runs, each, segments

_WORKGROUPS = (
    "#gpu.block",
    "#gpu<block",
    "#iree_codegen.workgroup_mapping",
    "#iree_linalg_ext.split_reduction_mapping",
)
_NOBODY = ("#iree_codegen.local_mapping",)


def forall(node: Node) -> Sequence[Runs]:
    """What the iterations are mapped to decides: of those that are workgroups each runs one, of those that are mapped
    to nothing, or to nobody in particular, all; what else they may be is lanes or sets of lanes."""
    mapping = _mapping(node)
    if mapping and all(one.startswith(_WORKGROUPS) for one in mapping):
        return (Runs.AT_MOST_ONCE,)
    return (Runs.PARALLEL if all(one.startswith(_NOBODY) for one in mapping) else Runs.BY_LANES,)


def parallel(node: Node) -> Sequence[Runs]:
    """Mapped to processors it gives each lane iterations of its own."""
    return (Runs.PARALLEL if all("processor = sequential" in one for one in _mapping(node)) else Runs.BY_LANES,)


def _mapping(node: Node) -> list[str]:
    # The bindings have no classes for these attributes.
    return [str(one) for one in node.op.attributes["mapping"]] if "mapping" in node.op.attributes else []


each("scf", "for", regions=(Runs.REPEATED,), decides=(0, 1, 2), aliases=Aliases.FORWARDED)
each("scf", "while", regions=(Runs.REPEATED,), aliases=Aliases.FORWARDED)
each("scf", "if index_switch", regions=(Runs.AT_MOST_ONCE,), decides=(0,), aliases=Aliases.FORWARDED)
each("scf", "execute_region", regions=(Runs.AT_MOST_ONCE,), aliases=Aliases.FORWARDED)
each("scf", "parallel", regions=parallel, decides=segments(0, 3), aliases=Aliases.FORWARDED)
each("scf", "forall", regions=forall, decides=segments(0, 3), aliases=Aliases.FORWARDED)
each("scf", "forall.in_parallel", regions=(Runs.AT_MOST_ONCE,))
each("scf", "reduce", regions=(Runs.DECLARED,))
each("scf", "condition", decides=(0,))
each("scf", "reduce.return yield")
