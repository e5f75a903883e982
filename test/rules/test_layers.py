# RUN: %pytest %s
"""Imports go one way, from upper floors down, and nowhere in circles; no room is crowded, nothing long by chance."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable

import pytest
from support.rooms import FLOORS, PACKAGE, Imports, parse, read_imports, room

# The judge shares nothing with the accused: what it may know of the rest.
SIM_MAY_IMPORT = {"command", "layout", "mlir"}


def upward(imports: Imports) -> list[str]:
    rank = {name: number for number, name in enumerate(FLOORS)}
    unknown = {room(path) for path in imports} - rank.keys()
    assert not unknown, f"no place in FLOORS: {unknown}"
    return [
        f"{path} imports {target}"
        for path, targets in sorted(imports.items())
        for target in sorted(targets)
        if rank[room(target)] > rank[room(path)]
    ]


def circles(imports: Imports) -> list[str]:
    """Every import that leads back to where it stands."""
    below: Imports = {}
    for path in imports:
        seen: set[str] = set()
        waiting = list(imports[path])
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += imports[one]
        below[path] = seen
    return [f"{path} -> {target}" for path in imports for target in imports[path] if path in below[target]]


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in PACKAGE.rglob("*.py")}


def test_imports_go_one_way(sources: dict[str, str]) -> None:
    imports = read_imports(sources)
    assert len(imports) > 150
    assert not upward(imports)
    assert not circles(imports)


def test_every_floor_is_there(sources: dict[str, str]) -> None:
    assert {room(path) for path in sources} == set(FLOORS)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("layout/nested.py", "import lanewise.view.draw.picture"),
        ("layout/nested.py", "def late():\n    from lanewise.view.draw import picture"),
        ("layout/nested.py", "if TYPE_CHECKING:\n    from lanewise.view.draw.picture import svg"),
        ("mlir/host.py", "from lanewise import analyze"),
        ("mlir/host.py", "import_module('lanewise.rules')"),
        ("pieces/in_memory/barriers.py", "from lanewise.pieces import reduce"),
        ("analysis/graph.py", "from lanewise.analysis import analyze"),
        ("sim/machine/machine.py", "from lanewise.sim import semantics"),
    ],
)
def test_an_import_that_goes_up_or_round_is_found(sources: dict[str, str], path: str, line: str) -> None:
    imports = read_imports(sources | {path: f"{sources[path]}\n{line}\n"})
    assert upward(imports) or circles(imports)


def test_the_layout_knows_no_bindings(sources: dict[str, str]) -> None:
    for path, targets in read_imports(sources).items():
        if room(path) == "layout":
            assert {room(target) for target in targets} <= {"layout"}


def test_the_simulator_shares_nothing_with_what_it_judges(sources: dict[str, str]) -> None:
    files = {path: targets for path, targets in read_imports(sources).items() if path.startswith("sim/")}
    assert files
    for path, targets in files.items():
        assert {target.partition("/")[0] for target in targets} <= {"sim", *SIM_MAY_IMPORT}, path


# Rooms with one module an op family.
BY_FAMILY = {"ops", "sim/semantics", "traits"}
MOST_LOOSE, MOST_MODULES, MOST_LINES, MOST_LINES_OF_A_FUNCTION = 4, 15, 250, 40


def crowded(paths: Iterable[str]) -> list[str]:
    """Rooms with too many modules; at the top the package's front counts as one."""
    rooms = Counter(path.rpartition("/")[0] for path in paths if not path.endswith("/__init__.py"))
    most = {"": MOST_LOOSE}
    return [name for name, count in rooms.items() if count > most.get(name, MOST_MODULES) and name not in BY_FAMILY]


def long_by_chance(sources: dict[str, str]) -> list[str]:
    """Files and functions that are long and whose docstring does not say why in a sentence that begins with `Long:`."""
    found = []
    for path, text in sources.items():
        tree = parse(text)
        if text.count("\n") > MOST_LINES and not _says_why(tree):
            found.append(f"{path}: {text.count(chr(10))} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION and not _says_why(node):
                    found.append(f"{path}:{node.lineno}: {node.name}: {lines} lines")
    return found


def _says_why(node: ast.Module | ast.FunctionDef) -> bool:
    return re.search(r"(?:^|[.:] |\n\s*)Long: \w", ast.get_docstring(node) or "") is not None


def test_no_room_is_crowded(sources: dict[str, str]) -> None:
    assert not crowded(sources)


def test_a_crowded_room_is_found() -> None:
    assert crowded(f"{number}.py" for number in range(MOST_LOOSE)) == []
    assert crowded(f"{number}.py" for number in range(MOST_LOOSE + 1)) == [""]
    assert crowded(f"a/b/{number}.py" for number in range(MOST_MODULES)) == []
    assert crowded(f"a/b/{number}.py" for number in range(MOST_MODULES + 1)) == ["a/b"]
    assert crowded(f"ops/{number}.py" for number in range(MOST_MODULES + 1)) == []


def test_what_is_long_says_why(sources: dict[str, str]) -> None:
    assert not long_by_chance(sources)


LONG_FILE = "\n" * 251
LONG_FUNCTION = "\n    pass" * 40


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f'"""Something."""{LONG_FILE}', True),
        (f'"""Something.\n\nLong: a table.\n"""{LONG_FILE}', False),
        (f'"""Something. Long: a table."""{LONG_FILE}', False),
        (f'"""So long: farewell."""{LONG_FILE}', True),
        (f"def f():{LONG_FUNCTION}", True),
        (f'def f():\n    """Something. Long: steps in a row."""{LONG_FUNCTION}', False),
        (f'"""Long: a table."""\ndef f():{LONG_FUNCTION}', True),
    ],
)
def test_what_is_long_by_chance_is_found(text: str, found: bool) -> None:
    assert bool(long_by_chance({"a.py": text})) == found
