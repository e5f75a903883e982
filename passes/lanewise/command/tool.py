"""What the commands have in common: how each begins, and how it ends, what went wrong in one line and a status."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import NamedTuple

from lanewise.command import output
from lanewise.command.process import PROCESS
from lanewise.command.usage import Parser, UsageError
from lanewise.mlir import files, hosts
from lanewise.mlir.files import FileError

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


class Tool(NamedTuple):
    """One of the commands. `parse` raises UsageError; `work` does all but --version, and gives the exit status."""

    name: str
    parse: Callable[[Sequence[str]], tuple[Parser, Namespace]]
    work: Callable[[Parser, Namespace], int]
    inputs: tuple[str, ...]
    """The arguments that name files to read."""

    def run(self, words: Sequence[str]) -> int:
        """The exit status: that of the work, or 1 a diagnosed failure, 2 wrong usage."""
        try:
            status = self._run(words)
            if sys.stderr is not None:
                sys.stderr.flush()
            return status
        except BrokenPipeError:
            PROCESS.drop(sys.stdout)
            PROCESS.drop(sys.stderr)
            return FAILED

    def _run(self, words: Sequence[str]) -> int:
        try:
            parser, arguments = self.parse(words)
            with hosts.asking(arguments.host):
                if not arguments.version or arguments.help:
                    return self.work(parser, arguments)
                from lanewise.command.version import versions  # Slow to import.

                output.write("-", versions())
                return DONE
        except UsageError as problem:
            return self._complain(f"{problem}; see {self.name} --help")
        except ImportError as problem:  # No host, or one that cannot be loaded.
            return self._complain(str(problem))
        except FileError as problem:
            print(problem, file=sys.stderr)
            return FAILED
        except KeyboardInterrupt:
            print(f"{self.name}: interrupted", file=sys.stderr)
            return INTERRUPTED

    def _complain(self, problem: str) -> int:
        print(f"{self.name}: error: {problem}", file=sys.stderr)
        return USAGE

    def about(self, words: Sequence[str]) -> tuple[str, Sequence[str]]:
        """What diagnostics call the input, and the plugins that are to be loaded."""
        _, arguments = self.parse(words)
        paths = [getattr(arguments, name) for name in self.inputs]
        return " or ".join(files.shown_name(path) for path in paths if path), getattr(arguments, "load_pass_plugin", ())
