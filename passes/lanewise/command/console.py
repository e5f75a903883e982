"""Diagnostics as a command shows them: on stderr, each with its line of the input."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from lanewise.mlir.diagnostics import Message, SourceLoc, render, render_remarks
from lanewise.mlir.files import Lines


class Console:
    """For one input, by the name that diagnostics give it."""

    def __init__(self, file: str, lines: Lines) -> None:
        self.file = file
        self.lines = lines

    def show(self, message: Message) -> None:
        sys.stderr.write(render(message, self.lines, self.file))

    def show_remarks(self, found: Iterable[tuple[SourceLoc, str]]) -> None:
        for shown in render_remarks(found, self.lines, self.file):
            sys.stderr.write(shown)
