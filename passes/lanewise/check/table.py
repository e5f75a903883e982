"""What lanewise-check prints: the kernels as a table, the dearest first, or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from lanewise.check.checked import EQUAL, VERDICTS, CheckedKernel, dearest_first
from lanewise.view.report.movement import MOVEMENTS

_HEAD = ("verdict", "conversions", *(f"{movement}" for movement in reversed(MOVEMENTS)), "barriers", "kernel")
_MOST = 5
"""Conversions that are listed one by one."""
_TEXT = 300
"""Characters of a reason that are shown."""


def table(kernels: Sequence[CheckedKernel], total: int) -> str:
    """Of `total` kernels, those that were judged."""
    lines = [*_aligned([_HEAD, *map(_row, dearest_first(kernels))]), ""]
    lines += ["Bytes that conversions move, times the trips of the loops around them that are known."]
    for title, part in (("dearest conversions", list(_dearest(kernels))), ("not equal", list(_reasons(kernels)))):
        if part:
            lines += ["", f"{title}:", *(f"  {line}" for line in part)]
    return "\n".join([*lines, "", summary(kernels, total)]) + "\n"


def summary(kernels: Sequence[CheckedKernel], total: int) -> str:
    counts = ", ".join(f"{count} {verdict}" for verdict, count in _counts(kernels).items())
    left = f", {total - len(kernels)} not begun or not ended" if len(kernels) < total else ""
    return f"{total} kernel{'s' * (total != 1)}: {counts}{left}"


def as_json(kernels: Sequence[CheckedKernel], total: int) -> str:
    """In their order."""
    document = {
        "schema": "lanewise-check",
        "version": 1,
        "total": total,
        "verdicts": _counts(kernels),
        "kernels": [kernel.as_json() for kernel in kernels],
    }
    return json.dumps(document, indent=2) + "\n"


def _counts(kernels: Sequence[CheckedKernel]) -> dict[str, int]:
    counts = Counter(kernel.verdict for kernel in kernels)
    return {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}


def _row(kernel: CheckedKernel) -> tuple[str, ...]:
    moved = (str(kernel.moved(movement)) for movement in reversed(MOVEMENTS))
    return kernel.verdict, str(len(kernel.conversions)), *moved, str(kernel.barriers), kernel.path


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The first column and the last to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for first, *numbers, last in rows:
        cells = (cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *cells, last])


def _dearest(kernels: Sequence[CheckedKernel]) -> Iterator[str]:
    found = [(one, kernel.path) for kernel in kernels for one in kernel.conversions]
    found.sort(key=lambda pair: ([-part for part in pair[0].cost], pair[1], pair[0].line, pair[0].column))
    for one, path in found[:_MOST]:
        yield f"{path}:{one}"


def _reasons(kernels: Sequence[CheckedKernel]) -> Iterator[str]:
    order = {verdict: number for number, verdict in enumerate(VERDICTS)}
    for kernel in sorted(kernels, key=lambda kernel: (order[kernel.verdict], kernel.path)):
        if kernel.verdict != EQUAL:
            text = " ".join(kernel.text.split())
            shown = text if len(text) <= _TEXT else text[:_TEXT] + "..."
            yield f"{kernel.where}: {kernel.verdict}: {shown}"
