"""Passes, their options and what they report; a pipeline of them as a run on the host's PassManager."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from lanewise.diagnostics import REMARK, WARNING, Failure, Failures, Message, Place, place_of, render
from lanewise.host import ir, passmanager
from lanewise.pipeline_text import Element, PipelineError, anchored, parse

Emit = Callable[[Message], None]


@dataclass(frozen=True)
class Listener:
    """Who hears what passes say, and knows where in the input a location is."""

    emit: Emit
    place_of: Callable[[ir.Location], Place] = place_of
    emit_remarks: Callable[[Iterable[tuple[Place, str]]], None] | None = None
    """Many at once, where that is quicker."""


def option(default: Any, help: str) -> Any:
    """A field of a Pass that users may set; its name is spelled with dashes."""
    return field(default=default, metadata={"help": help})


class Report:
    """What one run of one pass says: diagnostics as they come, counts at the end."""

    def __init__(self, listener: Listener) -> None:
        self.counts: Counter[str] = Counter()
        self.edited: bool | None = None
        """Whether the IR has changed; None when the pass does not say."""
        self._listener = listener

    def count(self, counter: str, by: int = 1) -> None:
        self.counts[counter] += by

    def edits(self, some: bool) -> None:
        """Say whether the pass edits the op that it runs on: what it leaves alone need not be verified again."""
        self.edited = bool(self.edited) or some

    def remark(self, location: ir.Location, text: str) -> None:
        self._say(REMARK, location, text)

    def warning(self, location: ir.Location, text: str) -> None:
        self._say(WARNING, location, text)

    def _say(self, severity: str, location: ir.Location, text: str) -> None:
        self._listener.emit(Message(severity, self._listener.place_of(location), text))

    def remarks(self, found: Iterable[tuple[ir.Location, str]]) -> None:
        """One after the other; programs of 90,000 ops have as many."""
        if self._listener.emit_remarks is not None:
            place_of = self._listener.place_of
            self._listener.emit_remarks((place_of(location), text) for location, text in found)
        else:
            for location, text in found:
                self.remark(location, text)


@dataclass(frozen=True)
class Pass:
    """A pass: a frozen dataclass whose fields are its options. Subclasses register under `name`."""

    name: ClassVar[str] = ""
    counters: ClassVar[dict[str, str]] = {}
    """What the pass counts, each with its meaning."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" not in vars(cls):
            return  # Options that several passes share.
        if cls.name in PASSES:
            raise ValueError(f"there is a pass {cls.name} already")
        PASSES[cls.name] = cls

    def run(self, root: ir.Operation, report: Report) -> None:
        """Rewrite what is below `root`. Raises Failure or Failures, then with the IR as it was."""
        raise NotImplementedError

    @classmethod
    def summary(cls) -> str:
        """First line of the docstring."""
        return (cls.__doc__ or "").strip().partition("\n")[0]

    def __str__(self) -> str:
        set_options = " ".join(f"{_dashed(f.name)}={_spelled(getattr(self, f.name))}" for f in dataclasses.fields(self))
        return f"{self.name}{{{set_options}}}" if set_options else self.name


PASSES: dict[str, type[Pass]] = {}


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _spelled(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def make_pass(name: str, options: str) -> Pass:
    """The pass `name` with options written as `a=1 b=2`. Raises PipelineError."""
    cls = PASSES[name]
    fields = {_dashed(f.name): f for f in dataclasses.fields(cls)}
    values: dict[str, Any] = {}
    for item in options.split():
        key, equals, text = item.partition("=")
        if key not in fields:
            known = f"its options are {', '.join(fields)}" if fields else "it has none"
            raise PipelineError(f"{name}: no such option '{key}': {known}")
        values[fields[key].name] = _value(
            f"{name}: option '{key}'", text if equals else "true", type(fields[key].default)
        )
    return cls(**values)


def _value(what: str, text: str, kind: type) -> Any:
    if kind is bool:
        if text not in ("true", "false", "1", "0"):
            raise PipelineError(f"{what} needs true or false, found '{text}'")
        return text in ("true", "1")
    if kind is int:
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise PipelineError(f"{what} needs a whole number of at most nine digits, found '{text}'")
        return int(text)
    if kind is float:
        try:
            return float(text)
        except ValueError:
            raise PipelineError(f"{what} needs a number, found '{text}'") from None
    return text


Watch = Callable[[Pass, ir.Operation, Report], Callable[[], None]]
"""Called before a pass with the module; what it returns is called after the pass, and raises Failure or Failures for
what the pass did wrong."""


def needs_host(elements: Iterable[Element]) -> bool:
    """Whether some passes are the host's."""
    return any(element.name not in PASSES for _, element in _flat(elements))


def _flat(elements: Iterable[Element], anchors: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Element]]:
    """Each pass with the anchors around it, outermost first."""
    for element in elements:
        if element.inner is not None:
            yield from _flat(element.inner, (*anchors, element.name))
        else:
            yield anchors, element


@dataclass
class Statistics:
    """What the passes of a pipeline counted, in the order in which they were added."""

    runs: list[tuple[Pass, Counter[str]]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            "===" + "-" * 73 + "===",
            "... Lanewise statistics report ...".center(79).rstrip(),
            "===" + "-" * 73 + "===",
        ]
        for pass_, counts in self.runs:
            lines.append(pass_.name)
            lines += [f"  (S) {counts[name]} {name} - {meaning}" for name, meaning in pass_.counters.items()]
        return "\n".join(lines)


