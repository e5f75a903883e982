"""The JSON that lanewise-view prints. `schema.json` beside this file says what it may hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lanewise.view.answers import Answer
    from lanewise.view.draw.figure import Figure
    from lanewise.view.input.kernel import AnalyzedKernel

VERSION = 1
"""Raised when what is there changes or goes; new keys may come without."""


def schema() -> dict[str, Any]:
    """The JSON Schema of a document."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))
    return found


def document(kernel: AnalyzedKernel | None, answers: Iterable[Answer], figure: Figure | None) -> dict[str, Any]:
    """All that was asked; of a kernel of which nothing was asked, its values and its report."""
    found: dict[str, Any] = {"schema": "lanewise-view", "version": VERSION}
    if kernel is not None:
        found["file"] = kernel.file
    for answer in answers:
        if answer.listed:
            found.setdefault(answer.key, []).append(answer.data)
        else:
            found[answer.key] = answer.data
    if figure is not None:
        found["figure"] = figure.as_json()
    elif kernel is not None and len(found) == 3:
        found["values"] = values(kernel)
        found["report"] = kernel.report().as_json()
    return found


def dump(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2) + "\n"


def values(kernel: AnalyzedKernel) -> list[dict[str, Any]]:
    """Every vector, in the order of the text; its layout is null where it has none."""
    return [
        {
            "name": kernel.name(value),
            "line": loc.line,
            "column": loc.column,
            "type": str(value.type),
            "layout": None if layout is None else str(layout),
        }
        for value in kernel.vectors()
        for loc, layout in [(kernel.loc(value.location), kernel.analysis.layout(value))]
    ]
