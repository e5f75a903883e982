"""What lanewise-opt tells about itself: help, versions, passes, dialects, the pipeline."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from importlib import metadata

from lanewise import host, transforms  # noqa: F401 - registers the passes
from lanewise.host import ir, passmanager
from lanewise.pipeline import PASSES, Element, Pass, make_pass


def help_text(parser: argparse.ArgumentParser) -> str:
    return f"{parser.format_help()}\npasses, run in the order given, mixed with passes of the host such as --cse:\n{passes()}"


def answer(arguments: argparse.Namespace) -> str:
    if arguments.version:
        return f"lanewise {metadata.version('lanewise')} on host {host.NAME}: {host.version()}"
    return "\n".join(dialects()) if arguments.show_dialects else passes()


def passes() -> str:
    lines = []
    for name, cls in sorted(PASSES.items()):
        lines.append(f"  --{name}\n      {cls.summary()}")
        lines += [f"      {option_text(field)}" for field in dataclasses.fields(cls)]
    return "\n".join(lines)


def option_text(field: dataclasses.Field) -> str:
    default = str(field.default).lower() if isinstance(field.default, bool) else field.default
    return f"{field.name.replace('_', '-')}={default}: {field.metadata['help']}"


def dialects() -> list[str]:
    """The host's dialects, which its parser lists when it meets one that it does not know."""
    names: list[str] = []

    def note_names(diagnostic: ir.Diagnostic) -> bool:
        for note in diagnostic.notes:
            head, _, tail = note.message.partition(":")
            if head == "Available dialects":
                names.extend(name.strip() for name in tail.split(";")[0].split(","))
        return True

    context = ir.Context()
    context.emit_error_diagnostics = True
    context.attach_diagnostic_handler(note_names)
    try:
        ir.Module.parse("no_such_dialect.op", context)
    except ir.MLIRError:
        pass
    return names


def pipeline_text(elements: Sequence[Element]) -> str:
    """The pipeline with every option spelled out."""
    return f"builtin.module({','.join(map(_spelled, elements))})"


def _spelled(element: Element) -> str:
    if element.name in PASSES:
        one: Pass = make_pass(element.name, element.options)
        return str(one)
    if element.inner is not None:
        return f"{element.name}({','.join(map(_spelled, element.inner))})"
    manager = passmanager.PassManager.parse(f"builtin.module({element})", context=ir.Context())
    return str(manager).removeprefix("builtin.module(").removesuffix(")")
