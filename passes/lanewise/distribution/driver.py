"""The driver: every vector becomes a piece, then each op's rule runs, in program order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lanewise.analysis import Analysis
from lanewise.analysis.uniformity import Uniformity, below
from lanewise.distribution.causes import at_causes
from lanewise.distribution.layouts import DistributedLayouts, is_opaque
from lanewise.distribution.once import Once, is_read
from lanewise.distribution.order import Order
from lanewise.distribution.private import PrivateBuffers
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect
from lanewise.mlir.building import point_behind
from lanewise.mlir.diagnostics import Failure, Failures
from lanewise.mlir.host import ir, rewrite
from lanewise.pieces.across_lanes.exchange import make_buffers, share_large_buffers
from lanewise.pieces.in_lane.geometry import Geometry
from lanewise.pieces.in_lane.kernel import Builder, Kernel
from lanewise.pieces.in_lane.lanes import check, misfit
from lanewise.pieces.in_memory.accesses import private_arguments
from lanewise.pieces.in_memory.barriers import OptionalBarrier, drop_unneeded
from lanewise.rules import RULES, Node, Site
from lanewise.traits.record import Runs, runs


class Distribution:
    """The ops of one function on their way to those of a lane; `finish` ends it."""

    def __init__(self, analysis: Analysis, kernel: Kernel) -> None:
        """`analysis` is of the function itself."""
        self.kernel = kernel
        self.failures: list[Failure] = []
        self._failed: dict[Node, Failure] = {}
        self._body = analysis.graph.body
        self._nodes = analysis.graph.post_order()
        self._waiting = [node for node in self._nodes if node is not self._body]
        self._masked = {inner for node in self._waiting if node.name == "vector.mask" for inner in node.blocks[0]}
        self._layouts = DistributedLayouts(analysis, self._waiting)
        self._private = PrivateBuffers(self._waiting, self._layouts)
        self._waiting.reverse()
        self._uniformity = Uniformity(analysis.graph)
        self._barriers: dict[Node, OptionalBarrier] = {}
        self._wholes: dict[ir.Value, ir.Value] = {}
        """The whole vector that a to_simt made a piece of."""
        self._dead: list[ir.Operation] = []
        self._begun = False
        self._once = Once(self.names, self._uniformity, self._layouts)

    @property
    def names(self) -> set[str]:
        return {node.name for node in self._waiting}

    def apply(self, op: ir.Operation | ir.OpView) -> bool:
        """Distribute one op if it is next in program order; whether it was."""
        if not self._begun:
            self._begin()
        if not self._waiting or self._waiting[-1].op != op:
            return False
        self._distribute(self._waiting.pop())
        return True

    def finish(self) -> None:
        """Distribute what no driver came to, and remove what is needed no more. Raises Failures."""
        if not self._begun:
            self._begin()
        while self._waiting:
            self._distribute(self._waiting.pop())
        if self.failures:
            raise Failures(at_causes(self.failures, self._failed, self._nodes, self._layouts.by_value))
        for op in reversed(self._dead):
            op.erase()
        for piece in self._wholes:
            if not any(True for _ in piece.uses):
                piece.owner.erase()
        share_large_buffers(self.kernel)
        drop_unneeded(self._body, self.kernel.exchanges, self._barriers)
        make_buffers(self.kernel)

    def _begin(self) -> None:
        """Make each vector that has a layout a piece. What comes in whole gets one behind it."""
        self._begun = True
        self._check_structure()
        of_function = Site(self.kernel, self._body, self._layouts.by_value.get)
        self.failures += [of_function.refuse(text) for text in private_arguments(self.kernel.function)]
        self._private.share(self.kernel)
        if not self.failures:
            nodes = self._private.shared(self._waiting[::-1])
            self._barriers = Order(self.kernel, self._layouts).keep(nodes, self._masked, self._uniformity)
        entry = self.kernel.function.regions[0].blocks[0]
        whole = [*entry.arguments, *(result for node in self._waiting if is_opaque(node) for result in node.results)]
        for value in whole:
            layout = self._layouts.by_value.get(value)
            if layout is not None and self._fits(layout):
                self._wholes[self._to_simt(value, layout)] = value
        come_in = set(self._wholes.values())
        for (type_, layout), values in self._layouts.by_type.items():
            piece = self._piece_type(type_, layout)
            for value in values:
                if value not in come_in:
                    value.set_type(piece)

    def _check_structure(self) -> None:
        """Nobody knows which barriers jumps between blocks need, nor when what an op computes with is run."""
        for node in (self._body, *self._waiting):
            if len(node.blocks) > len(node.arguments):
                self._refuse_below(node, "has several blocks: write its branches and loops with scf")
            elif node.blocks and node.name not in RULES and Runs.DECLARED in runs(node):
                self._refuse_below(node, "says how single elements are computed: take vectors out of it")

    def _refuse_below(self, node: Node, why: str) -> None:
        first = next(filter(self._layouts.concerns, below(node)), None)
        if first is not None:
            site = Site(self.kernel, first, self._layouts.by_value.get)
            self.failures.append(site.refuse(f"'{node.name}' around it {why}"))

    def _fits(self, layout: NestedLayout) -> bool:
        """Whether a vector from outside can be spread so; if not, that is a failure of the function's."""
        problem = misfit(self.kernel, layout)
        if problem is not None:
            self.failures.append(Site(self.kernel, self._body, self._layouts.by_value.get).refuse(problem))
        return problem is None

    def _piece_type(self, whole: ir.Type, layout: NestedLayout) -> ir.Type:
        return self.kernel.vector(layout.piece, whole.element_type)

    def _to_simt(self, value: ir.Value, layout: NestedLayout) -> ir.Value:
        attributes = {"layout": self.kernel.attribute(str(layout))}
        type_ = self._piece_type(value.type, layout)
        op = Builder(self.kernel, point_behind(value), value.location).op(dialect.TO_SIMT, [value], [type_], attributes)
        value.replace_all_uses_except(op.results[0], op)
        return op.results[0]

    def _distribute(self, node: Node) -> None:
        try:
            values = self._pieces(node)
        except Failure as failure:
            self.failures.append(failure)
            self._failed[node] = failure
            return
        if values is not None:
            for old, new in zip(node.results, values, strict=True):
                if old != new:
                    old.replace_all_uses_with(new)
            self._dead.append(node.op)

    def _pieces(self, node: Node) -> Sequence[ir.Value] | None:
        """What stands for the results, None if the op itself goes on making them. Raises Failure."""
        layouts = self._layouts
        if self._uniformity.divergent or self._uniformity.divergent_ops:
            self._check_uniform(node)
        if node in self._masked:
            return None
        if node in layouts.unused:
            return node.results
        if node in self._private:
            return self._private.distribute(Site(self.kernel, node, layouts.by_value.get))
        if self._once.concerns(node):
            self._once.see_to(Site(self.kernel, node, layouts.by_value.get))
        if not layouts.concerns(node):
            return None
        site = Site(self.kernel, node, layouts.by_value.get)
        rules = RULES.get(node.name)
        if rules is not None and rules.opaque:
            self._hand_out(site)
            return None
        if rules is None or rules.distribute is None:
            raise site.refuse(
                "there is no rule for it: it takes or gives vectors, of which each lane would hold a piece"
            )
        bare = layouts.bare
        if bare and node.results and not node.blocks and bare.issuperset(node.results) and not is_read(node):
            return node.results
        for number, result in enumerate(node.results):
            layout = layouts.by_value.get(result)
            if layout is not None:
                check(site, layout)
            elif result in bare and any(True for _ in result.uses):
                site.result_layout(number)  # Says that it has none.
        return rules.distribute(site)

    def _check_uniform(self, node: Node) -> None:
        """Raise Failure for a vector that is not one and the same for all lanes."""
        found = self._uniformity
        if not self._layouts.concerns(node):
            return
        site = Site(self.kernel, node, self._layouts.by_value.get)
        parent = node.parent
        while parent is not None:
            if parent in found.divergent_ops and Runs.BY_LANES in runs(parent):
                text = f"'{parent.name}' around it gives lanes rounds of their own, and they share a vector"
                raise site.refuse(f"{text}: map it to workgroups, or to nothing", [(parent.op, "it is mapped here")])
            if parent in found.divergent_ops:
                text = f"not all lanes come here, as they go different ways in '{parent.name}', and they share a vector"
                raise site.refuse(f"{text}: mask it instead", [(parent.op, "they go different ways here")])
            parent = parent.parent
        for number, operand in enumerate(node.operands):
            if operand in found.divergent and not is_opaque(node):
                text = f"operand #{number} differs from lane to lane, and all lanes of a workgroup share a vector"
                raise site.refuse(f"{text}: let the program compute it from the workgroup alone")
        if node.blocks and Runs.DECLARED in runs(node):
            for user, value in _captured(node):
                if value in found.divergent:
                    text = f"its region reads a value that differs from lane to lane, in '{user.name}'"
                    raise site.refuse(f"{text}, and all lanes share a vector", [(user.op, "it is read here")])

    def _hand_out(self, site: Site) -> None:
        """Give an opaque op the whole vectors that it takes."""
        for number, operand in enumerate(site.node.operands):
            layout = self._layouts.by_value.get(operand)
            if layout is None:
                continue
            now = site.operands[number]
            whole, type_ = self._wholes.get(now), self.kernel.vector(layout.shape, now.type.element_type)
            if whole is None or whole.type != type_:  # Another where a shape_cast was free.
                whole = site.value(dialect.TO_SIMD, [now], type_, {"layout": self.kernel.attribute(str(layout))})
            site.operands[number] = whole


def _captured(node: Node) -> Iterator[tuple[Node, ir.Value]]:
    """What the ops in its regions read that comes from outside."""
    within = [inner for block in node.blocks for inner in block]
    own = {value for arguments in node.arguments for value in arguments}
    own.update(result for inner in within for result in inner.results)
    for inner in within:
        yield from ((inner, value) for value in inner.operands if value not in own)


def populate_distribution_patterns(
    patterns: rewrite.RewritePatternSet, analysis: Analysis, lanes: Geometry
) -> Distribution:
    """Add patterns that distribute the function that `analysis` saw.

    They hold for its IR as it was, and for a driver that walks it (`walk_and_apply_patterns`). Call `finish` on the
    result when that has run: until then, and after a failure, the IR is half-way and not valid.
    """
    distribution = Distribution(analysis, Kernel(analysis.graph.body.op, lanes))

    def distribute(op: ir.Operation | ir.OpView, rewriter: rewrite.PatternRewriter) -> bool:
        return not distribution.apply(op)  # True says that the pattern did not match

    for name in distribution.names:
        patterns.add(name, distribute)
    return distribution
