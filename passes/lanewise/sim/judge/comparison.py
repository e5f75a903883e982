"""Whether two kernels do the same: every element that they leave, one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir
from lanewise.sim.judge.agreement import agreement, whole_agreement
from lanewise.sim.judge.options import OptionValues
from lanewise.sim.judge.outputs import Output
from lanewise.sim.judge.runner import Result, run
from lanewise.sim.judge.sample import MOST, Sample
from lanewise.sim.machine.access_log import NOBODY, lane_text
from lanewise.sim.machine.faults import DifferenceKind
from lanewise.sim.values.types import Array

if TYPE_CHECKING:
    from typing_extensions import Unpack

SHOWN = 8
"""Differences listed for one buffer."""

NEAR = 2.0**-7
"""Of numbers that differ by less, relatively, what they would be without rounding is told."""

Element = np.generic | str
"""A number, or in words what is there instead."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One element that differs; `index` is None where a whole buffer is missing."""

    buffer: str
    index: tuple[int, ...] | None
    a: Element
    b: Element
    # Who stored B's, as text.
    writer: str
    # How many elements of this buffer differ, and how many it has.
    count: int = 1
    size: int = 1
    # What stored B's, else what stored A's, if either was stored.
    op: ir.Operation | None = field(default=None, compare=False, repr=False)
    kind: DifferenceKind = "different"
    # What there is to say about how it was compared.
    note: str = ""

    def __str__(self) -> str:
        return self.text("in A", "in B")

    def text(self, of_a: str, of_b: str) -> str:
        """In words; the arguments say which of the two programs a value is of."""
        if self.index is None:
            return f"{self.buffer}: {self.a} {of_a}, {self.b} {of_b}"
        by = f" (stored by {self.writer})" if self.writer else ""
        note = f"; {self.note}" if self.note else ""
        return f"{self.buffer} at {list(self.index)}: {_shown(self.a)} {of_a}, {_shown(self.b)} {of_b}{by}{note}"


def _shown(value: Element) -> str:
    return value if isinstance(value, str) else repr(value.item())


class Differences(list[Difference]):
    """What differs. `ended` elements have no shadow any more, so their numbers were compared, to first order."""

    ended: int = 0


def compare(
    a: ir.Module | str,
    b: ir.Module | str,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    **options: Unpack[OptionValues],
) -> Differences:
    """Run both on the same inputs. Options are those of `run`; B gets the push constants and the sizes that A had."""
    first = run(a, **options)
    options["constants"], options["numbers"] = first.constants, first.numbers
    second = run(b, **options)

    def again(source: ir.Module | str, groups: Sequence[int] | None) -> Result:
        chosen: OptionValues = {**options, "shadows": True}
        if groups is not None:
            chosen["workgroups"] = groups
        return run(source, **chosen)

    return settle(first, second, partial(again, a), partial(again, b), rtol, atol)


Again = Callable[[Sequence[int] | None], Result]
"""Runs a program again, with shadows: the workgroups of these numbers, or all that ran before."""


def settle(
    a: Result,
    b: Result,
    again_a: Again,
    again_b: Again,
    rtol: float | None = None,
    atol: float | None = None,
) -> Differences:
    """Where two results differ. `again_a` and `again_b` run the programs with shadows, if there are unequal numbers,
    or an output with nothing but NaN in it, which says nothing. Of more workgroups than MOST of which only floats are
    unequal, a sample, and others that lie further apart (see sample.py)."""
    found = differences(a, b, rtol, atol)
    unequal = [a.outputs[one.buffer].element for one in found if one.index is not None]
    if rtol is not None or atol is not None or not (unequal or any(one.all_nan for one in a.outputs.values())):
        return found
    if unequal and all(element.is_float for element in unequal) and max(a.groups, b.groups) > MOST:
        return _settle_sample(a, b, again_a, again_b)
    try:
        return differences(again_a(None), again_b(None))
    except Failure:
        if any(element.is_float for element in unequal):
            raise
        return found


def _settle_sample(a: Result, b: Result, again_a: Again, again_b: Again) -> Differences:
    sample = Sample(a, b)
    found = differences(a, b, float_values=False)
    for groups in (sample.chosen, sample.further()):
        if groups and not found:
            found += (other := differences(again_a(groups), again_b(groups)))
            found.ended += other.ended
    return found


