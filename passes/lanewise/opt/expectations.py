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
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from lanewise.mlir.diagnostics import ERROR, Message, SourceLoc, flatten

_EXPECTED = re.compile(
    r"expected-(?P<severity>error|warning|remark|note)(?P<re>-re)?\s*"
    r"(?:@(?P<where>[+-]\d{1,9}|above|below|unknown)\s*)?\{\{(?P<text>.*)\}\}$"
)
# Less than that is prose about such comments.
_ATTEMPT = re.compile(r"\bexpected-(?:error|warning|remark|note)(?:-\w+)?\s*[:@{]")


@dataclass(frozen=True, slots=True)
class Expectation:
    loc: SourceLoc
    """Where the comment stands."""
    severity: str
    line: int
    """Where the diagnostic must be; 0 for an unknown place."""
    pattern: re.Pattern[str]
    text: str


def verify(
    messages: Iterable[Message], lines: Sequence[str], file: str, first_line: int = 1, every: bool = True
) -> list[Message]:
    """Errors for each diagnostic that nobody expected (if `every`) and for each expected one that did not come.

    `lines` are the source's lines from line `first_line` on.
    """
    understood = list(read(lines, file, first_line))
    failures = [one for one in understood if isinstance(one, Message)]
    waiting: dict[tuple[str, str, int], list[Expectation]] = {}
    for one in understood:
        if isinstance(one, Expectation):
            waiting.setdefault((one.severity, file, one.line), []).append(one)
    for message in flatten(messages):
        here = waiting.get((message.severity, *message.loc[:2]), [])
        met = next((one for one in here if one.pattern.search(message.text)), None)
        if met is not None:
            here.remove(met)
        elif every:
            failures.append(Message(ERROR, message.loc, f"unexpected {message.severity}: {message.text}"))
    for one in sorted(chain(*waiting.values()), key=lambda one: one.loc):
        at = f"on line {one.line}" if one.line else "at an unknown place"
        failures.append(Message(ERROR, one.loc, f'expected {one.severity} "{one.text}" was not produced {at}'))
    return failures


def read(lines: Sequence[str], file: str, first_line: int) -> Iterator[Expectation | Message]:
    """The expectations in the source, and errors for those that cannot be understood."""
    matches = [_comment(line) if "expected-" in line else None for line in lines]
    targets = _targets(matches)
    for index, (line, match) in enumerate(zip(lines, matches, strict=True)):
        start = line.find("//") if match is None else match.start()
        if match is None and ("expected-" not in line or start < 0 or not _ATTEMPT.search(line, start)):
            continue
        loc = SourceLoc(file, first_line + index, len(line[:start].encode()) + 1)
        if match is None:
            needed = "it needs {{text}} at the line's end, and distances below 10^9"
            yield Message(ERROR, loc, f"expected-... comment not understood: {needed}")
            continue
        target = targets[index]
        if target is not None and not 0 <= target < len(lines):
            yield Message(ERROR, loc, f"@{match['where']} points outside of the input")
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # Of what later versions of `re` will read otherwise.
                pattern = re.compile(_regex(match["text"]) if match["re"] else re.escape(match["text"]))
        except (re.error, OverflowError, RecursionError, FutureWarning) as problem:
            yield Message(ERROR, loc, f"bad regular expression in {{{{{match['text']}}}}}: {problem}")
            continue
        line_number = 0 if target is None else first_line + target
        yield Expectation(loc, match["severity"], line_number, pattern, match["text"])


def _comment(line: str) -> re.Match[str] | None:
    line = line.rstrip()
    return _EXPECTED.search(line) if line.endswith("}}") else None  # Else each beginning would be followed to the end.


def _targets(matches: Sequence[re.Match[str] | None]) -> dict[int, int | None]:
    """By the index of each comment's line, that of the line which it speaks of; None for an unknown place."""
    targets: dict[int, int | None] = {}
    above = -1
    waiting: list[int] = []
    for index, match in enumerate([*matches, None]):
        if match is None:
            targets.update(dict.fromkeys(waiting, index))
            waiting.clear()
            above = index
            continue
        where = match["where"]
        if where == "below":
            waiting.append(index)
        elif where == "above":
            targets[index] = above
        elif where == "unknown":
            targets[index] = None
        else:
            targets[index] = index + int(where or 0)
    return targets


def _regex(text: str) -> str:
    """Literal text with regular expressions in double braces."""
    parts: list[str] = []
    at = 0
    while (begin := text.find("{{", at)) >= 0 and (end := text.find("}}", begin + 2)) >= 0:
        while text.startswith("}", end + 2):  # `{2}` may end one
            end += 1
        parts += [re.escape(text[at:begin]), f"(?:{text[begin + 2 : end]})"]
        at = end + 2
    return "".join(parts) + re.escape(text[at:])
