"""lanewise-check: many kernels resolved, distributed and judged, and what their layouts cost."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from lanewise.check import arguments as command_line
from lanewise.check import table
from lanewise.check.checked import CheckedKernel
from lanewise.check.many import check_many, find
from lanewise.command import output
from lanewise.command.tool import DONE, FAILED, INTERRUPTED, Tool
from lanewise.command.usage import Parser, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; the exit status: 0 no kernel failed, 1 one did, 2 wrong usage.

    No MLIR host is in this process, so nothing here can crash over a kernel.
    """
    tool = Tool("lanewise-check", command_line.parse, _work, ("paths",))
    return tool.run(sys.argv[1:] if argv is None else argv)


def _work(parser: Parser, arguments: Namespace) -> int:
    if arguments.help:
        output.write("-", parser.format_help())
        return DONE
    return check(arguments)


def check(arguments: Namespace) -> int:
    """Judge all kernels; print what is known, also when the user interrupts. Raises UsageError, FileError."""
    paths = find(arguments.paths)
    done: list[CheckedKernel] = []
    interrupted = False
    with Progress(len(paths), arguments.strict) as progress:

        def note(kernel: CheckedKernel) -> None:
            done.append(kernel)
            progress.note(kernel)

        try:
            kernels = check_many(
                paths,
                jobs=arguments.jobs,
                host=arguments.host,
                pipeline=arguments.pass_pipeline,
                check=arguments.lanewise_check,
                plugins=arguments.load_pass_plugin,
                seconds=arguments.timeout,
                memory=arguments.memory,
                each=note,
            )
        except KeyboardInterrupt:
            interrupted = True
            kernels = [kernel for path in paths for kernel in done if kernel.path == path]
        except ValueError as problem:
            raise UsageError(str(problem)) from None
    _tell(arguments, kernels, len(paths))
    if interrupted:
        print("lanewise-check: interrupted", file=sys.stderr)
        return INTERRUPTED
    return FAILED if any(kernel.fails(arguments.strict) for kernel in kernels) else DONE


def _tell(arguments: Namespace, kernels: list[CheckedKernel], total: int) -> None:
    if arguments.junit:
        from lanewise.check.junit import junit

        output.write_bytes(arguments.junit, junit(kernels, arguments.strict))
    output.write("-", (table.as_json if arguments.json else table.table)(kernels, total))


class Progress:
    """A bar on a terminal, and nothing elsewhere."""

    def __init__(self, total: int, strict: bool) -> None:
        self._bar: Any = None
        self._strict = strict
        self._failed = 0
        if sys.stderr is not None and sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit="kernel", file=sys.stderr, leave=False, dynamic_ncols=True)

    def note(self, kernel: CheckedKernel) -> None:
        if self._bar is None:
            return
        if kernel.fails(self._strict):
            self._failed += 1
            self._bar.write(f"{kernel.where}: {kernel.verdict}", file=sys.stderr)
        self._bar.set_postfix(failed=self._failed, refresh=False)
        self._bar.update()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()


if __name__ == "__main__":
    sys.exit(main())
