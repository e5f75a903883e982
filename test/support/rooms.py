"""The rooms of the package, and what its files import."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from support.root import PASSES

PACKAGE = PASSES / "lanewise"

# From the ground up: a room imports from rooms before it. A loose file is a room, and so is a wing.
FLOORS = [
    "layout",
    "mlir",
    "traits",
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
    "sim/shadow",
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
    "check",
    "reduce",
    "plugin.py",
    "__init__.py",
]

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
