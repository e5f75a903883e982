"""linalg on memrefs: what its region says, for all points of the space that its indexing maps span.

The op means the loops that upstream lowers it to, over all its dimensions in turn, in each lane by itself; where all
lanes are alike, that is once. Points that differ in parallel dimensions go together, unless an operand lies where a
result is stored or the region holds more than arithmetic: then it is really loops.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.machine import memory
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.checks import stored
from lanewise.sim.machine.machine import Machine, run_body
from lanewise.sim.machine.poison import Value, strip
from lanewise.sim.machine.program import RAW, Body, Op, Run, semantics
from lanewise.sim.semantics.linalg_maps import Space, iteration_space
from lanewise.sim.semantics.loops import in_rounds
from lanewise.sim.semantics.points import compute, each, is_pure
from lanewise.sim.values import types
from lanewise.sim.values.types import Array

MOST_AT_ONCE = 2**18
"""Points, times lanes, whose values are held at a time."""

_ELEMENTWISE = """
    abs add ceil div div_unsigned erf exp floor log max min mul negf powf reciprocal round rsqrt select sqrt square sub
    tanh
"""
_PRODUCTS = """
    batch_matmul batch_matvec batch_mmt4d batch_reduce_matmul batch_vecmat contract dot matmul matvec mmt4d vecmat
"""
_WINDOWS = """
    conv_1d conv_1d_ncw_fcw conv_1d_nwc_wcf conv_2d conv_2d_nchw_fchw conv_2d_ngchw_fgchw conv_2d_ngchw_gfchw
    conv_2d_nhwc_fhwc conv_2d_nhwc_hwcf conv_2d_nhwgc_gfhwc conv_3d conv_3d_ncdhw_fcdhw conv_3d_ndhwc_dhwcf
    depthwise_conv_1d_ncw_cw depthwise_conv_1d_nwc_wc depthwise_conv_1d_nwc_wcm depthwise_conv_2d_nchw_chw
    depthwise_conv_2d_nhwc_hwc depthwise_conv_2d_nhwc_hwcm depthwise_conv_3d_ncdhw_cdhw depthwise_conv_3d_ndhwc_dhwc
    depthwise_conv_3d_ndhwc_dhwcm pooling_nchw_max pooling_nchw_sum pooling_ncw_max pooling_ncw_sum pooling_ndhwc_max
    pooling_ndhwc_min pooling_ndhwc_sum pooling_nhwc_max pooling_nhwc_max_unsigned pooling_nhwc_min
    pooling_nhwc_min_unsigned pooling_nhwc_sum pooling_nwc_max pooling_nwc_max_unsigned pooling_nwc_min
    pooling_nwc_min_unsigned pooling_nwc_sum
