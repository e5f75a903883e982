"""What lanewise-opt tells about itself: help, versions, passes, dialects, the pipeline."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from lanewise import transforms  # noqa: F401 - registers the passes
from lanewise.mlir.host import ir, passmanager
from lanewise.pipeline.passes import PASSES, make_pass
from lanewise.pipeline.text import Element


def answer(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> str:
    if arguments.help:
        return (
            f"{parser.format_help()}\npasses, run in the order given, mixed with the host's such as --cse:\n{passes()}"
        )
    return "\n".join(dialects()) if arguments.show_dialects else passes()


def passes() -> str:
    lines = []
    for name, cls in sorted(PASSES.items()):
        lines.append(f"  --{name}\n      {cls.summary()}")
        lines += [f"      {option_text(field)}" for field in dataclasses.fields(cls)]
    return "\n".join(lines)


def option_text(field: dataclasses.Field[Any]) -> str:
    default = str(field.default).lower() if isinstance(field.default, bool) else field.default
    return f"{field.name.replace('_', '-')}={default}: {field.metadata['help']}"


def dialects() -> list[str]:
    """The host's dialects, which its parser lists when it meets one that it does not know."""
    names: list[str] = []

    def note_names(diagnostic: ir.Diagnostic) -> bool:
        for note in diagnostic.notes:
            head, _, tail = note.message.partition(":")
            if head == "Available dialects":
                names.extend(re.findall(r"(?:^|,)\s*([\w.]+)", tail))  # `index (*)`: loaded, not registered
        return True

    context = ir.Context()
    context.emit_error_diagnostics = True
    context.attach_diagnostic_handler(note_names)
    with contextlib.suppress(ir.MLIRError):
        ir.Module.parse("no_such_dialect.op", context)
    return names


def pipeline_text(elements: Sequence[Element], context: ir.Context) -> str:
    """The pipeline with every option spelled out."""
    return f"builtin.module({','.join(_spelled(element, context) for element in elements)})"


def _spelled(element: Element, context: ir.Context) -> str:
    if element.name in PASSES:
        return str(make_pass(element.name, element.options))
    if element.inner is not None:
        return f"{element.name}({','.join(_spelled(inner, context) for inner in element.inner)})"
    manager = passmanager.PassManager.parse(f"builtin.module({element})", context=context)
    return str(manager).removeprefix("builtin.module(").removesuffix(")")
