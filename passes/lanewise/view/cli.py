"""lanewise-view: why a value has its layout, what conversions cost, and what it looks like."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lanewise.command import output, supervise
from lanewise.command.process import PROCESS
from lanewise.command.tool import DONE, FAILED, Tool
from lanewise.command.usage import Parser, UsageError
from lanewise.mlir import files
from lanewise.view import arguments as command_line
from lanewise.view.arguments import PAGE, PICTURE, ends

if TYPE_CHECKING:
    from argparse import Namespace

    from lanewise.mlir.diagnostics import Message
    from lanewise.view.answers import Answer
    from lanewise.view.draw.figure import Figure
    from lanewise.view.input.kernel import AnalyzedKernel


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; the exit status: 0 done, 1 a diagnosed failure or a worse version, 2 wrong usage."""
    return supervise.main(Tool("lanewise-view", command_line.parse, _work, ("input", "against")), argv)


def _work(parser: Parser, arguments: Namespace) -> int:
    if arguments.help:
        output.write("-", parser.format_help())
        return DONE
    return view(arguments)


def view(arguments: Namespace) -> int:
    """Answer all that is asked, or say what is wrong with the input and write nothing."""
    for plugin in arguments.load_pass_plugin:
        from lanewise.pipeline import plugins

        plugins.load(plugin)
    if arguments.input is None:
        _write(arguments, None, [], _figure(arguments, None))
        return DONE
    kernel, old = _load(arguments.input, arguments), None
    if arguments.against:
        old = _load(arguments.against, arguments)
    if kernel is None or (arguments.against and old is None):
        return FAILED
    from lanewise.view.answers import against, answers, got_worse

    comparison = None if old is None else against(kernel, old)
    _write(arguments, kernel, list(answers(arguments, kernel, comparison)), _figure(arguments, kernel))
    return FAILED if arguments.fail_if_worse and got_worse(comparison) else DONE


def _figure(arguments: Namespace, kernel: AnalyzedKernel | None) -> Figure | None:
    """Raises FileError, UsageError."""
    from lanewise.layout import LayoutError, NestedLayout
    from lanewise.view.draw.figure import Figure

    try:
        drawn = [("", NestedLayout.parse(text)) for text in arguments.layout]
        if kernel is not None and arguments.value:
            from lanewise.view.answers import layout_of

            drawn += [layout_of(kernel, reference) for reference in arguments.value]
        return Figure.of(drawn) if drawn else None
    except LayoutError as problem:
        raise UsageError(str(problem)) from None


def _write(arguments: Namespace, kernel: AnalyzedKernel | None, answers: list[Answer], figure: Figure | None) -> None:
    """A picture or page into its file, and the rest as text or JSON to where IR would go."""
    text_file = arguments.output or "-"
    if ends(arguments, PICTURE) and figure is not None:
        output.write(arguments.output, figure.svg())
        text_file = "-"
    if ends(arguments, PAGE) and kernel is not None:
        from lanewise.view.page.page import page

        output.write(arguments.output, page(kernel))
        text_file = "-"
    if arguments.json:
        from lanewise.view.document import document, dump

        output.write(text_file, dump(document(kernel, answers, figure)))
        return
    texts = [answer.text for answer in answers]
    if figure is not None and not ends(arguments, PICTURE):
        texts.append(str(figure))
    if texts:
        output.write(text_file, "\n".join(texts))


def _load(path: str, arguments: Namespace) -> AnalyzedKernel | None:
    """None when something is wrong with the kernel, which is said. Raises FileError."""
    PROCESS.import_host(bare=not arguments.load_pass_plugin)
    from lanewise.command.session import Settings
    from lanewise.mlir.diagnostics import render
    from lanewise.view.input.kernel import load

    def show(message: Message, lines: list[str]) -> None:
        sys.stderr.write(render(message, lines, files.shown_name(path)))

    return load(path, Settings(allow_unregistered_dialect=arguments.allow_unregistered_dialect), show)


if __name__ == "__main__":
    sys.exit(main())
