"""What the program does once, and lanes would do each: one does it, or it is refused. So is what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable

from lanewise.analysis.calls import called_by
from lanewise.analysis.uniformity import Uniformity
from lanewise.distribution.layouts import DistributedLayouts
from lanewise.layout import NestedLayout
from lanewise.mlir.attributes import WORKGROUP, space_of
from lanewise.pieces.in_lane.lanes import is_elected
from lanewise.pieces.in_memory.accesses import NO_MEMORY
from lanewise.rules import RULES, Node, Site
from lanewise.traits.record import TRAITS, Aliases, traits_of


class Once:
    """Of one function. A program that says itself what each lane does is left to do it."""

    def __init__(self, names: Iterable[str], uniformity: Uniformity, layouts: DistributedLayouts) -> None:
        """`names` are those of all its ops."""
        self._uniformity = uniformity
        self._layouts = layouts
        self._names = {name for name in names if _is_not_for_all(name)}

    def concerns(self, node: Node) -> bool:
        return node.name in self._names

    def see_to(self, site: Site) -> None:
        """Raises Failure."""
        node = site.node
        traits = traits_of(node.name)
        if node.name not in TRAITS:
            if not _only_computes(node):
                text = "nobody knows what it does in each lane, where the program does it once"
                raise site.refuse(f"{text}: write it with other ops, or let a plugin say what it does (OpTraits)")
        elif traits.refused:
            raise site.refuse(traits.refused)
        elif traits.calls:
            if not called_by(node.op, self._uniformity.called).free:
                text = "each lane would call what the program calls once, and it may change memory"
                raise site.refuse(f"{text}: inline it")
        elif self._uniformity.of_lanes:
            return
        elif traits.aliases is Aliases.FRESH:
            if space_of(node.results[0].type) != WORKGROUP:
                text = "each lane would have a buffer of its own, of which the others see nothing"
                raise site.refuse(f"{text}: allocate it in workgroup memory, #gpu.address_space<workgroup>")
        elif not self._layouts.concerns(node):
            _by_one_lane(site)


def _is_not_for_all(name: str) -> bool:
    """Whether ops of this name must be seen to, as not all lanes may do what they do, for all that is known."""
    traits = traits_of(name)
    return bool(traits.refused or traits.calls or traits.writes or traits.once) or traits.aliases is Aliases.FRESH


def _only_computes(node: Node) -> bool:
    """Of an op without a record: whether its rules for vectors say all that there is to say."""
    rules = RULES.get(node.name)
    if rules is None or rules.distribute is None or node.arguments or not node.results:
        return False
    return all(isinstance(value.type, NO_MEMORY) for value in (*node.operands, *node.results))


def _by_one_lane(site: Site) -> None:
    if is_read(site.node):
        raise site.refuse("it changes memory, which one lane does alone, and what it returns the others would lack")
    condition = is_elected(site, NestedLayout.replicated(()))
    if condition is not None:
        site.node.op.move_before(site.only(condition).ip.ref_operation)


def is_read(node: Node) -> bool:
    """Whether anybody reads what an op gives."""
    return any(True for result in node.results for _ in result.uses)
