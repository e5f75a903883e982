"""The command line of lanewise-reduce: its own words, then `--` and those of the command that fails."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Sequence

from lanewise.command.usage import Parser, UsageError, seconds

RUN_SECONDS = 60.0

_EPILOG = """COMMAND gets the path of a kernel where {} stands, else as its last word. It fails if it does not end, or
not with exit status 0. On the result it has the same exit status as on KERNEL, and says TEXT as well.
Every kernel that is tried is valid for the host; one that the host cannot read is made smaller line by line.
Exit status: 0 done, 1 COMMAND does not fail on KERNEL or a file is at fault, 2 wrong usage, 130 interrupted.

example:
  lanewise-reduce bad.mlir -o small.mlir --match 'changed what' -- \\
    lanewise-opt --lanewise-resolve-layouts --lanewise-distribute --lanewise-check"""


def build_parser() -> Parser:
    description = "Make a kernel as small as can be while a command still fails on it: for a report of the fault."
    parser = Parser("lanewise-reduce", description, _EPILOG, argparse.RawDescriptionHelpFormatter)
    parser.usage = "lanewise-reduce KERNEL [-o FILE] [--match TEXT] [options] -- COMMAND..."
    add = parser.add_argument
    add("input", nargs="?", default="-", metavar="KERNEL", help="'-' for standard input (the default)")
    add("-o", dest="output", default="-", metavar="FILE", help="always holds the smallest kernel so far; else stdout")
    add("--match", metavar="TEXT", help="what the command has to say, to stdout or stderr")
    add("--run-timeout", type=seconds, default=RUN_SECONDS, metavar="SECONDS", help=f"for one run ({RUN_SECONDS:g})")
    add("--timeout", type=seconds, metavar="SECONDS", help="for the whole search; else until nothing can be left out")
    parser.add_host()
    parser.add_about()
    return parser


def parse(argv: Sequence[str]) -> tuple[Parser, Namespace]:
    """Raises UsageError."""
    words = list(argv)
    at = words.index("--") if "--" in words else len(words)
    parser = build_parser()
    arguments = parser.parse_args(words[:at], Namespace(command=tuple(words[at + 1 :])))
    if not (arguments.help or arguments.version or arguments.command):
        raise UsageError("needed the command that fails, behind '--'")
    return parser, arguments
