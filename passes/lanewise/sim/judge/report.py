"""What lanewise-sim prints: text for people, JSON for programs, a bar for the impatient."""

from __future__ import annotations

import json
import math
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lanewise.mlir.diagnostics import Message
    from lanewise.sim.judge.comparison import Difference, Differences, Element
    from lanewise.sim.judge.runner import Result
    from lanewise.sim.machine.faults import Kind

    Told = tuple[Message, Kind | None]
    """What was said of a kernel, and the kind of verdict that it is, if it is one."""


def text(results: list[tuple[str, Result]], differences: Differences | None, stats: bool) -> str:
    """The outcome of runs without faults; `differences` is None when nothing was compared."""
    lines = []
    if differences is None:
        [(_, result)] = results
        lines.append(f"clean: {_ran(result)}")
        lines += [f"  {line}" for line in _outputs(result)]
    elif differences:
        lines += [str(difference) for difference in differences]
        for (kind, name), of in _counts(differences).items():
            lines.append(f"{kind}: {name}, {of}")
    else:
        elements = sum(int(output.stored.sum()) for output in results[0][1].outputs.values())
        rounded = f"; {differences.ended} as rounded, as decisions fell differently" if differences.ended else ""
        lines.append(f"equal: {elements} elements, {_ran(results[0][1])}{rounded}")
        lines += [f"{one.name}: nothing but NaN" for one in results[0][1].outputs.values() if one.all_nan]
    for name, result in results if stats else []:
        lines += ["", f"{name}:", *(f"  {count:>12}  {what}" for what, count in sorted(result.stats.items()))]
        lines += [f"  {count:>12}  {op}" for op, count in result.executed.most_common()]
    return "\n".join(lines) + "\n"


def _ran(result: Result) -> str:
    x, y, z = result.launch.workgroup_size
    tied = "".join(f", {tie} taken as one number" for tie in result.ties)
    return f"{result.groups} workgroup{'s' * (result.groups != 1)} of {x * y * z} lanes{tied}"


def _outputs(result: Result) -> list[str]:
    return [
        f"{one.name}: {'x'.join([*map(str, one.shape), one.element.name])}, {int(one.stored.sum())} elements stored"
        for one in result.outputs.values()
    ]


def _counts(differences: list[Difference]) -> dict[tuple[str, str], str]:
    """By kind and buffer."""
    return {
        (one.kind, one.buffer): f"{one.count} of {one.size} elements" for one in differences if one.index is not None
    }


def kinds(told: list[Told]) -> str:
    """A line for each fault among what was said, with its kind, and for what is unsupported."""
    return "".join(f"{kind}: {message.loc}\n" for message, kind in told if kind)


def as_json(results: list[tuple[str, Result]], differences: Differences | None, faults: list[Told], stats: bool) -> str:
    """One object: `status` is clean, equal, different or fault; each difference and fault has a `kind` (see Kind)."""
    status = "fault" if faults else "clean" if differences is None else "different" if differences else "equal"
    answer: dict[str, Any] = {"status": status}
    if faults:
        answer["faults"] = [{"kind": kind, **_message(fault)} for fault, kind in faults]
    if differences is not None:
        answer["differences"] = [
            {
                "kind": one.kind,
                "buffer": one.buffer,
                "index": None if one.index is None else list(one.index),
                "a": _plain(one.a),
                "b": _plain(one.b),
                "writer": one.writer,
                "count": one.count,
                "size": one.size,
            }
            for one in differences
        ]
        answer["compared_as_rounded"] = differences.ended
    answer["runs"] = [_run(name, result, stats) for name, result in results]
    return json.dumps(answer, indent=2) + "\n"


def _run(name: str, result: Result, stats: bool) -> dict[str, Any]:
    run: dict[str, Any] = {
        "file": name,
        "workgroups": result.groups,
        "workgroup_size": list(result.launch.workgroup_size),
        "subgroup_size": result.launch.subgroup_size,
        "constants": {str(ordinal): value for ordinal, value in result.constants.items()},
        "ties": list(result.ties),
        "outputs": [
            {"name": one.name, "shape": list(one.shape), "type": one.element.name, "stored": int(one.stored.sum())}
            for one in result.outputs.values()
        ],
    }
    if stats:
        run["stats"] = dict(sorted(result.stats.items()))
        run["executed"] = dict(result.executed.most_common())
    return run


def _message(message: Message) -> dict[str, Any]:
    loc = message.loc
    return {
        "file": loc.file,
        "line": loc.line,
        "column": loc.column,
        "text": message.text,
        "notes": [_message(note) for note in message.notes],
    }


def _plain(value: Element) -> str | float:
    """A number as JSON has it; NaN and infinities, which it has not, as text."""
    number: str | float = value if isinstance(value, str) else value.item()
    return str(number) if isinstance(number, float) and not math.isfinite(number) else number


class Bar:
    """How far a run is, on a terminal, once it takes long."""

    PATIENCE, WIDTH = 1.0, 40
    """Seconds before it shows; characters."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._shown = False

    def __call__(self, done: int, total: int, ops: int = 0) -> None:
        """`ops`: how many the current workgroup has run."""
        if time.monotonic() - self._start < self.PATIENCE:
            return
        within = f", {ops >> 10}k ops" if ops else ""
        full = self.WIDTH * done // total
        sys.stderr.write(f"\r[{'=' * full}{' ' * (self.WIDTH - full)}] {done}/{total} workgroups{within}\x1b[K")
        sys.stderr.flush()
        self._shown = True

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