"""
_OTHERS = "broadcast copy elementwise fill generic map reduce transpose"
NAMES = [f"linalg.{name}" for words in (_ELEMENTWISE, _PRODUCTS, _WINDOWS, _OTHERS) for name in words.split()]


@semantics("linalg.index")
def index(op: Op) -> Run:
    dim, owner = int(op.attributes["dim"]), op.op.parent.operation
    return lambda machine: machine.points[owner][dim]


@semantics(*NAMES, poison=RAW)
def structured(op: Op) -> Run:
    for type_ in op.operand_types:
        if isinstance(type_, ir.ShapedType) and not isinstance(type_, ir.MemRefType):
            raise op.unsupported(f"only memory and scalars are simulated, not a {type_}")
    space = iteration_space(op)
    [body] = op.regions
    kernel = Kernel(op, space, body, is_pure(body))

    def run(machine: Machine, *operands: Value) -> None:
        extents = space.extents(machine, operands)
        if kernel.is_pure and not kernel.depends_on_order(operands):
            kernel.run_together(machine, operands, extents)
        else:
            kernel.run_in_order(machine, operands, extents)

    return run


@dataclass(frozen=True, slots=True)
class Kernel:
    op: Op
    space: Space
    body: Body
    is_pure: bool

    def depends_on_order(self, operands: Sequence[Value]) -> bool:
        """Whether a result is stored where an operand lies, but for one that is read element by element just before."""
        space = self.space
        for out in range(space.first_out, len(operands)):
            for other in range(len(operands)):
                a, b = operands[out], operands[other]
                if other == out or not (isinstance(a, MemRef) and isinstance(b, MemRef)):
                    continue
                same = _same_view(a, b) and space.maps[out] == space.maps[other] and not space.reductions
                if _buffer(a) is _buffer(b) and not (same and other < space.first_out):
                    return True
        return False

    def run_in_order(self, machine: Machine, operands: Sequence[Value], extents: Sequence[int]) -> None:
        machine.expect_rounds(self.op, math.prod(extents), len(self.body.steps))
        with in_rounds(self.op, math.prod(extents)) as count:
            for point in np.ndindex(*extents):
                count()
                machine.spend(self.op)
                where = [np.array([at], np.int64) for at in point]
                machine.points[self.op.op] = tuple(where)
                given = [self._read(machine, number, one, where) for number, one in enumerate(operands)]
                results = run_body(machine, self.body, tuple(given[: len(self.body.arguments)]))
                self._store(machine, operands, where, results)

    def run_together(self, machine: Machine, operands: Sequence[Value], extents: Sequence[int]) -> None:
        parallel = [dim for dim in range(len(extents)) if dim not in self.space.reductions]
        count, most = math.prod(extents[dim] for dim in parallel), max(MOST_AT_ONCE // machine.lanes, 1)
        for first in range(0, count, most):
            numbers = np.arange(first, min(first + most, count), dtype=np.int64)
            where = [np.zeros((1, 1), np.int64)] * len(extents)
            places = np.unravel_index(numbers, [extents[dim] for dim in parallel]) if parallel else ()
            for dim, place in zip(parallel, places, strict=True):
                where[dim] = place[np.newaxis]
            self._run_points(machine, operands, extents, where, len(numbers))

    def _run_points(
        self, machine: Machine, operands: Sequence[Value], extents: Sequence[int], where: list[Array], count: int
    ) -> None:
        """Points of all parallel dimensions at once; the rest one after the other, results kept in between."""
        space, rounds = self.space, math.prod(extents[dim] for dim in self.space.reductions)
        machine.expect_rounds(self.op, rounds, len(self.body.steps))
        kept = [self._read(machine, number, operands[number], where) for number in self._outs(operands)]
        with in_rounds(self.op, rounds) as turn:
            for point in np.ndindex(*(extents[dim] for dim in space.reductions)):
                turn()
                machine.spend(self.op)
                for dim, at in zip(space.reductions, point, strict=True):
                    where[dim] = np.array([[at]], np.int64)
                ins = [self._read(machine, number, operands[number], where) for number in range(space.first_out)]
                given = [*ins, *kept][: len(self.body.arguments)]
                kept = compute(machine, self.op, self.body, given, where, count)
        if rounds:
            self._store(machine, operands, where, kept)

    def _outs(self, operands: Sequence[Value]) -> range:
        return range(self.space.first_out, len(operands))

    def _read(self, machine: Machine, number: int, operand: Value, where: list[Array]) -> Value:
        """One of the region's arguments. What it does not use is not read: nobody may have written it."""
        if not isinstance(operand, MemRef):
            return operand
        if number >= len(self.body.arguments) or not self.space.used[number]:
            element = types.scalar_of(self.op.operand_types[number])
            return np.zeros(where[0].shape if where else (1,), element.dtype)
        return memory.load(machine, self.op, operand, self.space.indices(number, where))

    def _store(self, machine: Machine, operands: Sequence[Value], where: list[Array], results: Sequence[Value]) -> None:
        for number, result in zip(self._outs(operands), results, strict=True):
            view, value = operands[number], result
            assert isinstance(view, MemRef)
            if not view.sizes and strip(value).ndim == 2:
                # Of points that are stored in one place the last one stays.
                value = each(value, lambda one: one[:, -1])
            at = self.space.indices(number, where)
            memory.store(machine, self.op, view, at, stored(machine, self.op, value, None))


def _buffer(view: MemRef) -> object:
    return getattr(view.buffer, "bytes", view.buffer)


def _same_view(a: MemRef, b: MemRef) -> bool:
    pairs = zip((a.offset, *a.strides), (b.offset, *b.strides), strict=False)
    return a.buffer is b.buffer and len(a.strides) == len(b.strides) and all((x == y).all() for x, y in pairs)
