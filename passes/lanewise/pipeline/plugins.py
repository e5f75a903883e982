"""--load-pass-plugin: Python files that register passes (by subclassing Pass) or op rules (by `register`).

What a plugin does wrong is said with its name: rules and passes that it registers are called through guards.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from lanewise.layout import NestedLayout
from lanewise.mlir.diagnostics import Failure, Failures, Located
from lanewise.mlir.files import FileError
from lanewise.mlir.host import ir
from lanewise.pipeline.passes import PASSES, Pass
from lanewise.pipeline.report import PassReport
from lanewise.rules import RULES, Candidate, Node, OpRules, Requirement, Site

T = TypeVar("T")

WHOLE_CHECKS = 3
"""Calls of one rule after which the whole IR is looked at: who changes it seldom waits for the fourth."""


def load(path: str) -> None:
    """Import the file. Raises FileError, which names the plugin and the line at fault."""
    if not os.path.isfile(path):
        raise FileError(f"{path}: error: cannot load the plugin: no such file")
    name = "lanewise_plugin_" + os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FileError(f"{path}: error: cannot load the plugin: not a Python file (.py)")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    passes, rules = set(PASSES), dict(RULES)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as problem:  # Whatever a plugin raises is its author's to read.
        raise FileError(f"{_line(path, problem)}: error: the plugin raised {_named(problem)}") from problem
    for added in PASSES.keys() - passes:
        _guard_pass(path, PASSES[added])
    for name, record in RULES.items():
        if record is not rules.get(name):
            RULES[name] = _guarded(path, record)


def _line(path: str, problem: BaseException) -> str:
    """The plugin, with the line of it that was at work last, if it was."""
    frames = traceback.extract_tb(problem.__traceback__)
    lines = [frame.lineno for frame in frames if os.path.abspath(frame.filename) == os.path.abspath(path)]
    if isinstance(problem, SyntaxError) and problem.filename == os.path.abspath(path):
        lines.append(problem.lineno)
    return f"{path}:{lines[-1]}" if lines else path


def _named(problem: BaseException) -> str:
    return f"{type(problem).__name__}: {problem}"


def _call(path: str, what: str, op: Located | None, call: Callable[[], T]) -> T:
    """What a part of a plugin returns. Raises Failure for whatever else it raises, Failure and Failures apart."""
    try:
        return call()
    except (Failure, Failures):
        raise
    except Exception as problem:  # As in `load`.
        text = f"{what} of the plugin {_line(path, problem)} raised {_named(problem)}"
        raise Failure(op, text) from problem


def _guard_pass(path: str, cls: type[Pass]) -> None:
    run = cls.run

    def guarded(self: Pass, root: ir.Operation, report: PassReport) -> None:
        _call(path, f"the pass {self.name}", root, lambda: run(self, root, report))

    cls.run = guarded  # type: ignore[method-assign]


def _guarded(path: str, rules: OpRules) -> OpRules:
    """The same rules, whose answers are checked."""

    def guard(kind: str, check: Callable[[Node, Any], str | None]) -> Callable[..., Any] | None:
        rule = getattr(rules, kind)
        if rule is None:
            return None
        calls: list[str] = []

        def guarded(first: Node | Site, *others: Any) -> Any:
            node = first.node if isinstance(first, Site) else first
            op, what = node.op, f"the rule '{kind}' for {rules.name}"
            before = None if kind == "distribute" else _state(op, calls)
            answer = _call(path, what, op, lambda: _listed(rule(first, *others)))
            wrong = _call(path, what, op, lambda: check(node, answer))
            if before is not None and (_is_gone(op) or _state(op, calls) != before):
                wrong = "changed the IR, which rules of an analysis only read"
            if wrong is not None:
                raise Failure(None if _is_gone(op) else op, f"{what} of the plugin {path} {wrong}")
            calls.append(kind)
            return answer

        return guarded

    return replace(
        rules,
        verified=False,  # Nobody but its author says so.
        forward=rules.forward if rules.same_layout else guard("forward", _bad_suggestions),
        backward=rules.backward if rules.same_layout else guard("backward", _bad_suggestions),
        warning=guard(
            "warning", lambda node, answer: _unless(answer is None or isinstance(answer, str), answer, "a text")
        ),
        pure=guard("pure", lambda node, answer: _unless(isinstance(answer, bool), answer, "True or False")),
        distribute=guard("distribute", _bad_pieces),
    )


def _listed(answer: Any) -> Any:
    """A generator runs here, where what it raises is caught."""
    return list(answer) if hasattr(answer, "__next__") else answer


def _state(op: ir.Operation, calls: Sequence[object]) -> str:
    """The IR as text: all of it for the first calls, later the op alone, since printing takes its time."""
    while len(calls) < WHOLE_CHECKS and op.parent is not None:
        op = op.parent.operation
    text: str = op.get_asm(print_generic_op_form=True, assume_verified=True)
    return text


def _is_gone(op: ir.Operation) -> bool:
    try:
        return op.name is None
    except RuntimeError:  # of an operation that was erased
        return True


def _unless(good: bool, answer: Any, needed: str) -> str | None:
    return None if good else f"returned {answer!r}, needed {needed}"


def _bad_suggestions(node: Node, answer: Any) -> str | None:
    if not isinstance(answer, list | tuple):
        return _unless(False, answer, "a list of Candidate and Requirement")
    for item in answer:
        if isinstance(item, Requirement) and isinstance(item.operand, int) and isinstance(item.user, ir.Operation):
            operands = item.user.operands
            value = operands[item.operand] if 0 <= item.operand < len(operands) else None
        else:
            value = item.value if isinstance(item, Candidate) else None
        grounds = item.because if isinstance(item.because, tuple) else (item.because or value,)
        known = all(isinstance(one, ir.Value) for one in (value, *grounds))
        if not known or not isinstance(item.layout, NestedLayout):
            return _unless(False, item, "a Candidate or a Requirement of a NestedLayout for a value")
    return None


def _bad_pieces(node: Node, answer: Any) -> str | None:
    if answer is None:
        return None
    if not isinstance(answer, list | tuple) or len(answer) != len(node.results):
        return _unless(False, answer, f"None or {len(node.results)} values")
    for value, result in zip(answer, node.results, strict=True):
        if not isinstance(value, ir.Value) or value.type != result.type:
            return _unless(False, str(value), f"a value of type {result.type}")
    return None
