# RUN: %pytest %s
"""Imports go one way, from the upper floors down, and nowhere round in circles."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
    trees = {path: ast.parse(text) for path, text in sources.items()}
    fronts = {path: dict(_reexported(tree)) for path, tree in trees.items() if path.endswith("__init__.py")}
    found: Imports = {}
    for path, tree in trees.items():
        targets = {_file(name, sources, fronts) for name in _names(tree)} - {None, path}
        if path in fronts:
            own = path.removesuffix("__init__.py")
            targets = {target for target in targets if target and not target.startswith(own)}
            if "iter_modules" in sources[path]:
                targets |= {other for other in sources if Path(other).parent == Path(path).parent and other != path}
        found[path] = {target for target in targets if target}
    return found


def _names(tree: ast.AST) -> Iterator[str]:
    """Every dotted name below lanewise that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _reexported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


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
        ("mlir/host.py", "from lanewise import NestedLayout"),
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
