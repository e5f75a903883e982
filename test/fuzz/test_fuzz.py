# RUN: %pytest %s
"""A seeded share of the campaign, what earlier ones found, and whether findings would be seen at all."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import campaign
import mutate
import pytest
import seeds

HOSTS = {"upstream": "mlir", "iree": "iree.compiler"}
INPUTS = 25
"""A host; `make fuzz` takes thousands."""

FOUND = sorted(Path(__file__).with_name("inputs").glob("*.mlir"))


def installed(package: str) -> bool:
    return importlib.util.find_spec(package.split(".")[0]) is not None and importlib.util.find_spec(package) is not None


each_host = pytest.mark.parametrize(
    "host",
    [
        pytest.param(name, marks=() if installed(package) else pytest.mark.skip(reason="bindings not installed"))
        for name, package in HOSTS.items()
    ],
)


@each_host
def test_a_share_of_the_campaign(host: str) -> None:
    done, findings = campaign.campaign(host, seed=0, inputs=INPUTS, tell=lambda finding: None)
    assert done == INPUTS
    assert findings == []


@each_host
def test_what_was_found_stays_mended(host: str, tmp_path: Path) -> None:
    """Each file's second line says how it was run."""
    assert FOUND
    script = "import pathlib, sys, worker\nfor path in map(pathlib.Path, sys.argv[2:]):\n"
    script += "    pipeline, flags = worker.command_of(path)\n"
    script += "    captured = pathlib.Path(sys.argv[1])\n"
    script += "    problem, status = worker.run(path, pipeline, flags, captured)\n"
    script += "    problem = problem or (status and worker.invalid(path, pipeline, flags, captured))\n"
    script += "    print(f'{path.name}: {problem or str()}')\n"
    copies = []
    for path in FOUND:
        copies.append(tmp_path / path.stem / "in.mlir")
        copies[-1].parent.mkdir()
        copies[-1].write_bytes(path.read_bytes())
    command = [sys.executable, "-c", script, str(tmp_path / "stderr"), *map(str, copies)]
    done = subprocess.run(command, env=campaign.environment(host), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:-1] == ["in.mlir: "] * len(FOUND)


PLANTED = """
import os, sys, worker
from pathlib import Path
from lanewise.transforms.resolve_layouts import ResolveLayouts
def run(self, root, report):
    {}
ResolveLayouts.run = run
worker.main(0, 0, 12, Path(sys.argv[1]))
"""


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("[].pop()", "traceback: "),
        ("os.abort()", "SIGABRT"),
        ("raise __import__('lanewise.plugin').plugin.Failure(None, 'x')", "no located error"),
        ("while True: pass", "hang"),
    ],
)
def test_a_planted_fault_is_found(fault: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "planted.py"
    script.write_text(PLANTED.format(fault).replace("worker.main", "worker.SECONDS = 1\nworker.main"))
    run = subprocess.run

    def planted(command: list[str], **options: object) -> object:
        if command[1].endswith("worker.py"):
            command = [command[0], str(script), command[-1]]
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(campaign.subprocess, "run", planted)
    found = next(iter(campaign.run_inputs("upstream", 0, 0, 1, tmp_path)), None)
    assert found is not None
    assert found.problem.startswith(problem)
    assert found.text


def test_mutations_depend_on_seed_and_number_alone() -> None:
    def keep(text: str) -> str:
        return text

    texts = [mutate.mutant(5, number, "iree", keep) for number in range(30)]
    assert texts == [mutate.mutant(5, number, "iree", keep) for number in range(30)]
    assert len(set(texts)) > 25
    assert len(seeds.seeds("iree")) > len(seeds.seeds("upstream")) > 100


@pytest.mark.parametrize("mutation", mutate.MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_each_mutation_changes_something(mutation: mutate.Mutation) -> None:
    all_seeds = seeds.seeds("upstream")
    rng = mutate.random.Random(0)
    assert any(mutation(rng, text, all_seeds) != text for text in all_seeds[:20])


def test_smaller_keeps_what_is_needed() -> None:
    assert campaign.smaller("a\nb\nc\nd\ne", lambda text: "b" in text and "d" in text, 5) == "b\nd"
