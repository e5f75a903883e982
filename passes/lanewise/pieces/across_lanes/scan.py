"""Scans: first what each lane holds, then across the lanes of a subgroup, then across subgroups.

An index along the scanned dimension counts subgroup, batch, outer, thread, element. So a lane holds rows, one for each
batch and outer digit, of which each is a run of neighbours; between two runs of one lane lie those of other threads:

    row 0:  lane 0 | lane 1 | lane 2 | lane 3      each | starts from what is before it in its row (shuffles),
    row 1:  lane 0 | lane 1 | lane 2 | lane 3      and each row from all rows before it (registers)

Partial results are vectors row..., rest..., where rest is the piece of the vector without the scanned dimension.

Long: one algorithm, whose steps are easier to follow side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import LaneDigit
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.exchange import exchange
from lanewise.pieces.across_lanes.reduction_kinds import combine, identities
from lanewise.pieces.across_lanes.shuffle import flat, from_below, from_lane, lane_with, within_subgroup
from lanewise.pieces.in_lane.kernel import AT_LEAST, EQUAL
from lanewise.pieces.in_lane.lanes import check, delinearize, lane
from lanewise.pieces.in_lane.registers import cast, extract, reorder, restore
from lanewise.pieces.in_lane.rows import Rows, batch
from lanewise.pieces.in_lane.site import Site


def scan(
    site: Site, piece: ir.Value, layout: NestedLayout, dim: int, kind: str, initial: ir.Value | None, accumulated: bool
) -> tuple[ir.Value, ir.Value | None]:
    """The piece of the scan along `dim`, and the accumulated value under `layout` without `dim` if it is asked for.

    An inclusive scan has no initial value: it does not read it. Raises Failure.
    """
    element = piece.type.element_type
    if layout.rank > 1:
        return _Scan(site, layout, dim, kind, element).run(piece, initial, accumulated)
    # Partial results must be vectors: results of no dimensions are scalars in some ops, in others not.
    room = NestedLayout.concat([batch(1), layout])
    first = None if initial is None else cast(site, initial, (1, 1, 1))
    done, last = _Scan(site, room, 1, kind, element).run(cast(site, piece, room.piece), first, accumulated)
    if last is not None:
        last = site.value("vector.shape_cast", [last], site.kernel.vector((), element))
    return cast(site, done, layout.piece), last


@dataclass(frozen=True)
class _Scan:
    """A scan of vectors of two dimensions or more."""

    site: Site
    layout: NestedLayout
    dim: int
    kind: str
    element: ir.Type

    def run(self, piece: ir.Value, initial: ir.Value | None, accumulated: bool) -> tuple[ir.Value, ir.Value | None]:
        check(self.site, self.layout)
        runs = self.runs
        source = reorder(self.site, piece, self.layout.piece, runs.order, runs.shape)
        if self.layout.thread_tile[self.dim] == self.layout.subgroup_tile[self.dim] == 1:
            done, last = self._scan(source, runs.axis, initial, self.rest.piece)
        else:
            done, last = self._across(source, initial, accumulated)
        return restore(self.site, done, self.layout.piece, runs.order), last

    @cached_property
    def runs(self) -> Rows:
        return Rows.of(self.layout, self.dim)

    @cached_property
    def rest(self) -> NestedLayout:
        return self.layout.project([self.dim])

    def _across(
        self, source: ir.Value, initial: ir.Value | None, accumulated: bool
    ) -> tuple[ir.Value, ir.Value | None]:
        """Of lanes that share the dimension: each run goes on from what is before it, summed up across lanes."""
        inclusive = initial is None
        ends = accumulated and inclusive  # Then all that there is adds up to the accumulated value.
        totals, local = self._totals(source, inclusive)
        whole = self.runs.rows > 1 or self.layout.subgroup_tile[self.dim] > 1 or ends
        threads, rows = self._threads(totals, whole)
        start, total = self._subgroups(rows, initial, ends)
        carry = start
        if self.runs.rows > 1:
            carry, _ = self._scan(rows, 0, self._identity(self.rest.piece) if start is None else start)
        if threads is not None:
            carry = self._then(carry, threads)
        assert carry is not None
        if inclusive:
            return self._on_top(local, carry), total if ends else None
        if self.runs.length > 1:
            done, last = self._scan(source, self.runs.axis, carry)
        else:
            done, last = cast(self.site, carry, self.runs.shape), carry
        return done, self._of_last(last) if accumulated else None

    def _totals(self, source: ir.Value, inclusive: bool) -> tuple[ir.Value, ir.Value]:
        """What each run adds up to, and for an inclusive scan the scan of each run."""
        partial = (*self.runs.row, *self.rest.piece)
        if self.runs.length == 1:
            return cast(self.site, source, partial), source
        if inclusive:
            local, totals = self._scan(source, self.runs.axis, None, partial)
            return totals, local
        return self._reduce(source, self.runs.axis, partial), source

    def _subgroups(self, rows: ir.Value, initial: ir.Value | None, ends: bool) -> tuple[ir.Value | None, ir.Value]:
        """What is before all rows of this subgroup, None for nothing; and, if it `ends`, what all rows add up to."""
        apart = self.layout.subgroup_tile[self.dim] > 1
        total = self._reduce(rows, 0, self.rest.piece) if self.runs.rows > 1 and (apart or ends) else rows
        if not apart:
            return initial, total
        digit = lane(self.site, self.layout).subgroups[self.dim]
        assert digit is not None
        before, total = self._cross_subgroup(total, self.rest, self._subgroup_column, digit, ends)
        return self._then(initial, before), total

    def _threads(self, totals: ir.Value, whole: bool) -> tuple[ir.Value | None, ir.Value]:
        """What is before each run in its row, None for nothing; and, if `whole`, what each row adds up to."""
        site, layout, runs = self.site, self.layout, self.runs
        digit = lane(site, layout).threads[self.dim]
        if digit is None:
            return None, totals
        inner, outer = self._reach()
        above = below = digit
        if inner.size > 1 and outer.size > 1:
            above, below = delinearize(site.kernel, digit, (outer.size, inner.size))
        before = None
        if inner.size > 1:
            before, totals = self._in_subgroup(totals, inner, below, whole or outer.size > 1)
        if outer.size > 1:
            # A row is a batch of its own on the way through memory.
            rows = NestedLayout.concat([batch(runs.rows), self.rest]) if runs.row else self.rest
            shape, value = totals.type.shape, cast(site, totals, rows.piece)
            further, totals = self._cross_subgroup(value, rows, _column(outer), above, whole)
            further, totals = cast(site, further, shape), cast(site, totals, shape)
            before = further if before is None else self._combine(further, before)
        return before, totals

    def _reach(self) -> tuple[LaneDigit, LaneDigit]:
        """The thread digit of the dimension in two: what shuffles reach, and what is left for workgroup memory."""
        tile, stride = self.layout.thread_tile[self.dim], self.layout.thread_strides[self.dim]
        size = within_subgroup(self.site, self.layout, self.dim)
        return LaneDigit(stride, size), LaneDigit(stride * size, tile // size)

    def _in_subgroup(
        self, totals: ir.Value, part: LaneDigit, digit: ir.Value, whole: bool
    ) -> tuple[ir.Value, ir.Value]:
        """Each lane takes in the lane before it, then two, four, ... before it: sizes may be any number."""
        site, shape = self.site, totals.type.shape
        value = flat(site, totals)
        distance = 1
        while distance < part.size:
            moved = self._combine(from_below(site, value, distance * part.stride), value)
            value = site.select(site.kernel.flag(AT_LEAST, digit, distance), moved, value)
            distance *= 2
        nothing = self._identity(value.type.shape)
        before = site.select(site.kernel.flag(AT_LEAST, digit, 1), from_below(site, value, part.stride), nothing)
        if whole:
            value = self._last(value, part)
        return cast(site, before, shape), cast(site, value, shape)

    def _last(self, value: ir.Value, part: LaneDigit) -> ir.Value:
        """What the lane with the last value of a part has."""
        return from_lane(self.site, value, lane_with(self.site.kernel, self.layout, ((part, part.size - 1),)))

    def _cross_subgroup(
        self, value: ir.Value, layout: NestedLayout, column: NestedLayout, digit: ir.Value, whole: bool
    ) -> tuple[ir.Value, ir.Value]:
        """Through workgroup memory: what lanes with smaller values of the digit that `column` spreads have.

        And, if `whole`, what all have.
        """
        parts = self._gather(value, layout, column)
        before, total = self._identity(value.type.shape), parts[0]
        for number, one in enumerate(parts[1:], 1):
            before = self.site.select(self.site.kernel.flag(EQUAL, digit, number), total, before)
            if whole or number + 1 < len(parts):
                total = self._combine(total, one)
        return before, total

    def _gather(self, value: ir.Value, layout: NestedLayout, column: NestedLayout) -> list[ir.Value]:
        """The values of all lanes between which `column` spreads a vector, in their order."""
        site, [count] = self.site, column.shape
        source, target = NestedLayout.concat([column, layout]), NestedLayout.concat([batch(count), layout])
        [read] = exchange(site, [cast(site, value, source.piece)], source, target)
        rows = cast(site, read, (count, *layout.piece))
        return [extract(site, rows, number) for number in range(count)]

    def _of_last(self, last: ir.Value) -> ir.Value:
        """What the lanes that hold the last elements have in their last row."""
        site = self.site
        if self.runs.row:
            last = extract(site, last, self.runs.rows - 1)
        inner, outer = self._reach()
        if inner.size > 1:
            last = cast(site, self._last(flat(site, last), inner), last.type.shape)
        if outer.size > 1:
            last = self._gather(last, self.rest, _column(outer))[-1]
        if self.layout.subgroup_tile[self.dim] > 1:
            last = self._gather(last, self.rest, self._subgroup_column)[-1]
        return last

    @property
    def _subgroup_column(self) -> NestedLayout:
        """A vector of what lanes have that differ in their subgroup's digit of the dimension."""
        one = (1,)
        all_of_it = self.layout.apply([self.dim])
        return replace(all_of_it, batch_tile=one, outer_tile=one, thread_tile=one, element_tile=one)

    def _scan(
        self, value: ir.Value, axis: int, initial: ir.Value | None, rest: Sequence[int] = ()
    ) -> tuple[ir.Value, ir.Value]:
        """A scan of a lane's own registers, inclusive if there is no initial value, which would be of shape `rest`."""
        inclusive = initial is None
        if initial is None:
            initial = self._identity(rest)
        kernel = self.site.kernel
        attributes = self.site.carried() | {
            "reduction_dim": kernel.integer(axis),
            "inclusive": ir.BoolAttr.get(inclusive, kernel.context),
        }
        op = self.site.op("vector.scan", [value, initial], [value.type, initial.type], attributes)
        return op.results[0], op.results[1]

    def _reduce(self, value: ir.Value, axis: int, shape: Sequence[int]) -> ir.Value:
        kernel, start = self.site.kernel, self._identity(shape)
        attributes = {"kind": kernel.attribute(f"#vector.kind<{self.kind}>"), "reduction_dims": kernel.integers([axis])}
        return self.site.value("vector.multi_reduction", [value, start], start.type, attributes)

    def _on_top(self, local: ir.Value, carry: ir.Value) -> ir.Value:
        """Each run on top of what is before it."""
        runs = self.runs
        room = cast(self.site, carry, [1 if axis == runs.axis else size for axis, size in enumerate(runs.shape)])
        if room.type != local.type:
            room = self.site.value("vector.broadcast", [room], local.type)
        return self._combine(room, local)

    def _then(self, before: ir.Value | None, value: ir.Value) -> ir.Value:
        return value if before is None else self._combine(before, value)

    def _combine(self, left: ir.Value, right: ir.Value) -> ir.Value:
        return combine(self.site, self.kind, left, right)

    def _identity(self, shape: Sequence[int]) -> ir.Value:
        return identities(self.site, self.kind, shape, self.element)


def _column(digit: LaneDigit) -> NestedLayout:
    """A vector of what lanes have that differ in a digit of their number."""
    one, zero = (1,), (0,)
    return NestedLayout(one, one, one, (digit.size,), one, zero, (digit.stride,))
