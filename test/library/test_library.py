# RUN: env LANEWISE_HOST=%host %pytest %s
"""Lanewise inside another program: its PassManager, its context, its diagnostics."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import lanewise
import pytest
from lanewise.command.session import Settings, make_context
from lanewise.distribution import Geometry, populate_distribution_patterns
from lanewise.mlir import host
from lanewise.mlir.diagnostics import Failure, Failures
from lanewise.mlir.host import ir, passmanager, rewrite
from lanewise.pipeline.text import PipelineError
from lanewise.transforms.resolve_layouts import populate_resolve_layouts_patterns
from support.layouts import row

A, B = row(16, 1), row(4, 4)
TYPE = "vector<16xf16>"


def function(*lines: str) -> str:
    head = f"func.func @f(%x: {TYPE}, %y: {TYPE}, %z: {TYPE}) -> {TYPE} {{"
    return "\n".join([head, *lines, f"return %2 : {TYPE}", "}"])


def anchor(result: str, value: str, layout: str) -> str:
    attributes = f"{{layout = {layout}}} : ({TYPE}) -> {TYPE}"
    return f'{result} = "iree_vector_ext.to_layout"({value}) {attributes}'


def add(result: str, left: str, right: str) -> str:
    return f"{result} = arith.addf {left}, {right} : {TYPE}"


SHARED_ZERO = function(
    f"%zero = arith.constant dense<0.0> : {TYPE}",
    anchor("%a", "%x", A),
    anchor("%b", "%y", B),
    add("%0", "%a", "%zero"),
    add("%1", "%b", "%zero"),
    f'"vector.print"(%0) : ({TYPE}) -> ()',
    anchor("%2", "%1", B),
)


@pytest.fixture
def context() -> ir.Context:
    return make_context(Settings())


def names(module: ir.Module) -> list[str]:
    found = []
    module.operation.walk(lambda op: (found.append(op.name), ir.WalkResult.ADVANCE)[1], ir.WalkOrder.PRE_ORDER)
    return found


def test_analyze_answers_and_edits_nothing(context: ir.Context) -> None:
    with context:
        module = ir.Module.parse(SHARED_ZERO)
        before = str(module)
        analysis = lanewise.analyze(module.operation)
        ops = module.body.operations[0].regions[0].blocks[0].operations
        assert str(analysis.layout(ops[3].results[0])) == A
        assert str(analysis.layout(ops[4].results[0])) == B
        assert [clash.user.name for clash in analysis.clashes] == ["arith.addf"]
        assert str(module) == before


def test_passes_on_a_manager_of_somebody_else(context: ir.Context) -> None:
    with context:
        module = ir.Module.parse(SHARED_ZERO)
        manager = passmanager.PassManager("builtin.module")
        manager.add("cse")
        statistics = lanewise.add_passes(manager, "func.func(lanewise-resolve-layouts)")
        manager.run(module.operation)
        assert names(module).count("arith.constant") == 2
        assert not lanewise.analyze(module.operation).clashes
        assert "(S) 1 copies" in str(statistics)


def test_passes_run_on_the_ops_that_the_pipeline_names(context: ir.Context) -> None:
    with context:
        module = ir.Module.parse(SHARED_ZERO)
        remarks = []
        manager = passmanager.PassManager("builtin.module")
        lanewise.add_passes(manager, "builtin.module(func.func(lanewise-print-layouts))", remarks.append)
        lanewise.add_passes(manager, "gpu.module(lanewise-print-layouts)", lambda message: pytest.fail(message.text))
        manager.run(module.operation)
        assert {message.severity for message in remarks} == {"remark"}
        assert any(message.text == f"layout of result #0 is {A}" for message in remarks)


@pytest.mark.parametrize("text", ["nosuch", "cse,nosuch", "lanewise-resolve-layouts{x=1}", "func.func(cse", "cse}"])
def test_a_bad_pipeline_raises_and_leaves_the_manager_as_it_was(text: str, context: ir.Context) -> None:
    with context:
        manager = passmanager.PassManager("builtin.module")
        with pytest.raises(PipelineError):
            lanewise.add_passes(manager, f"cse,lanewise-resolve-layouts,{text}")
        assert str(manager) == str(passmanager.PassManager("builtin.module"))


def test_passes_can_be_added_outside_of_any_context(context: ir.Context) -> None:
    manager = passmanager.PassManager("builtin.module", context=context)
    lanewise.add_passes(manager, "lanewise-resolve-layouts,func.func(canonicalize)")
    assert "canonicalize" in str(manager)


@pytest.mark.skipif(host.KNOWS_VECTOR_EXT, reason="the dialect itself refuses such anchors")
@pytest.mark.parametrize(
    ("attributes", "needed"),
    [("{}", "needs the attribute `layout`"), ("{layout = 1 : i32}", "needed nested_layout"), (A, "the vector has 8")],
)
def test_a_bad_anchor_is_a_failure_with_a_place(attributes: str, needed: str, context: ir.Context) -> None:
    if attributes == A:
        attributes = f"{{layout = {A}}}"
    op = f'"iree_vector_ext.to_layout"(%x) {attributes} : (vector<8xf16>) -> vector<8xf16>'
    with context:
        module = ir.Module.parse(f"func.func @f(%x: vector<8xf16>) {{\n  %0 = {op}\n  return\n}}")
        with pytest.raises(Failure, match=needed) as raised:
            lanewise.analyze(module.operation)
        assert raised.value.loc.line == 2


def test_patterns_go_together_with_those_of_others(context: ir.Context) -> None:
    """Others replace an operand of an op that is to read a copy, and a value that is to be converted."""
    with context, ir.Location.unknown():
        module = ir.Module.parse(
            function(
                f"%zero = arith.constant dense<0.0> : {TYPE}",
                f"%n = arith.negf %z : {TYPE}",
                anchor("%a", "%x", A),
                anchor("%b", "%y", B),
                f"%0 = math.fma %a, %zero, %n : {TYPE}",
                f"%1 = math.fma %b, %zero, %n : {TYPE}",
                anchor("%2", "%1", B),
            )
        )
        analysis = lanewise.analyze(module.operation)
        assert {str(clash.value.type) for clash in analysis.clashes if not clash.at_anchor} == {TYPE}
        patterns = rewrite.RewritePatternSet()
        populate_resolve_layouts_patterns(patterns, analysis)
        patterns.add("arith.negf", lambda op, rewriter: rewriter.replace_op(op, [op.operation.operands[0]]))
        rewrite.walk_and_apply_patterns(module.operation, patterns.freeze())
        assert all(clash.at_anchor for clash in lanewise.analyze(module.operation).clashes)
        assert "arith.negf" not in names(module)
        assert names(module).count("arith.constant") == 2


def test_what_the_process_has_imported_wins_and_another_choice_is_refused() -> None:
    other = {"upstream": "iree", "iree": "upstream"}[host.NAME]
    code = f"from {host.PACKAGES[host.NAME]} import ir; import lanewise; lanewise.analyze"
    environment = {**os.environ, "LANEWISE_HOST": other}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"host '{other}' was asked for, but this process has imported" in done.stderr


def test_the_host_is_the_one_that_the_program_has_imported() -> None:
    package = host.PACKAGES[host.NAME]
    program = f"import {package}.ir, lanewise, lanewise.mlir.host as h; print(h.NAME, lanewise.add_passes.__name__)"
    environment = {name: value for name, value in os.environ.items() if name != "LANEWISE_HOST"}
    environment["PYTHONPATH"] = str(Path(lanewise.__file__).parent.parent)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == [host.NAME, "add_passes"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        lanewise.nope  # noqa: B018


def test_the_version_is_that_of_the_package() -> None:
    assert lanewise.__version__ == metadata.version("lanewise")


def test_distribution_as_patterns_of_another_driver(context: ir.Context) -> None:
    with context:
        module = ir.Module.parse(function(anchor("%a", "%x", A), add("%0", "%a", "%a"), add("%2", "%0", "%0")))
    root = module.body.operations[0].operation
    patterns = rewrite.RewritePatternSet(context)
    distribution = populate_distribution_patterns(patterns, lanewise.analyze(root), Geometry((16, 1, 1), 16))
    assert "to_layout" in str(module)  # Nothing is edited before a driver runs.
    rewrite.walk_and_apply_patterns(root, patterns.freeze())
    distribution.finish()
    assert module.operation.verify()
    vector_ext = [name for name in names(module) if name.startswith("iree")]
    assert vector_ext == ["iree_vector_ext.to_simt", "iree_vector_ext.to_simd"]
    sums = [line for line in str(module).splitlines() if "arith.addf" in line]
    assert len(sums) == 2
    assert all(line.endswith(" : vector<1x1x1xf16>") for line in sums)


def test_distribution_patterns_say_what_they_cannot_do(context: ir.Context) -> None:
    with context:
        module = ir.Module.parse(function(anchor("%a", "%x", A), add("%0", "%a", "%a"), add("%2", "%0", "%0")))
    root = module.body.operations[0].operation
    distribution = populate_distribution_patterns(
        rewrite.RewritePatternSet(context), lanewise.analyze(root), Geometry((8, 1, 1), 8)
    )
    with pytest.raises(Failures, match="needs 16 lanes"):
        distribution.finish()
