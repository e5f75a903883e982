# RUN: env LANEWISE_HOST=%host %pytest %s
"""The same from Python, in notebooks, and without making the rest of Lanewise slower."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import lanewise
import pytest
from lanewise.analysis import Analysis
from lanewise.command.session import Settings, make_context
from lanewise.mlir import host
from lanewise.mlir.host import ir
from support.layouts import row

ROW, COLUMN = row(8, 2), row(4, 4)
TYPE = "vector<16xf16>"
KERNEL = f"""func.func @f(%x: {TYPE}, %y: {TYPE}, %z: {TYPE}) -> {TYPE} {{
  %0 = "iree_vector_ext.to_layout"(%x) {{layout = {ROW}}} : ({TYPE}) -> {TYPE}
  %1 = "iree_vector_ext.to_layout"(%y) {{layout = {COLUMN}}} : ({TYPE}) -> {TYPE}
  %2 = arith.addf %0, %1 : {TYPE}
  return %2 : {TYPE}
}}
"""


@pytest.fixture
def function() -> Iterator[ir.Operation]:
    module = ir.Module.parse(KERNEL, make_context(Settings()))
    yield module.body.operations[0].operation
    assert module.operation.verify()  # and it lives that long


def results(function: ir.Operation) -> list[ir.Value]:
    return [result for op in function.regions[0].blocks[0].operations for result in op.operation.results]


def test_analyze_explains_itself(function: ir.Operation) -> None:
    analysis = lanewise.analyze(function)
    assert isinstance(analysis, Analysis)
    total = results(function)[2]
    explanation = analysis.why(total)
    assert explanation.layout == analysis.layout(total)
    assert "%2 at line 4: arith.addf" in str(explanation)
    assert explanation.as_json()["layout"] == ROW
    [conversion] = analysis.why_conversion(4)
    assert conversion.as_json()["wants"] == ROW


def test_report(function: ir.Operation) -> None:
    report = lanewise.analyze(function).report()
    [item] = report.items
    assert (item.kind, item.name, item.loc.line, item.bytes) == ("conversion", "%1", 3, 32)
    assert report.as_json()["totals"]["conversion"]["count"] == 1
    assert "conversion of iree_vector_ext.to_layout" in str(report)


def test_notebooks_show(function: ir.Operation) -> None:
    analysis = lanewise.analyze(function)
    assert "<table>" in analysis.report()._repr_html_() == analysis._repr_html_()
    first, second, _ = results(function)
    assert analysis.figure(first)._repr_svg_().startswith("<svg")
    layouts = [analysis.layout(value) for value in (first, second)]
    assert None not in layouts
    pair = lanewise.Figure(layouts[0], "rows", layouts[1], "columns")
    assert pair._repr_svg_().startswith("<svg")
    assert "rows: " in str(pair)
    shown = analysis.why(first)._repr_html_()
    assert "the anchor" in shown
    assert "<svg" in shown


def test_a_table_is_escaped(function: ir.Operation) -> None:
    assert "vector&lt;16xf16&gt;" in lanewise.analyze(function).report()._repr_html_()


def test_no_figure_without_a_layout(function: ir.Operation) -> None:
    with pytest.raises(ValueError, match="no layout"):
        lanewise.analyze(function).figure(function.regions[0].blocks[0].arguments[2])


def imported(code: str) -> set[str]:
    code += "; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_who_does_not_ask_imports_nothing_of_it() -> None:
    def of_view(code: str) -> set[str]:
        return {name for name in imported(code) if name.startswith("lanewise.view")}

    assert not of_view("import lanewise")
    assert not of_view("import lanewise.opt, lanewise.command.session, lanewise.transforms")
    assert of_view(f"import {host.PACKAGES[host.NAME]}.ir, lanewise; lanewise.analyze") == {
        "lanewise.view",
        "lanewise.view.explained",
    }
