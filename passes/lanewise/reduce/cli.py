"""lanewise-reduce: the smallest kernel on which a command still fails."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from lanewise.command import output, supervise
from lanewise.command.process import PROCESS
from lanewise.command.tool import DONE, Tool
from lanewise.command.usage import Parser, UsageError
from lanewise.mlir import files
from lanewise.mlir.files import FileError
from lanewise.reduce import arguments as command_line
from lanewise.reduce.search import Search, is_readable
from lanewise.reduce.tester import Tester
from lanewise.reduce.windows import count_lines


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; the exit status: 0 done, 1 the command does not fail, 2 wrong usage."""
    return supervise.main(Tool("lanewise-reduce", command_line.parse, _work, ("input",)), argv)


def _work(parser: Parser, arguments: Namespace) -> int:
    if arguments.help:
        output.write("-", parser.format_help())
        return DONE
    if arguments.host is not None:
        os.environ["LANEWISE_HOST"] = arguments.host  # The command is to have the same.
    return reduce(arguments)


def reduce(arguments: Namespace) -> int:
    """Raises FileError, UsageError."""
    PROCESS.buffer_stderr()
    text = files.read(arguments.input)
    end = None if arguments.timeout is None else time.monotonic() + arguments.timeout
    descriptor, path = tempfile.mkstemp(prefix="lanewise-reduce-", suffix=".mlir")
    os.close(descriptor)
    PROCESS.unfinished.add(path)
    try:
        tester = Tester(arguments.command, path, arguments.match, arguments.run_timeout, end)
        try:
            why = tester.begin(text)
        except OSError as problem:
            raise UsageError(f"cannot run '{arguments.command[0]}': {problem.strerror}") from None
        if why is not None:
            raise FileError(f"{files.shown_name(arguments.input)}: error: {why}")
        progress = Progress(count_lines(text))
        if arguments.output != "-":
            progress.keep_in(arguments.output)
        try:
            found = Search(tester, progress).run(text, is_readable(path))
        finally:
            progress.close()
    finally:
        PROCESS.unfinished.discard(path)
        os.unlink(path)
    output.write(arguments.output, found)
    return DONE


class Progress:
    """How small it is, on a terminal; and the smallest so far in a file, if one is asked for."""

    def __init__(self, lines: int) -> None:
        self._lines = lines
        self._bar: Any = None
        self._file: str | None = None
        self._latest = ""
        if sys.stderr is not None and sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(unit=" runs", file=sys.stderr, leave=False, dynamic_ncols=True)

    def keep_in(self, path: str) -> None:
        self._file = path

    def __call__(self, text: str, runs: int) -> None:
        if self._bar is not None:
            self._bar.set_description(f"{self._lines} lines, now {count_lines(text)}", refresh=False)
            self._bar.update(runs - self._bar.n)
        if self._file is not None and text != self._latest:
            output.write(self._file, text)
        self._latest = text

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


if __name__ == "__main__":
    sys.exit(main())
