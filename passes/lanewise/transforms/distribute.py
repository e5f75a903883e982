"""lanewise-distribute: whole vectors into each lane's piece.

    %rows = vector.transfer_read %in[%c0, %c0], %zero : memref<16x64xf32>, vector<16x64xf32>
    %0 = iree_vector_ext.to_layout %rows to layout(#rows) : vector<16x64xf32>
    %sum = arith.addf %0, %0 : vector<16x64xf32>
    vector.transfer_write %sum, %out[%c0, %c0] : vector<16x64xf32>, memref<16x64xf32>

With #rows giving each of 64 lanes one column of 16 elements, every lane runs this:

    %lane = gpu.thread_id x
    %rows = vector.transfer_read %in[%c0, %lane], %zero : memref<16x64xf32>, vector<16x1xf32>
    %piece = vector.shape_cast %rows : vector<16x1xf32> to vector<16x1x1x1x1x1xf32>
    %sum = arith.addf %piece, %piece : vector<16x1x1x1x1x1xf32>
    %column = vector.shape_cast %sum : vector<16x1x1x1x1x1xf32> to vector<16x1xf32>
    vector.transfer_write %column, %out[%c0, %lane] : vector<16x1xf32>, memref<16x64xf32>
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lanewise import dialect
from lanewise.analysis import Analysis, Clash, analyze
from lanewise.analysis.divergence import LANE_NUMBERS, Divergence
from lanewise.diagnostics import Failure, Failures, Located
from lanewise.host import ir, rewrite
from lanewise.layout import NestedLayout
from lanewise.ops.maps import dims
from lanewise.pieces.barriers import BARRIER, Candidate, Own, drop_unneeded, moved_by
from lanewise.pieces.exchange import WORKGROUP, bytes_of, settle
from lanewise.pieces.geometry import Geometry, geometry
from lanewise.pieces.kernel import Builder, Kernel
from lanewise.pieces.lanes import check, speaker
from lanewise.pieces.touches import of_program as touches_of
from lanewise.pipeline import Pass, Report, option
from lanewise.pipeline_text import PipelineError
from lanewise.rules import RULES, Node, Site

MAX_WORKGROUP_MEMORY = 64 * 1024
"""Bytes; what AMD's CDNA3 has, and what NVIDIA's kernels get without asking for more is less."""


BASE = {"vector.transfer_read": 0, "vector.transfer_write": 1}
"""The number of the operand that is memory; indices follow it."""

ONCE = {"memref.atomic_rmw", "memref.copy", "memref.store"}
"""Changes of memory without vectors."""


class Distribution:
    """The ops of one function on their way to those of a lane; `finish` ends it."""

    def __init__(self, analysis: Analysis, kernel: Kernel) -> None:
        """`analysis` is of the function itself."""
        self.kernel = kernel
        self.failures: list[Failure] = []
        self._body = analysis.graph.body
        self._waiting = [node for node in analysis.graph.post_order() if node is not self._body]
        self._masked = {inner for node in self._waiting if node.name == "vector.mask" for inner in node.blocks[0]}
        self._spread = _Spread(analysis, self._waiting)
        self._waiting.reverse()
        self._tells_lanes_apart = any(node.name in LANE_NUMBERS for node in self._waiting)
        self._divergence = Divergence(analysis.graph)
        self._candidates: dict[Node, Candidate] = {}
        self._wholes: dict[ir.Value, ir.Value] = {}
        """The whole vector that a to_simt made a piece of."""
        self._dead: list[ir.Operation] = []
        self._begun = False

    @property
    def names(self) -> set[str]:
        return {node.name for node in self._waiting}

    def apply(self, op: ir.Operation) -> bool:
        """Distribute one op if it is next in program order; whether it was."""
        self._begin()
        if not self._waiting or self._waiting[-1].op != op:
            return False
        self._distribute(self._waiting.pop())
        return True

    def finish(self) -> None:
        """Distribute what no driver came to, and remove what is needed no more. Raises Failures."""
        self._begin()
        while self._waiting:
            self._distribute(self._waiting.pop())
        if self.failures:
            raise Failures(self.failures)
        for op in reversed(self._dead):
            op.erase()
        for piece in self._wholes:
            if not any(True for _ in piece.uses):
                piece.owner.erase()
        drop_unneeded(self._body, self.kernel.exchanges, self._candidates)
        settle(self.kernel)

    def _begin(self) -> None:
        """Make each vector that has a layout a piece. What comes in whole gets one behind it."""
        if self._begun:
            return
        self._begun = True
        if not self._tells_lanes_apart:
            self._keep_order()
        entry = self.kernel.function.regions[0].blocks[0]
        whole = [*entry.arguments, *(result for node in self._waiting if _is_boundary(node) for result in node.results)]
        for value in whole:
            layout = self._spread.layouts.get(value)
            if layout is not None and self._fits(layout):
                self._wholes[self._to_simt(value, layout)] = value
        come_in = set(self._wholes.values())
        for value, layout in self._spread.layouts.items():
            if value not in come_in:
                value.set_type(self._piece_type(value, layout))

    def _fits(self, layout: NestedLayout) -> bool:
        """Whether a vector from outside can be spread so; if not, that is a failure of the function's."""
        try:
            check(Site(self.kernel, self._body, self._spread.layouts.get), layout)
        except Failure as failure:
            self.failures.append(failure)
            return False
        return True

    def _keep_order(self) -> None:
        """Put a barrier before each op that reads what another writes, or the other way round, to be dropped later."""
        for node, touches in touches_of(reversed(self._waiting), lambda node: bool(self._overlapping(node))).items():
            outer = node.op.parent.operation if node in self._masked else node.op
            barrier = Builder(self.kernel, ir.InsertionPoint(outer), node.op.location).op(BARRIER, [])
            self._candidates[node] = Candidate(barrier, touches, self._own(node))

    def _own(self, node: Node) -> Own | None:
        """What two transfers have in common between which no lane touches what another does. None if that may be."""
        if node.name not in BASE:
            return None
        layout = self._spread.layouts.get((*node.results, *node.operands)[0])
        if (
            layout is None
            or not layout.is_injective()
            or math.prod(layout.piece) * self.kernel.geometry.lanes > math.prod(layout.shape)
        ):
            return None
        where = _where(node)
        return Own((where, str(node.op.attributes["permutation_map"]), layout), self._overlapping(node))

    def _overlapping(self, node: Node) -> frozenset[Node]:
        """The loops around an access whose rounds may touch elements that earlier ones touched in other lanes."""
        if node.name not in BASE:
            return frozenset()
        where = _where(node)
        return frozenset(loop for loop in moved_by(node, where) if not self._steps_over(node, loop, where))

    def _steps_over(self, node: Node, loop: Node, where: tuple[ir.Value, ...]) -> bool:
        """Whether a loop moves a transfer by its own length or more: its induction variable is one of the indices."""
        layout = self._spread.layouts.get((*node.results, *node.operands)[0])
        base, *indices = where
        if loop.name != "scf.for" or layout is None or loop in moved_by(node, [base]):
            return False
        step, induction = self.kernel.known(loop.operands[2]), loop.arguments(0)[0]
        vector_dims = dims(node.op.attributes["permutation_map"])
        lengths = [
            layout.shape[vector_dims.index(dim)] if dim in vector_dims else 1
            for dim, index in enumerate(indices)
            if index == induction
        ]
        return step is not None and any(length <= step for length in lengths)

    def _piece_type(self, value: ir.Value, layout: NestedLayout) -> ir.Type:
        return self.kernel.vector(layout.piece, value.type.element_type)

    def _to_simt(self, value: ir.Value, layout: NestedLayout) -> ir.Value:
        owner = value.owner
        ip = ir.InsertionPoint.at_block_begin(owner) if isinstance(owner, ir.Block) else ir.InsertionPoint.after(owner)
        attributes = {"layout": self.kernel.attribute(str(layout))}
        type_ = self._piece_type(value, layout)
        op = Builder(self.kernel, ip, value.location).op(dialect.TO_SIMT, [value], [type_], attributes)
        value.replace_all_uses_except(op.results[0], op)
        return op.results[0]

    def _distribute(self, node: Node) -> None:
        try:
            values = self._pieces(node)
        except Failure as failure:
            self.failures.append(failure)
            return
        if values is not None:
            for old, new in zip(node.results, values, strict=True):
                if old != new:
                    old.replace_all_uses_with(new)
            self._dead.append(node.op)

    def _pieces(self, node: Node) -> Sequence[ir.Value] | None:
        """What stands for the results, None if the op itself goes on making them. Raises Failure."""
        self._check_alike(node)
        if node in self._masked:
            return None
        if node in self._spread.unused:
            return node.results
        site = Site(self.kernel, node, self._spread.layouts.get)
        if not self._spread.concerns(node):
            if node.name in ONCE and not self._tells_lanes_apart:
                _by_one_lane(site)
            return None
        if _is_boundary(node):
            self._hand_out(site)
            return None
        rules = RULES.get(node.name)
        if rules is None or rules.distribute is None:
            raise site.refuse(
                "there is no rule for it: it takes or gives vectors, of which each lane would hold a piece"
            )
        for number, result in enumerate(node.results):
            layout = self._spread.layouts.get(result)
            if layout is not None:
                check(site, layout)
            elif result in self._spread.bare and any(True for _ in result.uses):
                site.result_layout(number)  # Says that it has none.
        return rules.distribute(site)

    def _check_alike(self, node: Node) -> None:
        """Raise Failure for a vector that is not one and the same for all lanes."""
        found = self._divergence
        if not found.values or _is_boundary(node) or not self._spread.concerns(node):
            return
        site = Site(self.kernel, node, self._spread.layouts.get)
        for number, operand in enumerate(node.operands):
            if operand in found.values:
                text = f"operand #{number} differs from lane to lane, and all lanes of a workgroup share a vector"
                raise site.refuse(f"{text}: let the program compute it from the workgroup alone")
        around = node.parent
        while around is not None:
            if around in found.ops:
                text = f"not all lanes come here, as they go different ways in '{around.name}', and they share a vector"
                raise site.refuse(f"{text}: mask it instead", [(around.op, "they go different ways here")])
            around = around.parent

    def _hand_out(self, site: Site) -> None:
        """Give a boundary the whole vectors that it takes."""
        for number, operand in enumerate(site.node.operands):
            layout = self._spread.layouts.get(operand)
            now = site.operands[number]
            if now in self._wholes:
                site.operands[number] = self._wholes[now]
            elif layout is not None:
                attributes = {"layout": self.kernel.attribute(str(layout))}
                type_ = self.kernel.vector(layout.shape, now.type.element_type)
                site.operands[number] = site.value(dialect.TO_SIMD, [now], type_, attributes)


