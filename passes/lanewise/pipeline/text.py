"""Textual pipelines: `a,func.func(b{x=1}),c`, as mlir-opt writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


class PipelineError(ValueError):
    """A pipeline that cannot be run; the message says what was found and what was needed."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a textual pipeline: a pass with options, or an op name with what runs on such ops."""

    name: str
    options: str = ""
    inner: tuple[Element, ...] | None = None

    def __str__(self) -> str:
        if self.inner is not None:
            return f"{self.name}({','.join(map(str, self.inner))})"
        return f"{self.name}{{{self.options}}}" if self.options else self.name


_TOKEN = re.compile(r"\s*(?:(?P<name>[A-Za-z_][\w.:-]*)|(?P<mark>[(){},]))")


def parse(text: str) -> tuple[Element, ...]:
    """Read `a,func.func(b{x=1}),c`. Raises PipelineError with the column."""
    elements, at = _elements(text, 0, depth=0)
    if at != len(text):
        raise PipelineError(f"column {at + 1}: found '{text[at:]}' after the pipeline's end")
    return elements


MAX_NESTING = 64
"""Anchors within anchors; IR that passes are written for nests four or five deep."""


def _elements(text: str, at: int, depth: int) -> tuple[tuple[Element, ...], int]:
    if depth > MAX_NESTING:
        raise PipelineError(f"column {at + 1}: more than {MAX_NESTING} anchors within each other")
    found: list[Element] = []
    while True:
        token = _TOKEN.match(text, at)
        if token is None or token["name"] is None:
            if found or (text[at:].strip() not in ("", ")") and not text[at:].lstrip().startswith(")")):
                raise PipelineError(
                    f"column {at + 1}: found '{text[at:] or 'the end'}', needed the name of a pass or an op"
                )
            return tuple(found), at
        name, at = token["name"], token.end()
        element = Element(name)
        if text.startswith("{", at):
            end = _closing_brace(text, at)
            element, at = Element(name, text[at + 1 : end].strip()), end + 1
        elif text.startswith("(", at):
            inner, at = _elements(text, at + 1, depth + 1)
            if not text.startswith(")", at):
                raise PipelineError(f"column {at + 1}: the '(' after '{name}' is not closed")
            element, at = Element(name, inner=inner), at + 1
        found.append(element)
        at += len(text[at:]) - len(text[at:].lstrip())
        if not text.startswith(",", at):
            return tuple(found), at
        at += 1


def _closing_brace(text: str, at: int) -> int:
    depth = 0
    for position in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return position
    raise PipelineError(f"column {at + 1}: the '{{' is not closed")


def anchored(elements: Sequence[Element]) -> tuple[Element, ...]:
    """Without the `builtin.module(...)` around it that mlir-opt asks for and that we take as read."""
    if len(elements) == 1 and elements[0].name == "builtin.module" and elements[0].inner is not None:
        return elements[0].inner
    return tuple(elements)
