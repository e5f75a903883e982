# RUN: env LANEWISE_HOST=%host %pytest %s
"""The JSON of lanewise-view is what its schema says, for real kernels and for every kind of answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lanewise.mlir import host
from lanewise.view.document import schema, values
from lanewise.view.input.kernel import AnalyzedKernel, load
from support import root
from support.layouts import row
from support.root import ROOT
from support.run import Done, lanewise

jsonschema = pytest.importorskip("jsonschema")

CORPUS = sorted(root.CORPUS.glob("*.before.mlir"))
EXAMPLES = sorted((ROOT / "examples").glob("*.mlir"))
ROW = row(8, 2)
# The corpus is written in IREE's dialects.
on_iree = pytest.mark.skipif(host.NAME != "iree", reason="the corpus needs LANEWISE_HOST=iree")


def view(*arguments: str | Path) -> Done:
    return lanewise("lanewise-view", *arguments, host=host.NAME)


def document(*arguments: str | Path) -> dict[str, Any]:
    done = view(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    check(found)
    return found


def check(found: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema()).validate(found)


def kernel(path: Path) -> AnalyzedKernel:
    from lanewise.command.session import Settings

    found = load(str(path), Settings(), lambda message, lines: pytest.fail(str(message)))
    assert found is not None
    return found


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_schema_refuses() -> None:
    with pytest.raises(jsonschema.ValidationError):
        check({"schema": "lanewise-view", "version": 1, "values": [{"name": "%x"}]})
    with pytest.raises(jsonschema.ValidationError):
        check({"schema": "lanewise-view", "version": 1, "surprise": 1})


@on_iree
def test_there_are_fourteen() -> None:
    assert len(CORPUS) == 14


@on_iree
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name.split(".before")[0])
def test_the_corpus_with_every_why(path: Path) -> None:
    found = kernel(path)
    data = {"schema": "lanewise-view", "version": 1, "file": found.file, "values": values(found)}
    data["report"] = found.report().as_json()
    data["why"] = [found.explainer.why(value).as_json() for value in found.vectors()]
    assert len(data["why"]) == len(data["values"]) > 0
    check(json.loads(json.dumps(data)))


@on_iree
def test_the_command_on_the_corpus() -> None:
    [path] = [path for path in CORPUS if path.name.startswith("attention_f16.sm_80")]
    found = document(path)
    [item] = [item for item in found["report"]["items"] if item["kind"] == "conversion"]
    assert (item["line"], item["origin"], item["movement"], item["bytes"]) == (73, "anchor", "in registers", 8192)
    assert item["loops"] == {"depth": 1, "trips": 4, "unknown": 0}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples(path: Path) -> None:
    assert document(path)["values"]


def test_each_kind_of_answer() -> None:
    attention, other = ROOT / "examples/attention.mlir", ROOT / "examples/attention_f8.mlir"
    found = document(attention, "--why=%zero", "--why=55", "--why-conversion=86", "--report", "--value=%zero")
    assert set(found) == {"schema", "version", "file", "why", "why_conversion", "report", "figure"}
    assert [why["value"] for why in found["why"]] == ["%zero", "%r#0", "%r#1", "%r#2"]
    assert [len(found[key]) for key in ("why_conversion", "figure")] == [1, 1]
    compared = document(other, "--against", attention)
    assert compared["comparison"]["verdict"] == "better"


def test_layouts_without_a_kernel() -> None:
    found = document(f"--layout={ROW}", f"--layout={ROW.replace('[8]', '[4]').replace('[2]', '[4]')}")
    first, second = found["figure"]
    assert first["lanes"] == 8
    assert second["lanes"] == 4
    assert [cell["lane"] for cell in second["cells"]] == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4
