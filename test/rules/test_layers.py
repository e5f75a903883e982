# RUN: %pytest %s
"""Imports go one way: what is to the left knows nothing of what is to the right."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "passes" / "lanewise"

LAYERS = [
    {"files", "flags", "host", "layout_digits", "layout_lanes", "layout_text"},
    {"aside", "attributes", "nesting", "pipeline_text", "text_cursor"},
    {"hazards", "layout", "diagnostics", "text", "tool"},
    {"dialect", "expectations", "node", "supervise", "unregistered"},
    {"pieces"},
    {"rules", "pipeline", "stand_in"},
    {"ops"},
    {"analysis"},
    {"distribution"},
    {"transforms"},
    {"plugins", "session", "library", "show"},
    {"sim", "view"},
    {"check"},
    {"opt"},
]
# The judge shares nothing with the accused: what it may know of the rest.
SIM_MAY_IMPORT = {"attributes", "dialect", "diagnostics", "files", "flags", "host", "layout", "session", "supervise"}
SIM_MAY_IMPORT |= {"text", "tool"}
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}


def imports(path: Path) -> set[str]:
    """The rooms (modules and packages directly below lanewise) that a file imports from."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "lanewise" and len(parts) > 1 and parts[1] in RANK:
                found.add(parts[1])
    return found


def test_imports_go_one_way() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room == "__init__":
            continue
        assert room in RANK, f"{room} has no place in LAYERS"
        wrong += [f"{room} imports {other}" for other in imports(path) if other != room and RANK[other] >= RANK[room]]
    assert not wrong


def test_layout_knows_no_bindings() -> None:
    for name in ("layout", "layout_digits", "layout_lanes", "layout_text"):
        assert imports(PACKAGE / f"{name}.py") <= {"layout_digits", "layout_lanes", "layout_text"}


def test_the_simulator_shares_nothing_with_what_it_judges() -> None:
    files = sorted((PACKAGE / "sim").rglob("*.py"))
    assert files
    for path in files:
        assert imports(path) <= {"sim", *SIM_MAY_IMPORT}, path
