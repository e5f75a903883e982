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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lanewise.diagnostics import ERROR, Message, Place, flatten

_EXPECTED = re.compile(
    r"expected-(?P<severity>error|warning|remark|note)(?P<re>-re)?\s*"
    r"(?:@(?P<where>[+-]\d+|above|below|unknown))?\s*\{\{(?P<text>.*)\}\}\s*$"
)
# Less than that is prose about such comments.
_ATTEMPT = re.compile(r"//.*\bexpected-(?:error|warning|remark|note)(?:-\w+)?\s*[:@{]")


@dataclass(frozen=True, slots=True)
class Expectation:
    place: Place
    """Where the comment stands."""
    severity: str
    line: int
    """Where the diagnostic must be; 0 for an unknown place."""
    pattern: re.Pattern[str]
    text: str

    def met_by(self, message: Message) -> bool:
        return (
            message.severity == self.severity
            and (message.place.file, message.place.line) == (self.place.file, self.line)
            and bool(self.pattern.search(message.text))
        )


def verify(
    messages: Iterable[Message], lines: Sequence[str], file: str, first_line: int = 1, every: bool = True
) -> list[Message]:
    """Errors for each diagnostic that nobody expected (if `every`) and for each expected one that did not come.

    `lines` are the source's lines from line `first_line` on.
    """
    understood = list(read(lines, file, first_line))
    failures = [one for one in understood if isinstance(one, Message)]
    missing = [one for one in understood if isinstance(one, Expectation)]
    for message in flatten(messages):
        met = next((one for one in missing if one.met_by(message)), None)
        if met is not None:
            missing.remove(met)
        elif every:
            failures.append(Message(ERROR, message.place, f"unexpected {message.severity}: {message.text}"))
    for one in missing:
        at = f"on line {one.line}" if one.line else "at an unknown place"
        failures.append(Message(ERROR, one.place, f'expected {one.severity} "{one.text}" was not produced {at}'))
    return failures


def read(lines: Sequence[str], file: str, first_line: int) -> Iterator[Expectation | Message]:
    """The expectations in the source, and errors for those that cannot be understood."""
    for index, line in enumerate(lines):
        if "expected-" not in line:
            continue
        match = _EXPECTED.search(line)
        attempt = match or _ATTEMPT.search(line)
        if attempt is None:
            continue
        place = Place(file, first_line + index, len(line[: attempt.start()].encode()) + 1)
        if match is None:
            yield Message(ERROR, place, "expected-... comment not understood: it needs {{text}} at the line's end")
            continue
        target = _target(lines, index, match["where"])
        if target is not None and not 0 <= target < len(lines):
            yield Message(ERROR, place, f"@{match['where']} points outside of the input")
            continue
        try:
            pattern = re.compile(_regex(match["text"]) if match["re"] else re.escape(match["text"]))
        except re.error as problem:
            yield Message(ERROR, place, f"bad regular expression in {{{{{match['text']}}}}}: {problem}")
            continue
        line_number = 0 if target is None else first_line + target
        yield Expectation(place, match["severity"], line_number, pattern, match["text"])


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
    parts = re.split(r"\{\{(.*?)\}\}(?!\})", text)  # `{2}` may end one
    return "".join(f"(?:{part})" if number % 2 else re.escape(part) for number, part in enumerate(parts))
