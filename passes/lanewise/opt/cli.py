"""lanewise-opt: run passes on .mlir files, with the habits and flags of mlir-opt."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from lanewise.command import output, supervise
from lanewise.command.tool import DONE, FAILED
from lanewise.command.usage import Parser, UsageError
from lanewise.mlir import files
from lanewise.opt import flags

if TYPE_CHECKING:
    from argparse import Namespace

    from lanewise.command.session import Settings
    from lanewise.mlir.diagnostics import Message, SourceLoc
    from lanewise.mlir.host import ir
    from lanewise.pipeline.manager import Watch
    from lanewise.pipeline.text import Element


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; the exit status: 0 done, 1 a diagnosed failure, 2 wrong usage."""
    return supervise.main("lanewise-opt", argv, _work, _about)


def _work(words: Sequence[str]) -> int:
    parser = flags.build_parser()
    arguments, passes = flags.parse_arguments(parser, words)
    if arguments.host:
        os.environ["LANEWISE_HOST"] = arguments.host
    # What a run makes lives until its end: looking for garbage in between takes a tenth of the time and finds none.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return run(parser, arguments, passes)
    finally:
        if collecting:
            gc.enable()


def _about(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    arguments, _ = flags.parse_arguments(flags.build_parser(), words)
    return files.shown_name(arguments.input), arguments.load_pass_plugin


def run(parser: Parser, arguments: Namespace, passes: list[tuple[str, str]]) -> int:
    if arguments.load_pass_plugin:
        from lanewise.pipeline import plugins

        for path in arguments.load_pass_plugin:
            plugins.load(path)
    if arguments.help or arguments.version or arguments.list_passes or arguments.show_dialects:
        from lanewise.opt import show

        output.write("-", show.answer(parser, arguments) + "\n")
        return DONE
    return process_file(arguments, passes)


def process_file(arguments: Namespace, passes: list[tuple[str, str]]) -> int:
    """Process every chunk of the input; write the output when none failed."""
    if not arguments.load_pass_plugin:
        import_bare_host()
    from lanewise.command.background import Background
    from lanewise.command.session import Session
    from lanewise.mlir.diagnostics import render, render_remarks

    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(line_buffering=False)  # Each remark would be a system call; passes flush at their end.
    lines = files.Lines("")  # Flags come first: what is wrong with them is said before anything is read.
    messages: list[Message] = []
    name = files.shown_name(arguments.input)

    def show_message(message: Message) -> None:
        sys.stderr.write(render(message, lines, name))

    def show_remarks(found: Iterable[tuple[SourceLoc, str]]) -> None:
        for shown in render_remarks(found, lines, name):
            sys.stderr.write(shown)

    settings, check = make_settings(arguments), make_check(arguments)
    if arguments.verify_diagnostics:
        session = Session(settings, name, messages.append, check)
    else:
        # What plugins do cannot be known; what the host prints and times would stand amid the remarks.
        alone = not (arguments.load_pass_plugin or settings.prints_ir or settings.timing)
        background = Background() if alone and sys.stderr is not None and supervise.may_fork() else None
        session = Session(settings, name, show_message, check, show_remarks, background)
    supervise.keep(session)
    elements = pipeline_elements(arguments.pass_pipeline, passes, session.context)
    text = files.read(arguments.input)
    lines = files.Lines(text)
    if arguments.dump_pass_pipeline:
        from lanewise.opt import show

        print(show.pipeline_text(elements, session.context), file=sys.stderr)
    failed = False
    outputs = []
    for first_line, chunk in files.split(text) if arguments.split_input_file else [(1, text)]:
        # The empty lines make the host count as the file does.
        processed = session.process("\n" * (first_line - 1) + chunk, elements)
        outputs.append(processed or "")
        if arguments.verify_diagnostics:
            unmet = unmet_expectations(arguments, messages, files.Lines(chunk), first_line)
            for message in unmet:
                show_message(message)
            failed |= bool(unmet)
        else:
            failed |= processed is None
        if arguments.pass_statistics and session.statistics.runs:
            print(session.statistics, file=sys.stderr)
    if arguments.output == "-" or not failed:
        output.write(arguments.output, "// -----\n".join(outputs))
    return FAILED if failed else DONE


def import_bare_host() -> None:
    """The bindings without what only building ops through their classes needs."""
    missing = "numpy" not in sys.modules
    if missing:
        sys.modules["numpy"] = None  # type: ignore[assignment] # The bindings do without; it takes 0.1 s to import.
    try:
        from lanewise.mlir import host
    finally:
        if missing:
            del sys.modules["numpy"]
    host.skip_op_classes()


def unmet_expectations(
    arguments: Namespace, messages: list[Message], chunk: Sequence[str], first_line: int
) -> list[Message]:
    """Errors where what was said differs from what the chunk's comments expect; forgets what was said."""
    from lanewise.opt.expectations import verify

    unmet = verify(
        messages, chunk, files.shown_name(arguments.input), first_line, arguments.verify_diagnostics == "all"
    )
    messages.clear()
    return unmet


def pipeline_elements(text: str | None, passes: list[tuple[str, str]], context: ir.Context) -> tuple[Element, ...]:
    """What to run, every name and option checked. Raises UsageError."""
    from lanewise import transforms  # noqa: F401 - registers the passes
    from lanewise.mlir.host import passmanager
    from lanewise.pipeline.manager import add_passes
    from lanewise.pipeline.text import Element, PipelineError, anchored, parse

    if text is not None and passes:
        raise UsageError(f"--pass-pipeline and the pass flag --{passes[0][0]} exclude each other")
    try:
        elements = anchored(parse(text)) if text is not None else tuple(Element(*flag) for flag in passes)
        with context:
            for element in elements:
                add_passes(passmanager.PassManager("builtin.module", context=context), [element])
    except PipelineError as problem:
        raise UsageError(str(problem)) from None
    return elements


def make_settings(arguments: Namespace) -> Settings:
    from dataclasses import fields

    from lanewise.command.session import Settings

    values = {field.name: getattr(arguments, field.name) for field in fields(Settings)}
    values["verify_each"] = arguments.verify_each in ("true", "1")
    return Settings(**values)


def make_check(arguments: Namespace) -> Watch | None:
    """What --lanewise-check asks for. Raises UsageError."""
    if arguments.lanewise_check is None:
        return None
    from lanewise.opt.check import Check  # numpy and the simulator are slow to import

    return Check(arguments.lanewise_check)


if __name__ == "__main__":
    sys.exit(main())
