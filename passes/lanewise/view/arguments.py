"""The command line of lanewise-view: its flags, and which of them go together."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Sequence

from lanewise.command.usage import Parser, UsageError

PICTURE, PAGE = ".svg", ".html"
"""Endings of output files that hold no text."""

_EXAMPLES = """examples:
  lanewise-view F.mlir                           what layouts cost: the report
  lanewise-view F.mlir --why %sum                why %sum has its layout
  lanewise-view F.mlir --why-conversion 42       what meets at line 42, and what would remove it
  lanewise-view F.mlir --value %sum -o sum.svg   a picture of its layout
  lanewise-view F.mlir -o F.html                 a page to click through
  lanewise-view NEW.mlir --against OLD.mlir --fail-if-worse

A value is %name, %name#RESULT, LINE or LINE:RESULT (the result's number, from 0).
Exit status: 0 done, 1 an error in the input or, with --fail-if-worse, a worse version, 2 wrong usage."""


def build_parser() -> Parser:
    description = "Say why a value has its layout, what conversions cost, and draw which lane holds what."
    parser = Parser("lanewise-view", description, _EXAMPLES, argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("input", nargs="?", metavar="F.mlir", help="kernel, '-' for standard input (the default unless --layout)")
    add("--why", action="append", default=[], metavar="VALUE", help="the chain from an anchor to the value")
    add("--why-conversion", action="append", default=[], metavar="LINE", help="which anchors meet, and remedies")
    add("--report", action="store_true", help="list copies, conversions, unresolved values and unknown ops (default)")
    add("--against", metavar="OLD.mlir", help="compare the report with that of another version: what got worse first")
    add("--fail-if-worse", action="store_true", help="with --against: exit status 1 if the kernel got worse")
    add("--layout", action="append", default=[], metavar="ATTR", help="draw a layout; two: what moves between them")
    add("--value", action="append", default=[], metavar="VALUE", help="draw the layout of a value")
    add("--json", action="store_true", help="print data instead of text; alone: all values, and the report")
    add("-o", dest="output", metavar="FILE", help="x.svg: picture, x.html: page of the kernel, else the text")
    parser.add_host()
    add("--load-pass-plugin", action="append", default=[], metavar="FILE.py", help="registers op rules")
    add("--allow-unregistered-dialect", action="store_true", help="take ops that no dialect knows")
    parser.add_about()
    return parser


def parse(argv: Sequence[str]) -> tuple[Parser, Namespace]:
    """Raises UsageError."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if not arguments.help and not arguments.version:
        _check(arguments)
        asked = arguments.why or arguments.why_conversion or arguments.report or arguments.json
        if arguments.against or not (asked or _draws(arguments) or ends(arguments, PAGE)):
            arguments.report = True
        if arguments.input is None and _reads(arguments):
            arguments.input = "-"
    return parser, arguments


def ends(arguments: Namespace, ending: str) -> bool:
    """Whether the output file is of a kind."""
    return arguments.output is not None and arguments.output.endswith(ending)


def _check(arguments: Namespace) -> None:
    if arguments.fail_if_worse and not arguments.against:
        raise UsageError("--fail-if-worse needs --against=OLD.mlir to compare with")
    if len(arguments.layout) + len(arguments.value) > 2:
        raise UsageError("two layouts or values at most can be drawn side by side")
    if ends(arguments, PICTURE) and not _draws(arguments):
        raise UsageError(f"-o {arguments.output} needs a layout to draw: give --layout or --value")
    if arguments.against == "-" and arguments.input in (None, "-"):
        raise UsageError("both versions cannot be standard input")


def _draws(arguments: Namespace) -> bool:
    return bool(arguments.layout or arguments.value)


def _reads(arguments: Namespace) -> bool:
    """Whether a kernel is needed: a layout alone can be drawn without one."""
    asked = arguments.why or arguments.why_conversion or arguments.value or arguments.report
    return bool(asked or ends(arguments, PAGE) or not arguments.layout)
