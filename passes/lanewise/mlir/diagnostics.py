"""What is said to the user: errors that know their op, remarks, and the comments that expect them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from lanewise.mlir.files import Lines
from lanewise.mlir.host import ir
from lanewise.mlir.hosts import where_known

ERROR, WARNING, REMARK, NOTE = "error", "warning", "remark", "note"


class SourceLoc(NamedTuple):
    """Where in the input: 1-based line and column, 0 when unknown."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


PARSED = "-"
"""What the bindings call every text that they parse."""

UNKNOWN = SourceLoc("<unknown>", 0, 0)


class Message(NamedTuple):
    """One diagnostic, with its notes. Programs of 30,000 ops have as many: hence tuples."""

    severity: str
    loc: SourceLoc
    text: str
    notes: tuple[Message, ...] = ()


class Located(Protocol):
    """An op, or what stands for one."""

    @property
    def location(self) -> ir.Location: ...


class Failure(Exception):
    """An error at an op: what was found, what was needed, what to do. Notes point at the other side."""

    def __init__(self, op: Located | None, text: str, notes: Sequence[tuple[Located, str]] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.location = op.location if op is not None else None
        self.loc = source_loc(op.location) if op is not None else UNKNOWN
        self.notes = tuple(Message(NOTE, source_loc(other.location), note) for other, note in notes)

    def message(self) -> Message:
        return Message(ERROR, self.loc, self.text, self.notes)


class Failures(Exception):
    """All that is wrong, where more than one error can be told at a time."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("; ".join(failure.text for failure in failures))
        self.failures = tuple(failures)


_FILE_POSITION = re.compile(r'"((?:[^"\\]|\\.)*)":(\d+):(\d+)')


def source_loc(location: ir.Location) -> SourceLoc:
    """The file position of a location: of a fused, named or call-site location the first that it mentions."""
    # Spelling a location takes 4 us, this 1. `filename` itself kills the process for a name that is not UTF-8.
    line = getattr(location, "start_line", -1)
    if line > 0 and location == ir.Location.file(PARSED, line, location.start_col, location.context):
        return SourceLoc(PARSED, line, location.start_col)
    found = _FILE_POSITION.search(str(location))
    return SourceLoc(found[1], int(found[2]), int(found[3])) if found else UNKNOWN


_NO_DIALECT = re.compile(r"Dialect `([\w$]+)' not found")


def from_host(diagnostic: ir.Diagnostic) -> Message:
    """A diagnostic of the host's, as ours."""
    try:
        text = diagnostic.message
    except RuntimeError:  # What the bindings raise where a name in it is no UTF-8.
        text = "a message that is not UTF-8, as a name in it is not: rename what stands here"
    notes = tuple(from_host(note) for note in diagnostic.notes)
    missing = _NO_DIALECT.match(text)
    known = where_known(missing[1]) if missing else None
    if known is not None:
        text, notes = f"{text.rstrip()}: {known}", ()  # Where all that this host knows would be listed.
    return Message(diagnostic.severity.name.lower(), source_loc(diagnostic.location), text, notes)


def render(message: Message, source: Sequence[str] = (), file: str | None = None) -> str:
    """The lines that show a message: `FILE:LINE:COL: severity: text`, the source line, a caret; then its notes.

    `source` is what `file` holds, line by line.
    """
    severity, (name, line, column), text, notes = message
    where = f"{name}:{line}:{column}" if line else name
    rendered = f"{where}: {severity}: {text}\n"
    if file in (None, name) and 0 < line <= len(source):
        shown = source[line - 1].rstrip("\r")
        # MLIR counts columns in bytes.
        before = shown[: column - 1] if shown.isascii() else shown.encode()[: column - 1].decode(errors="ignore")
        indent = "".join("\t" if c == "\t" else " " for c in before) if "\t" in before else " " * len(before)
        rendered = f"{rendered}{shown}\n{indent}^\n"
    for note in notes:
        rendered += render(note, source, file)
    return rendered


def render_remarks(found: Iterable[tuple[SourceLoc, str]], source: Lines, file: str) -> Iterator[str]:
    """As `render` would each; where every character is a column, in half of the time."""
    count = len(source) if source.plain else 0
    line_of = source.line
    for loc, text in found:
        name, line, column = loc
        if name == file and 0 < line <= count:
            shown = line_of(line)
            yield f"{name}:{line}:{column}: remark: {text}\n{shown}\n{' ' * min(column - 1, len(shown))}^\n"
        else:
            yield render(Message(REMARK, loc, text), source, file)


def flatten(messages: Iterable[Message]) -> Iterator[Message]:
    for message in messages:
        yield message
        yield from flatten(message.notes)
