# RUN: %pytest %s
"""Our words are those of docs/glossary.md: the words of before are no identifiers and no defined terms any more.

In a sentence they are English. What stands in backquotes, in a document, a docstring or a comment, is a term of ours.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from support.root import ROOT

# The word of before, with _ between the parts of a longer one, and what stands in its stead. No identifier has them.
OLD = {
    "aside": "background",
    "demand": "requirement",
    "divergence": "uniformity",
    "doubt": "warning",
    "handed_on": "forwarded",
    "handing_on": "forwarded",
    "hazard": "input limit",
    "meaning": "semantics",
    "offer": "candidate",
    "sound": "defined",
    "stand_in": "verifier",
    "verdict": "fault",
    "wish": "candidate",
}
# Of these, variables and parameters are English as well; modules, classes, functions and attributes are not.
OLD_NAMES = {
    "digit": "a digit of what: of a layout's, say whose",
    "link": "pure, or say what is linked",
    "place": "source location, owner, value reference: say which",
    "speaker": "elected lane",
    "spread": "coverage, distributed layouts: say which",
    "unspread": "replicated",
}
ENDINGS = ("", "s", "es", "ed")

# Words of before that may stand in files whose path begins so, each with the reason.
ALLOWED = {
    ("passes/lanewise/layout/", "digit"): "the digits of a layout are a term of docs/layouts.md",
    ("passes/lanewise/pieces/in_lane/", "digit"): "the same, of a lane's number or an element's coordinate",
    ("passes/lanewise/view/draw/", "digit"): "the same, of the lanes that hold an element",
    ("passes/lanewise/check/", "divergence"): "a kind of fault, as the simulator's messages say it",
    ("passes/lanewise/check/", "verdict"): "what the check of a kernel comes to, a fault or none",
    ("passes/lanewise/view/", "verdict"): "what a comparison of two versions comes to",
    ("passes/lanewise/opt/", "verdict"): "what the check says of a function after a pass",
    ("docs/judge.md", "verdict"): "the same, as a key of its JSON",
    ("passes/lanewise/sim/machine/", "divergence"): "the kind of a fault, as GPUs' documents call it",
    ("docs/judge.md", "divergence"): "the kind of a fault, as lanewise-sim says it",
    ("passes/lanewise/rules.py", "place"): "in place, as MLIR has it",
    ("docs/adding-an-op.md", "place"): "the same",
    ("docs/view.md", "verdict"): "the same, as a key of its JSON",
}

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_TERM = re.compile(r"`([A-Za-z_][\w.]*)(?:\(\))?`")


class Hit(NamedTuple):
    file: str
    line: int
    name: str
    word: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.name}: not {self.word} but {(OLD | OLD_NAMES)[self.word]}"


def words_in(name: str) -> set[str]:
    """The words of before that an identifier is made of, whatever its case: `_RaceHazards` of `hazard`."""
    parts = f"_{'_'.join(_WORD.findall(name)).lower()}_"
    return {word for word in OLD | OLD_NAMES if any(f"_{word}{ending}_" in parts for ending in ENDINGS)}


def identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name of a module, those in f-strings too, and strings that are a name, such as keys."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and node.value.isidentifier():
                yield line, node.value
            continue
        for _, value in ast.iter_fields(node):
            names = value if isinstance(value, list) else [value]
            yield from ((line, name) for name in names if isinstance(name, str))


def definitions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Names of classes, functions and attributes, and those that a module or a class assigns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.lineno, node.name
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr
        if isinstance(node, ast.ClassDef | ast.Module):
            assigned = [statement for statement in node.body if isinstance(statement, ast.Assign | ast.AnnAssign)]
            stored = [name for statement in assigned for name in ast.walk(statement) if isinstance(name, ast.Name)]
            yield from ((name.lineno, name.id) for name in stored if isinstance(name.ctx, ast.Store))


def terms(text: str) -> Iterator[tuple[int, str]]:
    """What stands in backquotes and is a name, files apart."""
    for number, line in enumerate(text.split("\n"), 1):
        yield from ((number, name) for name in _TERM.findall(line) if not name.endswith((".py", ".md")))


def hits(file: str, text: str) -> list[Hit]:
    defined = set(terms(text))
    used: set[tuple[int, str]] = set()
    if file.endswith(".py"):
        tree = ast.parse(text)
        defined |= {(0, Path(file).stem), *definitions(tree)}
        used = set(identifiers(tree))
    found = {Hit(file, *one, word) for one in defined for word in words_in(one[1])}
    return sorted(found | {Hit(file, *one, word) for one in used for word in words_in(one[1]) if word in OLD})


def allowance(hit: Hit) -> tuple[str, str] | None:
    return next((one for one in ALLOWED if hit.file.startswith(one[0]) and hit.word == one[1]), None)


@pytest.fixture(scope="module")
def everywhere() -> list[Hit]:
    files = [*(ROOT / "passes").rglob("*.py"), *(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    return [hit for path in sorted(files) for hit in hits(path.relative_to(ROOT).as_posix(), path.read_text())]


def test_no_word_of_before_is_left(everywhere: list[Hit]) -> None:
    left = [str(hit) for hit in everywhere if allowance(hit) is None]
    assert not left, "\n" + "\n".join(left)


def test_what_is_allowed_is_there(everywhere: list[Hit]) -> None:
    assert ALLOWED.keys() == {allowance(hit) for hit in everywhere} - {None}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("class LayoutDemand: pass", "demand"),
        ("offers = 1", "offer"),
        ("def f(of_wishes): pass", "wish"),
        ("from lanewise.sim import Verdict", "verdict"),
        ("import lanewise.hazards", "hazard"),
        ("op.handed_on(1)", "handed_on"),
        ("print(f'{x.meaning}')", "meaning"),
        ("{'doubts': 1}", "doubt"),
        ("def f():\n    global _aside", "aside"),
        ("'''What `Spread` says.'''", "spread"),
        ("x = 1  # as `demand` says", "demand"),
        ("class Place: pass", "place"),
        ("class A:\n    digits: int", "digit"),
        ("def f(self):\n    self._spread = 1", "spread"),
    ],
)
def test_a_planted_word_is_found(text: str, word: str) -> None:
    assert {hit.word for hit in hits("planted.py", text)} == {word}


def test_a_planted_module_is_found() -> None:
    assert [hit.word for hit in hits("passes/lanewise/hazards.py", "")] == ["hazard"]


@pytest.mark.parametrize(
    "text", ["'''At a place of the digit, which is sound.'''", "def f(place): return soundness(place)"]
)
def test_english_is_left_alone(text: str) -> None:
    assert hits("planted.py", text) == []


def test_the_words_of_now_are_explained() -> None:
    """A row of the glossary for each of them."""
    rows = re.findall(r"^\| ([^|]*) \|", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE)
    explained = {term.strip("` ") for row in rows for term in row.split(",")}
    missing = {word for word in OLD.values() if word not in {"verifier", *explained}}
    assert not missing
