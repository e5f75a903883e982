# RUN: %pytest %s
"""Imports go one way, from upper floors down, and nowhere in circles; no room is crowded, nothing long by chance."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from support.root import PASSES

PACKAGE = PASSES / "lanewise"

# From the ground up: a room imports from rooms before it. A loose file is a room, and so is a wing.
FLOORS = [
    "layout",
    "mlir",
    "assembly",
    "pieces/in_lane",
    "pieces/in_memory",
    "pieces/across_lanes",
    "pieces",
    "rules.py",
    "pipeline",
    "ops",
    "analysis",
    "distribution",
    "transforms",
    "command",
    "sim/values",
    "sim/machine",
    "sim/semantics",
    "sim/judge",
    "sim",
    "view/draw",
    "view/report",
    "view/why",
    "view/remedy",
    "view/input",
    "view/page",
    "view",
    "opt",
    "plugin.py",
    "__init__.py",
]
# The judge shares nothing with the accused: what it may know of the rest.
SIM_MAY_IMPORT = {"command", "layout", "mlir"}

Imports = dict[str, set[str]]
"""By file of the package, as `sim/cli.py`, the files that it imports, wherever in it that stands."""


def read_imports(sources: dict[str, str]) -> Imports:
    """Of files with these texts. A name that a package's front hands on counts as imported from where the front has it
    from; the front itself imports its own package only where it does so at once, by a loop over its modules."""
    fronts = {path: _reexported(text) for path, text in sources.items() if path.endswith("__init__.py")}
    found: Imports = {}
    for path in sources:
        targets = {_file(name, sources, fronts) for name in _names(sources[path])} - {None, path}
        if path in fronts:
            own = path.removesuffix("__init__.py")
            targets = {target for target in targets if target and not (own and target.startswith(own))}
            if "iter_modules" in sources[path]:
                targets |= {other for other in sources if Path(other).parent == Path(path).parent and other != path}
        found[path] = {target for target in targets if target}
    return found


@cache
def parse(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def _names(text: str) -> tuple[str, ...]:
    """Every dotted name that is imported."""
    found: list[str] = []
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found += (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            found += (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))
    return tuple(found)


@cache
def _reexported(text: str) -> dict[str, str]:
    imports = (node for node in ast.walk(parse(text)) if isinstance(node, ast.ImportFrom))
    return {alias.asname or alias.name: f"{node.module}.{alias.name}" for node in imports for alias in node.names}


def _file(name: str, sources: dict[str, str], fronts: dict[str, dict[str, str]]) -> str | None:
    """The file that defines what `lanewise.a.b.c` names: a module, or something in one."""
    parts = name.split(".")
    if parts[0] != "lanewise":
        return None
    path = "/".join(parts[1:])
    for candidate in (f"{path}.py", f"{path}/__init__.py".removeprefix("/")):
        if candidate in sources:
            return candidate
    front = "/".join([*parts[1:-1], "__init__.py"])
    reexported = fronts.get(front, {}).get(parts[-1])
    if reexported is not None and reexported.startswith("lanewise"):
        return _file(reexported, sources, fronts)
    return _file(".".join(parts[:-1]), sources, fronts) if len(parts) > 1 else None


def room(path: str) -> str:
    return path if "/" not in path else path.rpartition("/")[0]


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
BY_FAMILY = {"ops", "sim/semantics"}
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