def _by_one_lane(site: Site) -> None:
    """What the program does once, one lane does."""
    if any(result.uses for result in site.node.results):
        raise site.refuse("it changes memory, which one lane does alone, and what it returns the others would lack")
    condition = speaker(site, NestedLayout.unspread(()))
    if condition is not None:
        site.node.op.move_before(site.only(condition).ip.ref_operation)


class _Spread:
    """The layouts of all vectors, and the vectors that have none."""

    def __init__(self, analysis: Analysis, nodes: Sequence[Node]) -> None:
        self.layouts: dict[ir.Value, NestedLayout] = {}
        self.bare: set[ir.Value] = set()
        self._add(analysis, _arguments(analysis.graph.body))
        for node in nodes:
            self._add(analysis, node.results)
            if node.blocks:
                self._add(analysis, _arguments(node))
        self.unused = self._unused(nodes)
        """Pure ops whose results have no layout and which nobody needs."""

    def _unused(self, nodes: Sequence[Node]) -> set[Node]:
        found: set[Node] = set()
        values: set[ir.Value] = set()
        for node in reversed(nodes) if self.bare else ():
            if node.results and self.bare.issuperset(node.results) and _is_pure(node):
                users = [use.owner for result in node.results for use in result.uses]
                if all(len(user.results) and user.results[0] in values for user in users):
                    found.add(node)
                    values.update(node.results)
        return found

    def _add(self, analysis: Analysis, values: Iterable[ir.Value]) -> None:
        for value in values:
            layout = analysis.layout(value)
            if layout is None:
                type_ = value.type
                if not isinstance(type_, ir.VectorType):
                    continue
                if math.prod(type_.shape) != 1:
                    self.bare.add(value)
                    continue
                # Every lane holds a vector of one element, as it holds scalars.
                layout = NestedLayout.unspread(type_.shape)
            misfit = layout.mismatch(value.type.shape)
            if misfit is not None:
                raise Failure(
                    value, f"{layout} reached a {value.type}: {misfit}; an op must have wrong shapes"
                )
            self.layouts[value] = layout

    def concerns(self, node: Node) -> bool:
        """Whether an op takes or gives a vector."""
        return any(value in self.layouts or value in self.bare for value in (*node.results, *node.operands))


