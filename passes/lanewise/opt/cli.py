"""lanewise-opt: run passes on .mlir files, with the habits and flags of mlir-opt."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lanewise.command import output, supervise
from lanewise.command.process import PROCESS
from lanewise.command.tool import DONE, FAILED, Tool
from lanewise.command.usage import Parser, UsageError
from lanewise.mlir import files
from lanewise.opt import flags

if TYPE_CHECKING:
    from argparse import Namespace

    from lanewise.command.console import Console
    from lanewise.command.session import Session, Settings
    from lanewise.mlir.diagnostics import Message
    from lanewise.mlir.host import ir
    from lanewise.opt.check import Check
    from lanewise.pipeline.manager import PassInstrumentation
    from lanewise.pipeline.text import Element


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; the exit status: 0 done, 1 a diagnosed failure, 2 wrong usage."""
    return supervise.main(Tool("lanewise-opt", flags.parse, run, ("input",)), argv)


def run(parser: Parser, arguments: Namespace) -> int:
    PROCESS.leave_garbage()
    if arguments.load_pass_plugin:
        from lanewise.pipeline import plugins

        for path in arguments.load_pass_plugin:
            plugins.load(path)
    if arguments.help or arguments.list_passes or arguments.show_dialects:
        from lanewise.opt import show

        output.write("-", show.answer(parser, arguments) + "\n")
        return DONE
    return process_file(arguments)


def process_file(arguments: Namespace) -> int:
    """Process every chunk of the input; write the output when none failed."""
    PROCESS.import_host(bare=not arguments.load_pass_plugin)
    PROCESS.buffer_stderr()
    from lanewise.command.console import Console

    # Flags come first: what is wrong with them is said before anything is read.
    console = Console(files.shown_name(arguments.input), files.Lines(""))
    said: list[Message] = []
    check = make_check(arguments)
    session = make_session(arguments, console, said, check)
    elements = pipeline_elements(arguments.pass_pipeline, arguments.passes, session.context)
    if check is not None:
        check.expect(elements)
    text = files.read(arguments.input)
    console.lines = files.Lines(text)
    if arguments.dump_pass_pipeline:
        from lanewise.opt import show

        print(show.pipeline_text(elements, session.context), file=sys.stderr)
    outputs, failed = process_chunks(arguments, session, elements, text, console, said)
    if check is not None:
        check.finish()
    if arguments.output == "-" or not failed:
        output.write(arguments.output, "// -----\n".join(outputs))
    return FAILED if failed else DONE


def process_chunks(
    arguments: Namespace,
    session: Session,
    elements: tuple[Element, ...],
    text: str,
    console: Console,
    said: list[Message],
) -> tuple[list[str], bool]:
    """What becomes of each chunk of the text, and whether one failed."""
    outputs, failed = [], False
    for first_line, chunk in files.split(text) if arguments.split_input_file else [(1, text)]:
        # The empty lines make the host count as the file does.
        processed = session.process("\n" * (first_line - 1) + chunk, elements)
        outputs.append(processed or "")
        if arguments.verify_diagnostics:
            failed |= not meets_expectations(arguments, console, said, files.Lines(chunk), first_line)
        else:
            failed |= processed is None
        if arguments.pass_statistics and session.statistics.runs:
            print(session.statistics, file=sys.stderr)
    return outputs, failed


def make_session(
    arguments: Namespace, console: Console, said: list[Message], check: PassInstrumentation | None
) -> Session:
    """What it says goes to the console, or is collected in `said` to be compared with what is expected."""
    from lanewise.command.background import Background
    from lanewise.command.session import Session

    settings = make_settings(arguments)
    if arguments.verify_diagnostics:
        session = Session(settings, console.file, said.append, check)
    else:
        # What plugins do cannot be known; what the host prints and times would stand amid the remarks.
        alone = not (arguments.load_pass_plugin or settings.prints_ir or settings.timing)
        forks = alone and sys.stderr is not None and PROCESS.is_own and Background.possible()
        background = Background() if forks else None
        session = Session(settings, console.file, console.show, check, console.show_remarks, background)
    PROCESS.keep(session)
    return session


def meets_expectations(
    arguments: Namespace, console: Console, said: list[Message], chunk: Sequence[str], first_line: int
) -> bool:
    """Whether what was said is what the chunk's comments expect. Shows where not; forgets what was said."""
    from lanewise.opt.expectations import verify

    unmet = verify(said, chunk, console.file, first_line, arguments.verify_diagnostics == "all")
    said.clear()
    for message in unmet:
        console.show(message)
    return not unmet


def pipeline_elements(text: str | None, passes: tuple[Element, ...], context: ir.Context) -> tuple[Element, ...]:
    """What to run, every name and option checked. Raises UsageError."""
    from lanewise import transforms  # noqa: F401 - registers the passes
    from lanewise.mlir.host import passmanager
    from lanewise.pipeline.manager import add_passes
    from lanewise.pipeline.text import PipelineError, anchored, parse

    if text is not None and passes:
        raise UsageError(f"--pass-pipeline and the pass flag --{passes[0].name} exclude each other")
    try:
        elements = anchored(parse(text)) if text is not None else passes
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


def make_check(arguments: Namespace) -> Check | None:
    """What --lanewise-check asks for. Raises UsageError."""
    if arguments.lanewise_check is None:
        return None
    from lanewise.opt.check import Check  # numpy and the simulator are slow to import

    return Check(arguments.lanewise_check)
