# RUN: %pytest %s
"""The documents say what the code says."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = runpy.run_path(str(ROOT / "test/rules/test_layers.py"))
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
        for path, targets in LAYERS["read_imports"](sources).items()
        for target in targets
        if house(target) not in {house(path), *plan[LAYERS["room"](path)]}
    ]


def house(path: str) -> str:
    return path.partition("/")[0]


def test_generated_pages_are_what_the_code_says() -> None:
    done = subprocess.run([sys.executable, ROOT / "docs/generate.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_floor_plan_has_every_floor_in_order() -> None:
    assert list(floor_plan()) == LAYERS["FLOORS"][::-1]


def test_rooms_import_what_the_floor_plan_says() -> None:
    package = LAYERS["PACKAGE"]
    sources = {path.relative_to(package).as_posix(): path.read_text() for path in package.rglob("*.py")}
    plan = floor_plan()
    assert beyond(plan, sources) == []
    planted = sources | {"layout/nested.py": "from lanewise.mlir import host"}
    assert beyond(plan, planted) == ["layout/nested.py imports mlir/host.py"]


def test_adding_an_op_shows_the_module_that_the_test_runs() -> None:
    module = (ROOT / "test/docs/inputs/interleave.py").read_text()
    assert f"```python\n{module}```" in (ROOT / "docs/adding-an-op.md").read_text()


def test_readme_names_every_pass() -> None:
    readme = (ROOT / "README.md").read_text()
    passes = re.findall(r"^## `(.*)`$", (ROOT / "docs/passes.md").read_text(), re.MULTILINE)
    assert passes
    assert all(f"`--{name}`" in readme for name in passes)