def _arguments(node: Node) -> list[ir.Value]:
    return [argument for region in node.op.regions for block in region for argument in block.arguments]


def _where(node: Node) -> tuple[ir.Value, ...]:
    """The memory of a transfer and its indices."""
    base = BASE[node.name]
    count = list(node.op.attributes["operandSegmentSizes"])[base + 1]
    return tuple(node.operands[base : base + 1 + count])


def _is_pure(node: Node) -> bool:
    rules = RULES.get(node.name)
    return rules is not None and (rules.constant or (rules.link is not None and rules.link(node)))


def _is_boundary(node: Node) -> bool:
    rules = RULES.get(node.name)
    return rules is not None and rules.boundary


def populate_distribution_patterns(
    patterns: rewrite.RewritePatternSet, analysis: Analysis, lanes: Geometry
) -> Distribution:
    """Add patterns that distribute the function that `analysis` saw.

    They hold for its IR as it was, and for a driver that walks it (`walk_and_apply_patterns`). Call `finish` on the
    result when that has run: until then, and after a failure, the IR is half-way and not valid.
    """
    distribution = Distribution(analysis, Kernel(analysis.graph.body.op, lanes))

    def distribute(op: ir.Operation | ir.OpView, rewriter: rewrite.PatternRewriter) -> bool:
        return not distribution.apply(op.operation)  # True says that the pattern did not match

    for name in distribution.names:
        patterns.add(name, distribute)
    return distribution


