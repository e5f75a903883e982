# RUN: %pytest %s
"""The floor plan of docs/design.md is that of the code, and what documents name is there."""

import re

from support.rooms import FLOORS, PACKAGE, read_imports, room
from support.root import ROOT

PATH = re.compile(r"`((?:[\w.-]+/)*(?:[\w.-]{2,}\.(?:py|md|mlir|json)|[\w-]+/))`")
ROOM = re.compile(r"^\| `([\w/.]+)` \| .* \| (.*)\|$", re.MULTILINE)

Plan = dict[str, set[str]]
"""By room, as FLOORS spells it, the rooms outside its own house that it may import."""


def floor_plan() -> Plan:
    rows = ROOM.findall((ROOT / "docs/design.md").read_text())
    return {room.rstrip("/"): {name.rstrip("/") for name in re.findall("`(.*?)`", cell)} for room, cell in rows}


def beyond(plan: Plan, sources: dict[str, str]) -> list[str]:
    """Imports that the plan does not have."""
    return [
        f"{path} imports {target}"
        for path, targets in read_imports(sources).items()
        for target in targets
        if house(target) not in {house(path), *plan[room(path)]}
    ]


def house(path: str) -> str:
    return path.partition("/")[0]


def test_the_floor_plan_has_every_floor_in_order() -> None:
    assert list(floor_plan()) == FLOORS[::-1]


def test_rooms_import_what_the_floor_plan_says() -> None:
    sources = {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in PACKAGE.rglob("*.py")}
    plan = floor_plan()
    assert beyond(plan, sources) == []
    planted = sources | {"layout/nested.py": "from lanewise.mlir import host"}
    assert beyond(plan, planted) == ["layout/nested.py imports mlir/host.py"]


def missing(text: str) -> list[str]:
    """Files and folders in backquotes that are not there, seen from the top, from docs or from any room."""
    bases = [ROOT, ROOT / "docs", PACKAGE, *(path for path in PACKAGE.rglob("*") if path.is_dir())]
    return [path for path in PATH.findall(text) if not any((base / path).exists() for base in bases)]


def test_documents_name_files_that_are_there() -> None:
    documents = {ROOT / "README.md", *(ROOT / "docs").glob("*.md")} - {ROOT / "docs/adding-an-op.md"}
    assert {path.name: lost for path in documents if (lost := missing(path.read_text()))} == {}
    assert missing("see `ops/`, `ops/transpose.py` and `ops/hazards.py`") == ["ops/hazards.py"]


def unknown(text: str) -> set[str]:
    """Names of classes in backquotes that no module has."""
    names = set(re.findall(r"\w+", "".join(path.read_text() for path in PACKAGE.rglob("*.py"))))
    return set(re.findall(r"`([A-Z][a-z]+[A-Z]\w*)`", text)) - names


def test_the_design_names_classes_that_are_there() -> None:
    assert unknown((ROOT / "docs/design.md").read_text()) == set()
    assert unknown("a `PassInstrumentation`, a `PassWatcher`") == {"PassWatcher"}
