"""Scans: first what each lane holds, then across the lanes of a subgroup, then across subgroups.

An index along the scanned dimension counts subgroup, batch, outer, thread, element. So a lane holds rows, one for each
batch and outer digit, of which each is a run of neighbours; between two runs of one lane lie those of other threads:

    row 0:  lane 0 | lane 1 | lane 2 | lane 3      each | starts from what is before it in its row (shuffles),
    row 1:  lane 0 | lane 1 | lane 2 | lane 3      and each row from all rows before it (registers)

Partial results are vectors row..., rest..., where rest is the piece of the vector without the scanned dimension.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lanewise.layout import NestedLayout
from lanewise.layout.lanes import LaneDigit
from lanewise.mlir.host import ir
from lanewise.pieces.across_lanes.exchange import exchange
from lanewise.pieces.across_lanes.reduction_kinds import combine, identities
from lanewise.pieces.across_lanes.shuffle import flat, from_below, from_lane, lane_with, within_subgroup
from lanewise.pieces.in_lane.kernel import AT_LEAST, EQUAL
from lanewise.pieces.in_lane.lanes import check, delinearize, lane
from lanewise.pieces.in_lane.registers import cast, reorder, restore
from lanewise.pieces.in_lane.rows import Rows, batch
from lanewise.pieces.in_lane.site import Site


def scan(
    site: Site,
    piece: ir.Value,
    layout: NestedLayout,
    dim: int,
    kind: str,
    initial: ir.Value | None,
    accumulated: bool,
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
        runs = Rows.of(self.layout, self.dim)
        source = reorder(self.site, piece, self.layout.piece, runs.order, runs.shape)
        if self._is_local:
            done, last = self._scan(source, runs.axis, initial, self.rest.piece)
        else:
            done, last = self._across(source, runs, initial, accumulated)
        return restore(self.site, done, self.layout.piece, runs.order), last

    @property
    def _is_local(self) -> bool:
        return self.layout.thread_tile[self.dim] == 1 and self.layout.subgroup_tile[self.dim] == 1

    @property
    def rest(self) -> NestedLayout:
        return self.layout.project([self.dim])

    def _across(
        self, source: ir.Value, runs: Rows, initial: ir.Value | None, accumulated: bool
    ) -> tuple[ir.Value, ir.Value | None]:
        """Of lanes that share the dimension: each run goes on from what is before it, which is summed up from afar."""
        inclusive = initial is None
        ends = accumulated and inclusive  # Then all that there is adds up to the accumulated value.
        totals, local = self._totals(source, runs, inclusive)
        spread = self.layout.subgroup_tile[self.dim] > 1
        threads, rows = self._threads(totals, runs, whole=runs.rows > 1 or spread or ends)
        start = initial
        total = rows
        if runs.rows > 1 and (spread or ends):
            total = self._reduce(rows, 0, self.rest.piece)
        if spread:
            digit = lane(self.site, self.layout).subgroups[self.dim]
            assert digit is not None
            one = self._column(subgroup=True)
            before, total = self._far(total, self.rest, one, digit, ends)
            start = before if start is None else self._combine(start, before)
        carry = start
        if runs.rows > 1:
            carry, _ = self._scan(rows, 0, self._identity(self.rest.piece) if start is None else start)
        if threads is not None:
            carry = threads if carry is None else self._combine(carry, threads)
        assert carry is not None
        if inclusive:
            return self._on_top(local, carry, runs), total if ends else None
        if runs.length > 1:
            done, last = self._scan(source, runs.axis, carry)
        else:
            done, last = cast(self.site, carry, runs.shape), carry
        return done, self._of_last(last, runs) if accumulated else None

    def _totals(self, source: ir.Value, runs: Rows, inclusive: bool) -> tuple[ir.Value, ir.Value]:
        """What each run adds up to, and for an inclusive scan the scan of each run."""
        partial = (*runs.row, *self.rest.piece)
        if runs.length == 1:
            return cast(self.site, source, partial), source
        if inclusive:
            local, totals = self._scan(source, runs.axis, None, partial)
            return totals, local
        return self._reduce(source, runs.axis, partial), source

    def _threads(self, totals: ir.Value, runs: Rows, whole: bool) -> tuple[ir.Value | None, ir.Value]:
        """What is before each run in its row, None for nothing; and, if `whole`, what each row adds up to."""
        site, layout, dim = self.site, self.layout, self.dim
        tile = layout.thread_tile[dim]
        digit = lane(site, layout).threads[dim]
        if digit is None:
            return None, totals
        near = within_subgroup(site, layout, dim)
        far = tile // near
        above, within = delinearize(site.kernel, digit, (far, near)) if 1 < near < tile else (digit, digit)
        before = None
        if near > 1:
            before, totals = self._near(totals, LaneDigit(layout.thread_strides[dim], near), within, whole or far > 1)
        if far > 1:
            # A row is a batch of its own on the way through memory.
            rows = NestedLayout.concat([batch(runs.rows), self.rest]) if runs.row else self.rest
            one = self._column(stride=layout.thread_strides[dim] * near, size=far)
            shape = totals.type.shape
            further, totals = self._far(cast(site, totals, rows.piece), rows, one, above, whole)
            further, totals = cast(site, further, shape), cast(site, totals, shape)
            before = further if before is None else self._combine(further, before)
        return before, totals

    def _near(self, totals: ir.Value, part: LaneDigit, digit: ir.Value, whole: bool) -> tuple[ir.Value, ir.Value]:
        """Each lane takes in the lane before it, then two, four, ... before it: sizes may be any number."""
        site, shape = self.site, totals.type.shape
        value = flat(site, totals)
        distance = 1
        while distance < part.size:
            moved = self._combine(from_below(site, value, distance * part.stride), value)
            value = self._where(self.site.kernel.flag(AT_LEAST, digit, distance), moved, value)
            distance *= 2
        nothing = self._identity(value.type.shape)
        before = self._where(self.site.kernel.flag(AT_LEAST, digit, 1), from_below(site, value, part.stride), nothing)
        if whole:
            value = self._last(value, part)
        return cast(site, before, shape), cast(site, value, shape)

    def _last(self, value: ir.Value, part: LaneDigit) -> ir.Value:
        """What the lane with the last value of a part has."""
        return from_lane(self.site, value, lane_with(self.site.kernel, self.layout, ((part, part.size - 1),)))

    def _far(
        self, value: ir.Value, layout: NestedLayout, column: NestedLayout, digit: ir.Value, whole: bool
    ) -> tuple[ir.Value, ir.Value]:
        """Through workgroup memory: what lanes with smaller values of the digit that `column` spreads have.

        And, if `whole`, what all have.
        """
        parts = self._gather(value, layout, column)
        before, total = self._identity(value.type.shape), parts[0]
        for place, one in enumerate(parts[1:], 1):
            before = self._where(self.site.kernel.flag(EQUAL, digit, place), total, before)
            if whole or place + 1 < len(parts):
                total = self._combine(total, one)
        return before, total

    def _gather(self, value: ir.Value, layout: NestedLayout, column: NestedLayout) -> list[ir.Value]:
        """The values of all lanes between which `column` spreads a vector, in their order."""
        source = NestedLayout.concat([column, layout])
        [count] = column.shape
        target = NestedLayout.concat([batch(count), layout])
        site = self.site
        [read] = exchange(site, [cast(site, value, source.piece)], source, target)
        rows = cast(site, read, (count, *layout.piece))
        return [
            site.value("vector.extract", [rows], value.type, {"static_position": site.kernel.integers([place])})
            for place in range(count)
        ]

    def _of_last(self, last: ir.Value, runs: Rows) -> ir.Value:
        """What the lanes that hold the last elements have in their last row."""
        site, layout, dim = self.site, self.layout, self.dim
        if runs.row:
            position = {"static_position": site.kernel.integers([runs.rows - 1])}
            last = site.value("vector.extract", [last], site.kernel.vector(self.rest.piece, self.element), position)
        tile, near = layout.thread_tile[dim], within_subgroup(site, layout, dim)
        if near > 1:
            shape = last.type.shape
            last = cast(site, self._last(flat(site, last), LaneDigit(layout.thread_strides[dim], near)), shape)
        if near < tile:
            column = self._column(stride=layout.thread_strides[dim] * near, size=tile // near)
            last = self._gather(last, self.rest, column)[-1]
        if layout.subgroup_tile[dim] > 1:
            last = self._gather(last, self.rest, self._column(subgroup=True))[-1]
        return last

    def _column(self, subgroup: bool = False, stride: int = 0, size: int = 1) -> NestedLayout:
        """A vector of what lanes have that differ in their subgroup's digit of the dimension, or in a thread digit."""
        subgroups, strides = ((self.layout.subgroup_tile[self.dim],), (self.layout.subgroup_strides[self.dim],))
        one, zero = (1,), (0,)
        if subgroup:
            return NestedLayout(subgroups, one, one, one, one, strides, zero)
        return NestedLayout(one, one, one, (size,), one, zero, (stride,))

    def _scan(
        self, value: ir.Value, axis: int, initial: ir.Value | None, rest: Sequence[int] = ()
    ) -> tuple[ir.Value, ir.Value]:
        """A scan of a lane's own registers, inclusive if there is no initial value, which would be of shape `rest`."""
        inclusive = initial is None
        if initial is None:
            initial = self._identity(rest)
        kernel = self.site.kernel
        attributes = {
            "kind": kernel.attribute(f"#vector.kind<{self.kind}>"),
            "reduction_dim": kernel.integer(axis),
            "inclusive": kernel.attribute(str(inclusive).lower()),
        }
        op = self.site.op("vector.scan", [value, initial], [value.type, initial.type], attributes)
        return op.results[0], op.results[1]

    def _reduce(self, value: ir.Value, axis: int, shape: Sequence[int]) -> ir.Value:
        kernel = self.site.kernel
        attributes = {
            "kind": kernel.attribute(f"#vector.kind<{self.kind}>"),
            "reduction_dims": kernel.integers([axis]),
        }
        start = self._identity(shape)
        return self.site.value("vector.multi_reduction", [value, start], start.type, attributes)

    def _on_top(self, local: ir.Value, carry: ir.Value, runs: Rows) -> ir.Value:
        """Each run on top of what is before it."""
        room = cast(self.site, carry, [1 if axis == runs.axis else size for axis, size in enumerate(runs.shape)])
        if room.type != local.type:
            room = self.site.value("vector.broadcast", [room], local.type)
        return self._combine(room, local)

    def _combine(self, left: ir.Value, right: ir.Value) -> ir.Value:
        return combine(self.site, self.kind, left, right)

    def _identity(self, shape: Sequence[int]) -> ir.Value:
        return identities(self.site, self.kind, shape, self.element)

    def _where(self, condition: ir.Value, left: ir.Value, right: ir.Value) -> ir.Value:
        return self.site.value("arith.select", [condition, left, right], left.type)