@dataclass(frozen=True)
class Distribute(Pass):
    """Rewrite functions on whole vectors into what one lane does."""

    name = "lanewise-distribute"
    counters = {
        "functions": "functions distributed",
        "exchanges": "trips of vectors through workgroup memory",
        "bytes": "bytes of workgroup memory taken",
    }

    workgroup_size: str = option("", "lanes of a workgroup along x, y and z, as X,Y,Z; else as the function says")
    subgroup_size: int = option(0, "lanes of a subgroup; 0: as the function says")
    max_workgroup_memory: int = option(MAX_WORKGROUP_MEMORY, "bytes that a workgroup may take")

    def __post_init__(self) -> None:
        if self.workgroup_size and not re.fullmatch(r"[0-9]+(,[0-9]+){0,2}", self.workgroup_size):
            text = f"option 'workgroup-size' needs one to three numbers, found '{self.workgroup_size}'"
            raise PipelineError(f"{self.name}: {text}")

    def run(self, root: ir.Operation, report: Report) -> None:
        done: list[tuple[ir.Operation, Kernel]] = []
        failures: list[Failure] = []
        for function in functions(root):
            copy = function.clone(ip=ir.InsertionPoint(function)).operation
            kernel: Kernel | None = None
            try:
                kernel = self._distribute(copy)
            except Failure as failure:
                failures.append(failure)
            except Failures as several:
                failures += several.failures
            if kernel is None:
                copy.erase()
            else:
                done.append((function, kernel))
        for function, kernel in done:
            for op in [kernel.function, *kernel.globals] if failures else [function]:
                op.erase()
            report.count("functions")
            report.count("exchanges", len(kernel.exchanges))
            report.count("bytes", _taken(kernel))
        if failures:
            raise Failures(failures)

    def _distribute(self, function: ir.Operation) -> Kernel | None:
        """None for a function without layouts, of which there is nothing to say. Raises Failure or Failures."""
        analysis = analyze(function)
        if not analysis.layouts:
            return None
        sizes = tuple(int(size) for size in self.workgroup_size.split(",")) if self.workgroup_size else ()
        lanes = geometry(function, sizes, self.subgroup_size)
        unresolved = [_unresolved(clash) for clash in analysis.clashes if not clash.at_anchor]
        if unresolved:
            raise Failures(unresolved)
        own = _own_buffers(analysis)
        patterns = rewrite.RewritePatternSet(function.context)
        distribution = populate_distribution_patterns(patterns, analysis, lanes)
        try:
            rewrite.walk_and_apply_patterns(function, patterns.freeze())
            distribution.finish()
            _check_memory(distribution.kernel, own, self.max_workgroup_memory)
        except (Failure, Failures):
            for op in distribution.kernel.globals:
                op.erase()
            raise
        return distribution.kernel