def differences(
    a: Result, b: Result, rtol: float | None = None, atol: float | None = None, *, float_values: bool = True
) -> Differences:
    """Where two results differ, buffer by buffer; at most SHOWN for each. Without `float_values` these are equal.

    Floats differ as the tolerances say, where one is given: |a - b| <= atol + rtol * |a|. Else they must be equal or,
    in results with shadows, agree (see agreement.py).
    """
    found = Differences()
    for name in [*a.outputs, *(name for name in b.outputs if name not in a.outputs)]:
        one, other = a.outputs.get(name), b.outputs.get(name)
        if one is None or other is None:
            found.append(Difference(name, None, _presence(one), _presence(other), ""))
        elif one.element != other.element or one.size != other.size:
            found.append(Difference(name, None, _kind(one), _kind(other), ""))
        elif a.shadows is not None and rtol is None and atol is None:
            one, other = one.beside(other), other.beside(one)
            equal = _equal(one.data, other.data, 0.0, 0.0, one.element.is_float)
            is_float = one.element.is_float
            how = agreement(one, other, equal, a.shadows, b.shadows) if is_float else whole_agreement(one, other, equal)
            found += _listed(one, other, how.different, how.ended)
            if not how.different.any():
                found += _listed(one, other, how.less_precise, how.ended, "less precise")
            found.ended += int(how.ended.sum())
        else:
            one, other = one.beside(other), other.beside(one)
            equal = _equal(one.data, other.data, rtol or 0.0, atol or 0.0, one.element.is_float)
            equal |= not float_values and one.element.is_float
            found += _listed(one, other, one.written & other.written & ~equal & ~other.poison)
    return found


def _presence(output: Output | None) -> str:
    return "absent" if output is None else "present"


def _kind(output: Output) -> str:
    return f"{'x'.join(map(str, output.shape)) or 'one'} of {output.element}"


def _listed(
    a: Output, b: Output, bad: Array, ended: Array | None = None, kind: DifferenceKind = "different"
) -> list[Difference]:
    """The first of the elements that differ, by what they hold, or as only one of them was written or is poison."""
    if kind == "different":
        # What neither stored is as they got it, or nothing.
        bad = bad | ((a.written != b.written) & (a.stored | b.stored)) | b.poison
    # Where A promises nothing, B may have anything.
    where = np.flatnonzero(bad & ~a.poison)
    return [
        Difference(
            a.name,
            a.index(at),
            _element(a, at),
            _element(b, at),
            _writer(b, at),
            len(where),
            a.size,
            b.writer(at) or a.writer(at),
            kind,
            _note(a, b, at, kind, ended is not None and bool(ended[at])),
        )
        for at in where[:SHOWN]
    ]


def _note(a: Output, b: Output, at: int, kind: DifferenceKind, ended: bool) -> str:
    if ended:
        return "decisions fell differently, so that rounded numbers were compared"
    if a.planes is None or b.planes is None:
        return ""
    one, other = float(a.planes[0][at]), float(b.planes[0][at])
    if kind == "different":
        # As shown, numbers may look the same.
        alike = abs(float(a.data[at]) - float(b.data[at])) <= NEAR * abs(float(a.data[at]))
        return f"without rounding {one:.17g} and {other:.17g}" if alike and one != other else ""
    return f"less precise: without rounding it is {a.planes[0][at]:.9g}"


def _equal(a: Array, b: Array, rtol: float, atol: float, floats: bool) -> Array:
    if not floats:
        return np.asarray(a == b)
    wide_a, wide_b = a.astype(np.float64), b.astype(np.float64)
    with np.errstate(all="ignore"):
        close = np.abs(wide_a - wide_b) <= atol + rtol * np.abs(wide_a)
    both_finite = np.isfinite(wide_a) & np.isfinite(wide_b)
    return (close & both_finite) | (wide_a == wide_b) | (np.isnan(wide_a) & np.isnan(wide_b))


def _element(output: Output, at: int) -> Element:
    if output.poison[at]:
        return "poison"
    found: Element = output.data[at] if output.written[at] else "nothing written"
    return found


def _writer(output: Output, at: int) -> str:
    if not output.written[at] or output.lane[at] == NOBODY:
        return ""
    lane = int(output.lane[at])
    who = lane_text(lane)
    return who if output.group[at] < 0 else f"{who} of workgroup {int(output.group[at])}"
