# RUN: env LANEWISE_HOST=%host %pytest %s
"""Whatever a plugin does wrong is said in a line that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import COMMANDS, KERNEL, run
from lanewise.mlir import host

IMPORTS = """from dataclasses import dataclass
from lanewise.plugin import Requirement, NestedLayout, Candidate, OpRules, Pass, register
"""
RULES = (
    IMPORTS
    + """
def forward(node, number, layout, layout_of):
    {forward}
    return [Candidate(node.results[0], layout)]
def backward(node, layout_of):
    {backward}
    return [Requirement(node.op, 0, layout_of(node.results[0]))] if layout_of(node.results[0]) else []
def distribute(site):
    {distribute}
    return [site.operands[0]]
def pure(node):
    {pure}
    return True
def warning(node, layout_of):
    {warning}
register(OpRules("test.same", forward, backward, distribute, pure=pure, warning=warning))
"""
)
PASS = (
    IMPORTS
    + """
@dataclass(frozen=True)
class Test(Pass):
    name = "test-pass"
    def run(self, root, report):
        {}
"""
)
SAME = KERNEL.replace("arith.addf %0, %0 :", '"test.same"(%0) {a = 1 : i32} :').replace(
    "i32} : vector<16xf32>", "i32} : (vector<16xf32>) -> vector<16xf32>"
)


def plugin(**bodies: str) -> str:
    kinds = ("forward", "backward", "distribute", "pure", "warning")
    return RULES.format(**{kind: bodies.get(kind, "pass") for kind in kinds})


AT_RULE = r"in\.mlir:7:8: error: the rule '{}' for test\.same of the plugin p\.py"
RAISED = r"{}:\d+ raised "
GENERATOR = "return (Candidate(node.results[number], layout) for number in (0, 1))"
CASES = {
    "raises at load": ("raise ValueError('no')", r"p\.py:1: error: the plugin raised ValueError: no"),
    "interrupted import": ("import nosuch", r"p\.py:1: error: the plugin raised ModuleNotFoundError"),
    "a pass raises": (
        PASS.format("raise KeyError('k')"),
        r"in\.mlir: error: the pass test-pass of the plugin p\.py:8 raised KeyError: 'k'",
    ),
    "a pass edits nonsense": (
        PASS.format("root.regions[7].blocks"),
        r"in\.mlir: error: the pass test-pass of the plugin p\.py:8 raised IndexError",
    ),
    "forward raises": (
        plugin(forward="raise ValueError('no')"),
        RAISED.format(AT_RULE).format("forward") + "ValueError",
    ),
    "forward yields, then raises": (
        plugin(forward=GENERATOR),
        RAISED.format(AT_RULE).format("forward") + "IndexError",
    ),
    "forward returns a number": (plugin(forward="return 3"), AT_RULE.format("forward") + " returned 3, needed a list"),
    "forward returns nothing": (plugin(forward="return"), AT_RULE.format("forward") + " returned None, needed a list"),
    "forward suggests a text": (
        plugin(forward="return [Candidate('x', layout)]"),
        AT_RULE.format("forward") + r" returned Candidate\(.*needed a Candidate",
    ),
    "forward suggests no layout": (
        plugin(forward="return [Candidate(node.results[0], None)]"),
        AT_RULE.format("forward") + r" returned Candidate\(.*needed a Candidate",
    ),
    "forward adds an attribute": (
        plugin(forward="node.op.attributes['x'] = node.op.attributes['a']"),
        AT_RULE.format("forward") + " changed the IR, which rules of an analysis only read",
    ),
    "forward moves an op": (
        plugin(forward="node.op.move_before(node.op.block.operations[0])"),
        AT_RULE.format("forward") + " changed the IR",
    ),
    "forward adds an op": (
        plugin(forward="from lanewise.mlir.host import ir; node.op.clone(ip=ir.InsertionPoint(node.op))"),
        AT_RULE.format("forward") + " changed the IR",
    ),
    "backward requires of an operand that is not there": (
        plugin(backward="return [Requirement(node.op, 7, layout_of(node.results[0]))]"),
        AT_RULE.format("backward") + r" returned Requirement\(",
    ),
    "backward follows from what is no value": (
        plugin(backward="return [Requirement(node.op, 0, layout_of(node.results[0]), 'x')]"),
        AT_RULE.format("backward") + r" returned Requirement\(",
    ),
    "backward edits": (
        plugin(backward="node.op.operands[0] = node.results[0]"),
        AT_RULE.format("backward") + " changed the IR",
    ),
    "distribute raises": (
        plugin(distribute="raise ValueError('no')"),
        RAISED.format(AT_RULE).format("distribute") + "ValueError",
    ),
    "distribute returns too little": (
        plugin(distribute="return []"),
        AT_RULE.format("distribute") + r" returned \[\], needed",
    ),
    "distribute returns another type": (
        plugin(distribute="return [site.kernel.index(0)]"),
        AT_RULE.format("distribute") + " returned .*needed a value of type vector<1x1x2xf32>",
    ),
    "warning returns a number": (plugin(warning="return 3"), AT_RULE.format("warning") + " returned 3, needed a text"),
    "erases the op": (
        plugin(forward="node.op.erase()"),
        # The host may survive it.
        r"in\.mlir:(1:1: error: the MLIR host crashed .*a plugin misuses the host: p\.py"
        "| error: the rule 'forward' for test.same of the plugin p.py changed the IR)",
    ),
}
PIPELINE = "lanewise-print-layouts,lanewise-resolve-layouts,lanewise-distribute"


@pytest.mark.parametrize(("text", "said"), CASES.values(), ids=CASES)
def test_named(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "p.py").write_text(text)
    (tmp_path / "in.mlir").write_text(SAME)
    (tmp_path / "out.txt").write_text("old")
    pipeline = "test-pass" if "class Test" in text else PIPELINE
    flags = ["--load-pass-plugin=p.py", "--allow-unregistered-dialect", f"--pass-pipeline=builtin.module({pipeline})"]
    line = [*COMMANDS[0].line("in.mlir", "-o", "out.txt", *flags)]
    line.remove("--lanewise-resolve-layouts")
    done = run(line, tmp_path, host.NAME)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    assert re.search("^" + said, done.stderr, re.MULTILINE), done.stderr
    assert (tmp_path / "out.txt").read_text() == "old"


def test_a_good_plugin_is_left_in_peace(tmp_path: Path) -> None:
    (tmp_path / "p.py").write_text(plugin())
    (tmp_path / "in.mlir").write_text(SAME)
    flags = ["--load-pass-plugin=p.py", "--allow-unregistered-dialect", "--lanewise-distribute"]
    done = run(COMMANDS[0].line("in.mlir", *flags), tmp_path, host.NAME)
    assert (done.returncode, done.stderr) == (0, "")
    assert "vector<1x1x2xf32>" in done.stdout


def test_a_plugin_that_says_same_layout_is_as_one_that_writes_it_out(tmp_path: Path) -> None:
    text = plugin()
    start = text.index("def forward")
    rules = 'register(OpRules("test.same", distribute=distribute, pure=pure, same_layout=True))'
    short = text[:start] + text[text.index("def distribute") : text.index("register(O")] + rules
    printed = []
    for name, plugged in (("long", text), ("short", short)):
        (tmp_path / "p.py").write_text(plugged)
        (tmp_path / "in.mlir").write_text(SAME)
        flags = ["--load-pass-plugin=p.py", "--allow-unregistered-dialect", "--lanewise-distribute"]
        done = run(COMMANDS[0].line("in.mlir", "--lanewise-print-layouts", *flags), tmp_path, host.NAME)
        assert done.returncode == 0, (name, done.stderr)
        printed.append((done.stdout, done.stderr))
    assert printed[0] == printed[1]
    assert "remark: layout of result #0 is" in printed[0][1]


def test_what_a_plugin_requires_of_itself_is_explained(tmp_path: Path) -> None:
    of_itself = "yield Requirement(node.op, 0, NestedLayout.replicated(node.operands[0].type.shape)); return"
    (tmp_path / "p.py").write_text(plugin(forward="return []", backward=of_itself))
    (tmp_path / "in.mlir").write_text(SAME)
    [view] = [command for command in COMMANDS if command.name == "lanewise-view"]
    line = view.line("in.mlir", "--load-pass-plugin=p.py", "--allow-unregistered-dialect", "--why=%0")
    line.remove("--report")
    done = run(line, tmp_path, host.NAME)
    assert (done.returncode, done.stderr) == (0, "")
    assert "as operand #0 of 'test.same' at line 7 (a clash)" in done.stdout