def _unresolved(clash: Clash) -> Failure:
    text = (
        f"cannot distribute '{clash.user.name}': operand #{clash.operand} has {clash.has}, but {clash.wants} is needed"
    )
    return Failure(clash.user, f"{text}: run lanewise-resolve-layouts before")


def functions(root: ir.Operation) -> list[ir.Operation]:
    """The functions with a body at or below `root`, outermost ones only."""
    found: list[ir.Operation] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if "function_type" not in op.attributes:
            return ir.WalkResult.ADVANCE
        if len(op.regions) and len(op.regions[0].blocks):
            found.append(op.operation)
        return ir.WalkResult.SKIP

    root.walk(visit, ir.WalkOrder.PRE_ORDER)
    return found


def _taken(kernel: Kernel) -> int:
    return max((trip.size for trip in kernel.exchanges), default=0)


def _check_memory(kernel: Kernel, own: Sequence[tuple[Node, int]], limit: int) -> None:
    """Raise Failure if the workgroup's memory is not enough; the notes say who takes how much."""
    total = sum(size for _, size in own) + _taken(kernel)
    if total <= limit:
        return
    notes: list[tuple[Located, str]] = [(node.op, f"{size} bytes, of the program itself") for node, size in own]
    for trip in sorted(kernel.exchanges, key=lambda trip: -trip.size):
        notes.append((trip, f"{trip.size} bytes, in a buffer that trips through memory share"))
    remedy = "spread the vectors below alike, or raise the option max-workgroup-memory"
    raise Failure(
        kernel.function, f"{total} bytes of workgroup memory are needed, {limit} may be taken: {remedy}", notes
    )


def _own_buffers(analysis: Analysis) -> list[tuple[Node, int]]:
    """The program's allocations in workgroup memory, in bytes; those of unknown size are not counted."""
    found = []
    for node in analysis.graph.post_order():
        if node.name == "memref.alloc":
            type_ = node.results[0].type
            if str(type_.memory_space) == WORKGROUP and type_.has_static_shape:
                found.append((node, math.prod(type_.shape) * bytes_of(type_.element_type)))
    return found
