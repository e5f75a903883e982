"""--verify-diagnostics: comments in the input that say which diagnostics must come.

    // expected-error @below {{found 'x'}}
    // expected-remark-re @above {{layout of result #{{[0-9]+}} is}}

A comment expects on its own line, or @above (the last line before it without such a comment), @below (the next one),
@+N, @-N lines away, or @unknown where the place is not known. The text must occur in the message; in the -re forms
what stands in inner double braces is a regular expression. Every diagnostic must be expected, and every one expected
must come, once for each comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lanewise.diagnostics import ERROR, Message, Place, flatten

_EXPECTED = re.compile(
    r"expected-(?P<severity>error|warning|remark|note)(?P<re>-re)?\s*"
    r"(?:@(?P<where>[+-]\d+|above|below|unknown))?\s*\{\{(?P<text>.*)\}\}\s*$"
)
_ATTEMPT = re.compile(r"//.*\bexpected-(?:error|warning|remark|note)")


@dataclass(frozen=True, slots=True)
class Expectation:
    severity: str
    line: int
    """Where the diagnostic must be; 0 for an unknown place."""
    pattern: re.Pattern[str]
    text: str
    column: int
    own_line: int

    def met_by(self, message: Message) -> bool:
        return (
            message.severity == self.severity
            and message.place.line == self.line
            and bool(self.pattern.search(message.text))
        )


def verify(messages: Iterable[Message], lines: Sequence[str], file: str, first_line: int = 1) -> list[Message]:
    """Errors for each diagnostic that nobody expected and for each expected one that did not come.

    `lines` are the source's lines from line `first_line` on.
    """
    expectations, failures = read(lines, file, first_line)
    open_expectations = list(expectations)
    for message in flatten(messages):
        met = next((one for one in open_expectations if one.met_by(message)), None)
        if met is None:
            failures.append(Message(ERROR, message.place, f"unexpected {message.severity}: {message.text}"))
        else:
            open_expectations.remove(met)
    for one in open_expectations:
        place = Place(file, one.own_line, one.column)
        at = f" on line {one.line}" if one.line else " at an unknown place"
        failures.append(Message(ERROR, place, f'expected {one.severity} "{one.text}" was not produced{at}'))
    return failures


def read(lines: Sequence[str], file: str, first_line: int) -> tuple[list[Expectation], list[Message]]:
    """The expectations in the source, and errors for those that cannot be understood."""
    found: list[Expectation] = []
    failures: list[Message] = []
    for index, line in enumerate(lines):
        match = _EXPECTED.search(line) if "expected-" in line else None
        if match is None:
            attempt = _ATTEMPT.search(line) if "expected-" in line else None
            if attempt:
                place = Place(file, first_line + index, attempt.start() + 1)
                failures.append(
                    Message(ERROR, place, "expected-... comment not understood: it needs {{text}} at the line's end")
                )
            continue
        place = Place(file, first_line + index, match.start() + 1)
        target = _target(lines, index, match["where"])
        try:
            pattern = re.compile(_regex(match["text"]) if match["re"] else re.escape(match["text"]))
        except re.error as problem:
            failures.append(Message(ERROR, place, f"bad regular expression in {{{{{match['text']}}}}}: {problem}"))
            continue
        line_number = 0 if target is None else first_line + target
        found.append(Expectation(match["severity"], line_number, pattern, match["text"], place.column, place.line))
    return found, failures


def _target(lines: Sequence[str], index: int, where: str | None) -> int | None:
    """The index of the line that the comment on line `index` speaks of; None for an unknown place."""
    if where is None:
        return index
    if where == "unknown":
        return None
    if where in ("above", "below"):
        step = -1 if where == "above" else 1
        index += step
        while 0 <= index < len(lines) and _EXPECTED.search(lines[index]):
            index += step
        return index
    return index + int(where)


def _regex(text: str) -> str:
    """Literal text with regular expressions in double braces."""
    parts = re.split(r"\{\{(.*?)\}\}", text)
    return "".join(f"(?:{part})" if number % 2 else re.escape(part) for number, part in enumerate(parts))
