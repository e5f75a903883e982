"""lanewise-opt: run passes on .mlir files, with the habits and flags of mlir-opt."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from lanewise import files
from lanewise.files import InputError

if TYPE_CHECKING:
    from lanewise.diagnostics import Message
    from lanewise.pipeline import Element
    from lanewise.session import Session, Settings

DONE, FAILED, USAGE = 0, 1, 2

_PASS_FLAG = re.compile(r"--?([A-Za-z][\w.-]*)(?:=(.*))?", re.DOTALL)


class Parser(argparse.ArgumentParser):
    """mlir-opt takes its long options with one dash or two."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


class UsageError(Exception):
    """The command line cannot be understood."""


def build_parser() -> Parser:
    parser = Parser(prog="lanewise-opt", description=__doc__, allow_abbrev=False, add_help=False)
    add = parser.add_argument
    add("input", nargs="?", default="-", help="input file, '-' for standard input (the default)")
    add("-o", dest="output", default="-", metavar="FILE", help="output file, written whole or not at all")
    add(
        "--host",
        choices=["upstream", "iree"],
        help="MLIR bindings to use; else LANEWISE_HOST, else the first installed",
    )
    add(
        "--pass-pipeline",
        metavar="TEXT",
        help="textual pipeline, such as 'builtin.module(cse,func.func(canonicalize))'",
    )
    add("--split-input-file", action="store_true", help="process the chunks between lines '// -----' on their own")
    add(
        "--verify-diagnostics",
        nargs="?",
        const="all",
        choices=["all", "only-expected"],
        help="check diagnostics against 'expected-error {{..}}' comments instead of printing them",
    )
    add(
        "--load-pass-plugin",
        action="append",
        default=[],
        metavar="FILE.py",
        help="Python file that registers passes or op rules",
    )
    add("--allow-unregistered-dialect", action="store_true", help="take ops that no dialect knows")
    add(
        "--verify-each",
        nargs="?",
        const="true",
        default="true",
        choices=["true", "false", "1", "0"],
        help="verify after each pass",
    )
    add("--mlir-print-op-generic", dest="print_op_generic", action="store_true", help="print the generic form")
    add("--mlir-print-local-scope", dest="print_local_scope", action="store_true", help="print without aliases")
    add("--mlir-print-debuginfo", dest="print_debuginfo", action="store_true", help="print locations")
    add(
        "--mlir-elide-elementsattrs-if-larger",
        dest="elide_elementsattrs_if_larger",
        type=int,
        metavar="N",
        help="elide elements of constants with more than N of them",
    )
    for when in ("before-all", "after-all", "after-change", "after-failure"):
        name = f"print_ir_{when.replace('-', '_')}"
        add(
            f"--mlir-print-ir-{when}",
            dest=name,
            action="store_true",
            help=f"print IR to stderr {when.replace('-', ' ')}",
        )
    add(
        "--mlir-print-ir-module-scope",
        dest="print_ir_module_scope",
        action="store_true",
        help="print whole modules there",
    )
    add("--mlir-timing", dest="timing", action="store_true", help="print how long each pass took")
    add("--mlir-pass-statistics", dest="pass_statistics", action="store_true", help="print what each pass counted")
    add("--dump-pass-pipeline", action="store_true", help="print the pipeline to stderr before running it")
    add("--show-dialects", action="store_true", help="list the dialects of the host and exit")
    add("--list-passes", action="store_true", help="list the passes of Lanewise and of plugins and exit")
    add("-h", "--help", action="store_true", help="print this and exit")
    add("--version", action="store_true", help="print versions and exit")
    return parser


