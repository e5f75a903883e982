"""The oracle's rules where ours differ on purpose: a plugin with which no difference may remain.

Each function undoes one section of docs/differences.md, and is named after it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lanewise import ops  # noqa: F401 - registers the rules that are replaced here
from lanewise.analysis import Analysis, Clash
from lanewise.analysis import layouts as analysis_layouts
from lanewise.analysis.enforce import Layouts, enforce
from lanewise.analysis.graph import Graph
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.host import ir
from lanewise.ops import contract, control_flow, maps, transfer
from lanewise.rules import RULES, Candidate, LayoutOf, Node, OpRules, Requirement
from lanewise.transforms.duplicate_constants import Rematerialization


def change(name: str, **rules: object) -> None:
    RULES[name] = replace(RULES[name], **rules)


def stretched_unit_dimensions() -> None:
    """The requirement of a stretched dimension is the result's layout there, which does not fit the operand."""

    def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
        layout, source = layout_of(node.results[0]), node.operands[0].type
        if layout is not None and isinstance(source, ir.VectorType):
            yield Requirement(node.op, 0, layout.project(range(layout.rank - source.rank)))

    change("vector.broadcast", backward=backward)


def arms_of_scf_if_and_other_regions() -> None:
    """Backward passes yields of scf.for only, and leaves its arguments; forward knows scf.for, scf.if, vector.mask."""

    def forward(node: Node, operand: int, layout, layout_of: LayoutOf) -> Iterable[Candidate]:
        known = node.op.parent.name in ("scf.for", "scf.if")
        return control_flow.forward(node, operand, layout, layout_of) if known else ()

    def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement | Candidate]:
        answers = control_flow.backward(node, layout_of) if node.op.parent.name == "scf.for" else ()
        return [answer for answer in answers if isinstance(answer, Requirement)]

    change("scf.yield", forward=forward, backward=backward)
    change("scf.while", forward=None)
    change("scf.condition", forward=None, backward=None)


def private_buffers() -> None:
    """What is read from one knows nothing of what was written."""
    change("vector.transfer_read", backward=transfer.backward_masks)
    change("vector.transfer_write", forward=None, backward=transfer.backward_masks)


def masks_and_what_they_mask() -> None:
    """vector.mask requires nothing: not of its mask, not of its pass-through, not of the op inside.

    The mask of a contraction gets what an operand suggests that has all dimensions of the iteration.
    """

    def forward(node: Node, operand: int, layout, layout_of: LayoutOf) -> Iterable[Candidate]:
        candidates = list(contract.forward(node, operand, layout, layout_of))
        mask, dims = maps.enclosing_mask(node), node.read("indexing_maps", maps.projections)[operand]
        if operand != contract.ACC and mask is not None and sorted(dims) == list(range(layout.rank)) == loops(node):
            candidates.append(Candidate(mask.operands[0], layout.permute(maps.inverse(dims))))
        return candidates

    def loops(node: Node) -> list[int]:
        return list(range(len(node.op.attributes["iterator_types"])))

    change("vector.contract", forward=forward)

    def unmasked(backward):
        def of_own_operands(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
            return [answer for answer in backward(node, layout_of) if answer.user == node.op]

        return of_own_operands

    for name in ("vector.multi_reduction", "vector.contract", "vector.transfer_read", "vector.transfer_write"):
        change(name, backward=unmasked(RULES[name].backward))
    change("vector.mask", backward=None)
    change("vector.yield", backward=None)


def operands_of_contractions() -> None:
    """A contraction requires nothing of an operand that no layout reaches."""
    with_candidates = RULES["vector.contract"].backward

    def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
        return [answer for answer in with_candidates(node, layout_of) if isinstance(answer, Requirement)]

    change("vector.contract", backward=backward)


def layouts_that_go_on() -> None:
    """What came backward goes nowhere from there."""
    analysis_layouts.onward = lambda *_: None


def what_goes_through_shared_memory() -> None:
    """The input of such a to_layout gets no layout by it."""
    choosing = RULES[dialect.TO_LAYOUT].backward

    def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement | Candidate]:
        through_memory = dialect.SHARED_MEMORY_CONVERSION in node.op.attributes
        return () if through_memory else choosing(node, layout_of)

    change(dialect.TO_LAYOUT, backward=backward)


def contractions_that_leave_elements_out() -> None:
    """A contraction takes the layout that its operands suggest, covering or not."""

    covering = RULES["vector.contract"].forward

    def forward(node: Node, operand: int, layout, layout_of: LayoutOf) -> Iterable[Candidate]:
        candidates = list(covering(node, operand, layout, layout_of))
        result = contract.recombined(node, layout_of)
        if operand != contract.ACC and result is not None and not result.is_surjective():
            candidates.insert(0, Candidate(node.results[0], result))
        return candidates

    change("vector.contract", forward=forward)


def copies_that_ask_last() -> None:
    """A copied chain tells the constants that it reads when its copy is decided upon, before what stands above it."""

    def asking(
        graph: Graph, layouts: Layouts, table: Mapping[str, OpRules] = RULES, of_anchors: bool = False
    ) -> Iterator[Clash]:
        if of_anchors:
            return  # Nothing is asked again.
        copies = Rematerialization(Analysis(graph, {}, layouts, ()))  # To ask what is cheap: nothing has clashed yet.
        asked: set[tuple[ir.Operation, NestedLayout]] = set()

        def ask(value: ir.Value, layout: NestedLayout) -> None:
            if not copies.is_cheap(value) or (value.owner.operation, layout) in asked:
                return
            asked.add((value.owner.operation, layout))
            node = copies.nodes[value]
            backward = RULES[node.name].backward
            for answer in backward(node, lambda one: layout if one in node.results else None) if backward else ():
                operand = node.operands[answer.operand]
                if not isinstance(operand.owner, ir.Block) and RULES.get(operand.owner.name, OpRules("")).constant:
                    if isinstance(operand.type, ir.VectorType):
                        layouts.setdefault(operand, answer.layout)
                else:
                    ask(operand, answer.layout)

        for clash in enforce(graph, layouts, table, of_anchors):
            ask(clash.value, clash.wants)
            yield clash

    analysis_layouts.enforce = asking


def copied_chains_in_several_blocks() -> None:
    """A chain is copied where all of its ops stand in one block."""
    in_several = Rematerialization._chain

    def chain(self: Rematerialization, value: ir.Value, longest: int) -> list[Node] | None:
        found = in_several(self, value, longest)
        same = found is None or all(node.op.block == value.owner.operation.block for node in found)
        return found if same else None

    Rematerialization._chain = chain


def parts_of_vectors() -> None:
    """Nobody wrote rules for the ops that take parts out of vectors and put them in, and for bitcasts."""
    slices = ("vector.extract_strided_slice", "vector.insert_strided_slice")
    for name in ("vector.extract", "vector.insert", *slices, "vector.bitcast"):
        del RULES[name]


stretched_unit_dimensions()
arms_of_scf_if_and_other_regions()
operands_of_contractions()
layouts_that_go_on()
what_goes_through_shared_memory()
private_buffers()
masks_and_what_they_mask()
contractions_that_leave_elements_out()
copies_that_ask_last()
copied_chains_in_several_blocks()
parts_of_vectors()
