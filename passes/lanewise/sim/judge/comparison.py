"""Whether two kernels do the same: every element that they leave, one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from lanewise.mlir.host import ir
from lanewise.sim.judge.outputs import Output
from lanewise.sim.judge.runner import OptionValues, Result, run
from lanewise.sim.machine.access_log import NOBODY, lane_text
from lanewise.sim.machine.faults import DifferenceKind
from lanewise.sim.values.types import Array

if TYPE_CHECKING:
    from typing_extensions import Unpack

SHOWN = 8
"""Differences listed for one buffer."""

# A few units in the last place of the narrow types, in which sums are short; more of f32 and f64, in which whole rows
# are summed in another order.
RTOL = {"f64": 1e-13, "f32": 1e-5, "f16": 2**-7, "bf16": 2**-4}
RTOL_F8 = 0.25


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

    def __str__(self) -> str:
        return self.text("in A", "in B")

    def text(self, of_a: str, of_b: str) -> str:
        """In words; the arguments say which of the two programs a value is of."""
        if self.index is None:
            return f"{self.buffer}: {self.a} {of_a}, {self.b} {of_b}"
        by = f" (stored by {self.writer})" if self.writer else ""
        return f"{self.buffer} at {list(self.index)}: {_shown(self.a)} {of_a}, {_shown(self.b)} {of_b}{by}"


def _shown(value: Element) -> str:
    return value if isinstance(value, str) else repr(value.item())


def compare(
    a: ir.Module | str,
    b: ir.Module | str,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    **options: Unpack[OptionValues],
) -> list[Difference]:
    """Run both on the same inputs. Options are those of `run`; B gets the push constants and the sizes that A had."""
    first = run(a, **options)
    options["constants"], options["numbers"] = first.constants, first.numbers
    second = run(b, **options)
    return differences(first, second, rtol, atol)


def differences(a: Result, b: Result, rtol: float | None = None, atol: float | None = None) -> list[Difference]:
    """Where two results differ, buffer by buffer; at most SHOWN for each."""
    found: list[Difference] = []
    for name in [*a.outputs, *(name for name in b.outputs if name not in a.outputs)]:
        one, other = a.outputs.get(name), b.outputs.get(name)
        if one is None or other is None:
            found.append(Difference(name, None, _presence(one), _presence(other), ""))
        elif one.element != other.element or one.size != other.size:
            found.append(Difference(name, None, _kind(one), _kind(other), ""))
        else:
            found += _elements(one.beside(other), other.beside(one), rtol, atol)
    return found


def _presence(output: Output | None) -> str:
    return "absent" if output is None else "present"


def _kind(output: Output) -> str:
    return f"{'x'.join(map(str, output.shape)) or 'one'} of {output.element}"


def tolerances(output: Output, rtol: float | None, atol: float | None) -> tuple[float, float]:
    """How far two elements may lie apart: rtol times the magnitude of A's, plus atol; 0 for integers.

    By default rtol goes by the type (see RTOL), and atol is rtol times the root mean square of what A stored, so that
    elements in which large terms cancel may differ by what the terms may.
    """
    if not output.element.is_float:
        return 0.0, 0.0
    if rtol is None:
        rtol = RTOL.get(output.element.name, RTOL_F8)
    if atol is None:
        values = output.data[output.stored].astype(np.float64)
        values = values[np.isfinite(values)]
        # In units of the largest, as squares overflow.
        unit = float(np.abs(values).max(initial=0.0))
        atol = rtol * unit * float(np.sqrt(np.mean((values / unit) ** 2))) if unit else 0.0
    return rtol, atol


def _elements(a: Output, b: Output, rtol: float | None, atol: float | None) -> list[Difference]:
    relative, absolute = tolerances(a, rtol, atol)
    equal = _equal(a.data, b.data, relative, absolute, a.element.is_float)
    # Where A promises nothing, B may have anything.
    # What neither stored is as they got it, or nothing.
    bad = ((a.written != b.written) & (a.stored | b.stored)) | (a.written & b.written & ~equal & ~b.poison) | b.poison
    bad &= ~a.poison
    where = np.flatnonzero(bad)
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
        )
        for at in where[:SHOWN]
    ]


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