def add_passes(
    manager: passmanager.PassManager,
    pipeline: str | Sequence[Element],
    emit: Emit | Listener | None = None,
    watch: Watch | None = None,
    verify: bool = False,
) -> Statistics:
    """Add a pipeline of host passes and ours to a PassManager anchored on builtin.module.

    `emit` gets every diagnostic of our passes. Without it errors become MLIR diagnostics of the context, while remarks
    and warnings, which upstream's bindings cannot emit, go to stderr. `watch` sees each of our passes. With `verify`
    the manager verifies after each pass that may have edited something; without, as the manager was told. Returns the
    counts, filled in when the manager runs. Raises PipelineError.
    """
    elements = parse(pipeline) if isinstance(pipeline, str) else pipeline
    context = _some_context()
    # All are checked before the first is added, so that a mistake leaves the manager as it was.
    checked = [(anchors, _checked(anchors, element, context)) for anchors, element in _flat(anchored(elements))]
    statistics = Statistics()
    # Our passes know whether they edited anything; the manager's verifier heeds only what the host's passes say.
    ours = verify and all(isinstance(one, Pass) for _, one in checked)
    if verify:
        manager.enable_verifier(not ours)
    for anchors, one in checked:
        if isinstance(one, Pass):
            counts: Counter[str] = Counter()
            statistics.runs.append((one, counts))
            # A Python pass with an op name of its own aborts the process: ours stand at the top and look for their ops.
            manager.add(partial(_run, one, anchors, counts, emit, watch, ours), one.name, one.name, one.summary())
        else:
            manager.add(one)
    return statistics


def _checked(anchors: tuple[str, ...], element: Element, context: ir.Context) -> Pass | str:
    """One of our passes, or the text with which the host adds one of its own. Raises PipelineError."""
    if element.name in PASSES:
        for anchor in anchors:
            if anchor != "any" and not context.is_registered_operation(anchor):
                raise PipelineError(
                    f"unknown op '{anchor}' around {element.name}: passes run on ops, such as func.func"
                )
        return make_pass(element.name, element.options)
    text = str(element)
    for anchor in reversed(anchors):
        text = f"{anchor}({text})"
    try:
        text.encode()
        passmanager.PassManager.parse(f"builtin.module({text})", context=context)
    except UnicodeEncodeError:
        raise PipelineError(f"pass '{element.name}': its options are not UTF-8") from None
    except ValueError as problem:
        if "not refer to a registered pass" in str(problem):
            raise PipelineError(f"unknown pass '{element.name}': {_remedy(element.name)}") from None
        raise PipelineError(f"pass '{element}': {_tidied(str(problem))}") from None
    return text


def _some_context() -> ir.Context:
    """The current context, or a new one outside of any: only pass names are looked up in it."""
    try:
        return ir.Context.current or ir.Context()
    except ValueError:
        return ir.Context()


def _remedy(name: str) -> str:
    from difflib import get_close_matches  # slow to import

    if name.startswith("mlir-"):
        return "no flag of lanewise-opt either, see --help"
    near = get_close_matches(name, PASSES, n=1)
    return f"did you mean '{near[0]}'?" if near else "neither Lanewise nor the host has it (--list-passes lists ours)"


def _tidied(text: str) -> str:
    """What went wrong, in one line, without the parser's caret and its account of who called it."""
    lines = [line.strip() for line in text.splitlines() if line.strip() not in ("", "^")]
    return "; ".join([line for line in lines if not line.startswith("failed to add")] or lines)


def _run(
    pass_: Pass,
    anchors: tuple[str, ...],
    counts: Counter[str],
    emit: Emit | Listener | None,
    watch: Watch | None,
    verify: bool,
    root: ir.Operation,
    external: passmanager.ExternalPass,
) -> None:
    listener = emit if isinstance(emit, Listener) else Listener(emit or _to_stderr)
    report = Report(listener)
    try:
        after = watch(pass_, root, report) if watch else None
        for op in _below(root, anchors):
            pass_.run(op, report)
        if after:
            after()
        if verify and report.edited is not False and not verifies(root):
            external.signal_pass_failure()
    except (Failure, Failures) as problem:
        for failure in problem.failures if isinstance(problem, Failures) else (problem,):
            if emit:
                listener.emit(failure.message())
            else:
                (failure.location or root.location).emit_error(failure.text)
        external.signal_pass_failure()
    if sys.stderr is not None:
        sys.stderr.flush()  # What the host prints there, it prints past Python's buffer.
    counts.update(report.counts)


def verifies(root: ir.Operation) -> bool:
    """Whether the IR is right; what is wrong the context's handlers hear."""
    try:
        return bool(root.operation.verify())
    except ir.MLIRError:
        return False


def _to_stderr(message: Message) -> None:
    sys.stderr.write(render(message))


def _below(root: ir.Operation, anchors: tuple[str, ...]) -> Iterator[ir.Operation]:
    """`root` itself, or the ops that the anchors name, each directly below the one before."""
    if not anchors:
        yield root.operation
        return
    for region in root.regions:
        for block in region:
            for op in list(block.operations):
                if anchors[0] in (op.operation.name, "any"):
                    yield from _below(op.operation, anchors[1:])
