# RUN: %pytest %s
"""How diagnostics are shown, and what expects them."""

from __future__ import annotations

import time

import pytest
from lanewise.mlir.diagnostics import Message, SourceLoc, render
from lanewise.opt.expectations import verify

HERE = SourceLoc("a.mlir", 1, 1)


@pytest.mark.parametrize(
    ("line", "column", "caret"),
    [
        ("  x", 3, "  ^"),
        ("\tx", 2, "\t^"),
        ("/*ä*/ x", 8, "      ^"),  # Columns are bytes; ä has two.
        ("x\r", 1, "^"),
        ("x", 2, " ^"),
        ("", 1, "^"),
    ],
)
def test_the_caret_stands_under_the_column(line: str, column: int, caret: str) -> None:
    shown = render(Message("error", SourceLoc("a.mlir", 1, column), "no"), [line], "a.mlir")
    assert shown == f"a.mlir:1:{column}: error: no\n{line.rstrip(chr(13))}\n{caret}\n"


def test_lines_of_another_file_are_not_taken_for_those_of_the_input() -> None:
    message = Message("error", SourceLoc("b.mlir", 1, 1), "no", (Message("note", HERE, "here"),))
    shown = render(message, ["text"], "a.mlir")
    assert shown == "b.mlir:1:1: error: no\na.mlir:1:1: note: here\ntext\n^\n"


def test_an_unknown_place_has_no_line() -> None:
    assert render(Message("warning", SourceLoc("a.mlir", 0, 0), "hm"), ["text"], "a.mlir") == "a.mlir: warning: hm\n"


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("// expected-error {{no}}", Message("error", HERE, "no")),
        ("// expected-error {{part}}", Message("error", HERE, "a part of it")),
        ("// expected-error @+1 {{no}}", Message("error", SourceLoc("a.mlir", 2, 5), "no")),
        ("// expected-warning @below {{no}}", Message("warning", SourceLoc("a.mlir", 2, 5), "no")),
        ("// expected-remark @unknown {{no}}", Message("remark", SourceLoc("a.mlir", 0, 0), "no")),
        ("// expected-note @above {{no}}", Message("note", SourceLoc("a.mlir", 3, 1), "no")),
        ("// expected-error-re {{a{{[0-9]{2}}}.b}}", Message("error", HERE, "a12.b")),
        ("// expected-error {{a{{[0-9]}}}}", Message("error", HERE, "a{{[0-9]}}")),
        ("// expected-error {{no}}  \r", Message("error", HERE, "no")),
    ],
)
def test_met(comment: str, message: Message) -> None:
    lines = ["text", "text", "text", comment] if "above" in comment else [comment, "text"]
    assert verify([message], lines, "a.mlir") == []


@pytest.mark.parametrize(
    "message",
    [
        Message("warning", HERE, "no"),
        Message("error", SourceLoc("a.mlir", 2, 1), "no"),
        Message("error", SourceLoc("b.mlir", 1, 1), "no"),
        Message("error", SourceLoc("a.mlir", 0, 0), "no"),
        Message("error", HERE, "other"),
    ],
)
def test_not_met(message: Message) -> None:
    failures = verify([message], ["// expected-error {{no}}", ""], "a.mlir")
    assert [failure.text for failure in failures] == [
        f"unexpected {message.severity}: {message.text}",
        'expected error "no" was not produced on line 1',
    ]
    assert len(verify([message], ["// expected-error {{no}}", ""], "a.mlir", every=False)) == 1


def test_time_is_linear_in_the_comments() -> None:
    below = ["// expected-error @below {{no}}"] * 10_000  # Each looked for its line in all that follow: 44 s.
    started = time.process_time()
    assert len(verify([], [*below, "", "// expected-error", "/" * 100_000 + " expected-"], "a.mlir")) == 10_000
    for line in ("// expected-error" + " " * 100_000, "// " + "expected-error {{x " * 10_000):
        verify([], [line, line + "}} y"], "a.mlir")
    verify([], ["// expected-error-re {{" + "{{" * 50_000 + "}}"], "a.mlir")
    assert time.process_time() - started < 10


def test_one_comment_expects_one_diagnostic() -> None:
    twice = [Message("error", HERE, "no")] * 2
    assert [one.text for one in verify(twice, ["// expected-error {{no}}"], "a.mlir")] == ["unexpected error: no"]


def test_lines_count_from_the_chunk_and_notes_are_expected_too() -> None:
    message = Message("error", SourceLoc("a.mlir", 11, 1), "no", (Message("note", SourceLoc("a.mlir", 10, 1), "see"),))
    lines = ["// expected-note {{see}}", "// expected-error {{no}}"]
    assert verify([message], lines, "a.mlir", first_line=10) == []
    assert [one.text for one in verify([message], lines[1:], "a.mlir", first_line=11)] == ["unexpected note: see"]
