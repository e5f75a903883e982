"""The command line of lanewise-opt: its flags, and passes given as flags in the order in which they run."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

from lanewise.command.usage import Parser, count

_FLAG = re.compile(r"--?([A-Za-z][\w.-]*)(?:=(.*))?", re.DOTALL)

# Their value comes after `=` or not at all: the next word is the input file.
_VALUE_OPTIONAL = {"--lanewise-check": "", "--verify-diagnostics": "all", "--verify-each": "true"}

_PRINT_IR = {
    "before-all": "before each pass",
    "after-all": "after each pass",
    "after-change": "after each pass that changed it",
    "after-failure": "after the pass that failed",
}

_CHECK_HELP = """simulate each function before and after each pass of Lanewise's, in its first three workgroups and its
last, and fail with the first difference; options as lanewise-sim has them: 'seed=7 args=0=64x128'; strict: what cannot
be checked is an error; report=FILE: what was found, as JSON"""


def build_parser() -> Parser:
    description = "Run passes on .mlir files, with the habits and flags of mlir-opt."
    parser = Parser("lanewise-opt", description)
    add = parser.add_argument
    add("input", nargs="?", default="-", help="input file, '-' for standard input (the default)")
    add("-o", dest="output", default="-", metavar="FILE", help="output file, written whole or not at all")
    parser.add_host()
    add("--pass-pipeline", metavar="TEXT", help="such as 'builtin.module(cse,func.func(canonicalize))'")
    add("--load-pass-plugin", action="append", default=[], metavar="FILE.py", help="registers passes or op rules")
    add("--allow-unregistered-dialect", action="store_true", help="take ops that no dialect knows")
    add("--split-input-file", action="store_true", help="process the chunks between lines '// -----' on their own")
    add(
        "--verify-diagnostics",
        choices=["all", "only-expected"],
        help="check diagnostics against 'expected-error {{..}}' comments instead of printing them (alone: all)",
    )
    add("--lanewise-check", metavar="OPTIONS", help=_CHECK_HELP)
    add("--verify-each", choices=["true", "false", "1", "0"], default="true", help="verify after each pass")
    add("--mlir-print-op-generic", dest="print_op_generic", action="store_true", help="print the generic form")
    add("--mlir-print-local-scope", dest="print_local_scope", action="store_true", help="print without aliases")
    add("--mlir-print-debuginfo", dest="print_debuginfo", action="store_true", help="print locations")
    elide = "elide_elementsattrs_if_larger"
    add(f"--mlir-{elide.replace('_', '-')}", dest=elide, type=count, metavar="N", help="elide longer constants")
    for when, what in _PRINT_IR.items():
        dest = f"print_ir_{when.replace('-', '_')}"
        add(f"--mlir-print-ir-{when}", dest=dest, action="store_true", help=f"print IR to stderr {what}")
    add("--mlir-print-ir-module-scope", dest="print_ir_module_scope", action="store_true", help="whole modules there")
    add("--mlir-disable-threading", action="store_true", help="taken and of no effect: passes run on one thread")
    add("--mlir-timing", dest="timing", action="store_true", help="print how long each pass took")
    add("--mlir-pass-statistics", dest="pass_statistics", action="store_true", help="print what each pass counted")
    add("--dump-pass-pipeline", action="store_true", help="print the pipeline to stderr before running it")
    add("--show-dialects", action="store_true", help="list the dialects of the host and exit")
    add("--list-passes", action="store_true", help="list the passes of Lanewise and of plugins and exit")
    parser.add_about()
    return parser


def parse(argv: Sequence[str]) -> tuple[Parser, argparse.Namespace]:
    """The flags, and in `passes` those that are given as flags, in order. Raises UsageError."""
    from lanewise.pipeline.text import Element  # Slow to import; the process that waits for this one does without.

    parser = build_parser()
    known = {flag: action for action in parser._actions for flag in action.option_strings}
    ours: list[str] = []
    passes: list[Element] = []
    words = iter(argv)
    for word in words:
        flag, equals, _ = word.partition("=")
        if flag not in known and "-" + flag in known:  # mlir-opt takes its long flags with one dash, too.
            word, flag = "-" + word, "-" + flag
        match = _FLAG.fullmatch(word)
        if flag in known:
            ours.append(word + ("" if equals or flag not in _VALUE_OPTIONAL else "=" + _VALUE_OPTIONAL[flag]))
            if known[flag].nargs is None and not equals and flag not in _VALUE_OPTIONAL:
                ours.extend(value for value in [next(words, None)] if value is not None)
        elif match is None:
            ours.append(word)
        else:
            passes.append(Element(match[1], _unquoted(match[2] or "")))
    return parser, parser.parse_args(ours, argparse.Namespace(passes=tuple(passes)))


def _unquoted(options: str) -> str:
    """As a shell leaves `--pass="a=1 b=2"`; what comes from a file or another program may have kept its quotes."""
    return options[1:-1] if len(options) > 1 and options[0] == options[-1] == '"' else options
