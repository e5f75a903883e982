"""A pipeline of our passes and the host's, as a run on the host's PassManager."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from lanewise.mlir.diagnostics import Failure, Failures, Message, render
from lanewise.mlir.host import ir, passmanager
from lanewise.pipeline.passes import PASSES, Pass, make_pass
from lanewise.pipeline.report import DiagnosticHandler, Emit, PassReport
from lanewise.pipeline.text import Element, PipelineError, anchored, parse

PassInstrumentation = Callable[[Pass, ir.Operation, PassReport], Callable[[], None]]
"""Called before a pass with the module; what it returns is called after the pass, and raises Failure or Failures for
what the pass did wrong."""


def needs_host(elements: Iterable[Element]) -> bool:
    """Whether some passes are the host's."""
    return any(element.name not in PASSES for _, element in _flat(elements))


def passes_of(elements: Iterable[Element]) -> list[Pass]:
    """Those that are ours, as they will run. Raises PipelineError."""
    return [make_pass(element.name, element.options) for _, element in _flat(elements) if element.name in PASSES]


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
            lines += [f"  (S) {counts[name]} {name} - {what}" for name, what in pass_.counters.items()]
        return "\n".join(lines)


def add_passes(
    manager: passmanager.PassManager,
    pipeline: str | Sequence[Element],
    emit: Emit | DiagnosticHandler | None = None,
    watch: PassInstrumentation | None = None,
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
    emit: Emit | DiagnosticHandler | None,
    watch: PassInstrumentation | None,
    verify: bool,
    root: ir.Operation,
    external: passmanager.ExternalPass,
) -> None:
    handler = emit if isinstance(emit, DiagnosticHandler) else DiagnosticHandler(emit or _to_stderr)
    report = PassReport(handler)
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
                handler.emit(failure.message())
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