def parse_arguments(parser: Parser, argv: Sequence[str]) -> tuple[argparse.Namespace, list[tuple[str, str]]]:
    """The options, and the passes that are given as flags with their options, in order."""
    known = {flag for action in parser._actions for flag in action.option_strings}
    rest: list[str] = []
    passes: list[tuple[str, str]] = []
    values = iter(argv)
    for argument in values:
        flag, equals, value = argument.partition("=")
        doubled = "-" + flag
        if doubled in known and flag not in known:
            argument, flag = "-" + argument, doubled
        match = _PASS_FLAG.fullmatch(argument)
        if flag in known or match is None or argument.startswith("-o"):
            rest.append(argument)
            if flag == "-o" and not equals:
                rest.extend(value for value in [next(values, None)] if value is not None)
        else:
            passes.append((match[1], match[2] or ""))
    return parser.parse_args(rest), passes


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; the exit status: 0 done, 1 a diagnosed failure, 2 wrong usage."""
    parser = build_parser()
    try:
        arguments, flags = parse_arguments(parser, sys.argv[1:] if argv is None else argv)
        if arguments.host:
            os.environ["LANEWISE_HOST"] = arguments.host
        return run(parser, arguments, flags)
    except UsageError as problem:
        print(f"lanewise-opt: error: {problem}; see lanewise-opt --help", file=sys.stderr)
        return USAGE
    except ImportError as problem:
        if type(problem).__name__ != "HostError":
            raise
        print(f"lanewise-opt: error: {problem}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not try to flush the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        print("lanewise-opt: interrupted", file=sys.stderr)
        return 130


def run(parser: Parser, arguments: argparse.Namespace, flags: list[tuple[str, str]]) -> int:
    if arguments.help:
        from lanewise import show

        print(show.help_text(parser))
        return DONE
    from lanewise import plugins, transforms  # noqa: F401 - registers the passes

    for path in arguments.load_pass_plugin:
        try:
            plugins.load(path)
        except plugins.PluginError as problem:
            print(f"lanewise-opt: error: {problem}", file=sys.stderr)
            return FAILED
    if arguments.version or arguments.list_passes or arguments.show_dialects:
        from lanewise import show

        print(show.answer(arguments))
        return DONE
    try:
        elements = pipeline_elements(arguments.pass_pipeline, flags)
        return process_file(arguments, elements)
    except InputError as problem:
        print(problem, file=sys.stderr)
        return FAILED


def pipeline_elements(text: str | None, flags: list[tuple[str, str]]) -> tuple[Element, ...]:
    """What to run, every name and option checked. Raises UsageError."""
    from lanewise.host import ir, passmanager
    from lanewise.pipeline import Element, PipelineError, add_passes, anchored, parse

    if text is not None and flags:
        raise UsageError(f"--pass-pipeline and the pass flag --{flags[0][0]} exclude each other")
    try:
        elements = anchored(parse(text)) if text is not None else tuple(Element(*flag) for flag in flags)
        if elements:
            with ir.Context() as context:
                add_passes(passmanager.PassManager("builtin.module", context=context), elements)
    except PipelineError as problem:
        raise UsageError(str(problem)) from None
    return elements


def make_settings(arguments: argparse.Namespace) -> Settings:
    from dataclasses import fields

    from lanewise.session import Settings

    values = {field.name: getattr(arguments, field.name) for field in fields(Settings)}
    values["verify_each"] = arguments.verify_each in ("true", "1")
    return Settings(**values)


def process_file(arguments: argparse.Namespace, elements: tuple[Element, ...]) -> int:
    """Process every chunk of the input; write the output when none failed."""
    from lanewise.session import Session

    name, source = files.read(arguments.input)
    lines = source.split("\n")
    chunks = list(files.split(lines)) if arguments.split_input_file else [(1, lines)]
    if arguments.dump_pass_pipeline:
        from lanewise import show

        print(show.pipeline_text(elements), file=sys.stderr)
    messages: list[Message] = []
    show_message = messages.append if arguments.verify_diagnostics else printer(lines)
    session = Session(make_settings(arguments), name, show_message)
    failed = False
    outputs = []
    for first_line, chunk in chunks:
        # The empty lines make the host count as the file does.
        output = session.process("\n" * (first_line - 1) + "\n".join(chunk), elements)
        outputs.append(output or "")
        if arguments.verify_diagnostics:
            failed |= not verified(messages, chunk, name, first_line, lines, arguments.verify_diagnostics)
            messages.clear()
        else:
            failed |= output is None
        report_statistics(arguments, session)
    if arguments.output == "-" or not failed:
        files.write(arguments.output, "// -----\n".join(outputs))
    return FAILED if failed else DONE


def printer(lines: Sequence[str]):
    from lanewise.diagnostics import render

    def show_message(message: Message) -> None:
        sys.stderr.write("\n".join(render(message, lines)) + "\n")

    return show_message


def verified(
    messages: list[Message], chunk: Sequence[str], name: str, first_line: int, lines: Sequence[str], mode: str
) -> bool:
    from lanewise.expectations import verify

    failures = verify(messages, chunk, name, first_line)
    if mode == "only-expected":
        failures = [failure for failure in failures if not failure.text.startswith("unexpected ")]
    show_message = printer(lines)
    for failure in failures:
        show_message(failure)
    return not failures


def report_statistics(arguments: argparse.Namespace, session: Session) -> None:
    if arguments.pass_statistics and session.statistics:
        print(session.statistics, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
