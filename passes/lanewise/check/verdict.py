"""The verdict on one kernel, in this process: what the passes and their check say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lanewise.check.checked import (
    EQUAL,
    FAULTS,
    INVALID,
    NOT_CHECKED,
    OUT_OF_MEMORY,
    REFUSED,
    UNSUPPORTED,
    CheckedKernel,
)
from lanewise.check.costs import barriers, conversions
from lanewise.check.task import Task
from lanewise.command.session import Session, Settings
from lanewise.mlir.diagnostics import ERROR, WARNING, Message
from lanewise.mlir.host import ir
from lanewise.opt.check import Check
from lanewise.opt.cli import pipeline_elements
from lanewise.opt.verdicts import Verdict
from lanewise.pipeline import plugins
from lanewise.pipeline.passes import Pass
from lanewise.pipeline.report import PassReport

_TOO_LARGE = "too large to be simulated"
"""What the simulator says where memory runs out."""


class Judge:
    """Ready for one kernel, whichever: options, plugins and pipeline are understood."""

    def __init__(self, task: Task) -> None:
        """Raises UsageError, FileError."""
        for path in task.plugins:
            plugins.load(path)
        self._check = Check(task.check)
        self._said: list[Message] = []
        self._session = Session(Settings(), task.path, self._said.append, self._watch)
        self._elements = pipeline_elements(task.pipeline, (), self._session.context)
        self._began = False
        self._before = self._after = 0
        """Barriers of the program at first, and now."""

    def _watch(self, pass_: Pass, root: ir.Operation, report: PassReport) -> Callable[[], None]:
        if not self._began:
            self._began, self._before = True, barriers(root)
        judge = self._check(pass_, root, report)

        def after() -> None:
            self._after = barriers(root)
            judge()

        return after

    def judge(self, task: Task) -> CheckedKernel:
        costs = conversions(task.path, task.text)
        self._session.process(task.text, self._elements)
        verdict, why = self._verdict()
        if why is None:
            return CheckedKernel(task.path, verdict, "", 0, 0, costs, self._added())
        return CheckedKernel(task.path, verdict, why.text, why.loc.line, why.loc.column, costs, self._added())

    def _added(self) -> int:
        return max(0, self._after - self._before)

    def _verdict(self) -> tuple[str, Message | None]:
        """And the message that says why."""
        found = self._check.verdicts.found
        fault = next((one for one in found if one.said in FAULTS), None)
        if fault is not None:
            return str(fault.said), self._told(fault)
        error = _first(self._said, ERROR)
        if error is not None:
            return (REFUSED if self._began else INVALID), error
        unchecked = next((one for one in found if one.said != EQUAL), None)
        if unchecked is not None:
            told = self._told(unchecked)
            too_large = told is not None and _TOO_LARGE in told.text
            verdict = UNSUPPORTED if unchecked.kind == UNSUPPORTED else NOT_CHECKED
            return (OUT_OF_MEMORY if too_large else verdict), told
        warning = _first(self._said, WARNING)
        return (EQUAL, None) if warning is None and found else (NOT_CHECKED, warning)

    def _told(self, verdict: Verdict) -> Message | None:
        """Why, with its place in the text."""
        if verdict.failure is None:
            return None
        message = verdict.failure.message()
        return message._replace(text=message.text.removeprefix("not checked: "))


def _first(said: Sequence[Message], severity: str) -> Message | None:
    return next((message for message in said if message.severity == severity), None)
