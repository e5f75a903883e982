"""The command line of lanewise-check."""

from __future__ import annotations

import argparse
import re
from argparse import Namespace
from collections.abc import Sequence

from lanewise.check.task import MEMORY, PIPELINE, SECONDS, shown_size
from lanewise.command.usage import Parser, UsageError, positive, seconds

_EPILOG = """verdicts:
  equal                     the passes leave a kernel that does the same
  different, race, ...      a fault of the kernel, by its kind
  refused                   a pass cannot do its work on it
  unreadable, invalid       no text, or no MLIR of this host
  crashed, out of time, out of memory
                            how the process ended that was to judge it
  unsupported, not checked  distributed, but the simulator cannot say whether it does the same

Exit status: 0 no kernel failed, 1 one did, 2 wrong usage, 130 interrupted. All but equal fail, the last two only
with --strict."""

_SIZE = re.compile(r"([0-9]{1,9})\s*(kB|MB|GB)?")
LEAST = 256 << 20
"""Memory in which a host and the simulator can begin."""
_SCALES = {None: 1, "kB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}


def build_parser() -> Parser:
    description = "Resolve, distribute and judge many kernels, each in its own process; say what their layouts cost."
    parser = Parser("lanewise-check", description, _EPILOG, argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="kernel, '-' for standard input; of a folder all .mlir files below it")
    add("-j", dest="jobs", type=positive, metavar="N", help="kernels at a time; else as many as there are processors")
    add("--timeout", type=seconds, default=SECONDS, metavar="SECONDS", help=f"for each kernel ({SECONDS:g})")
    add("--memory", type=_size, default=MEMORY, metavar="SIZE", help=f"for each kernel ({shown_size(MEMORY)})")
    add("--strict", action="store_true", help="fail if a kernel could not be checked")
    add("--pass-pipeline", default=PIPELINE, metavar="TEXT", help=f"as for lanewise-opt ({PIPELINE})")
    add("--lanewise-check", default="", metavar="OPTIONS", help="as for lanewise-opt: 'seed=7 workgroups=0'")
    add("--load-pass-plugin", action="append", default=[], metavar="FILE.py", help="registers passes or op rules")
    parser.add_host()
    add("--json", action="store_true", help="print the results as JSON, in the order of the paths")
    add("--junit", metavar="FILE", help="also write them as JUnit XML")
    parser.add_about()
    return parser


def parse(argv: Sequence[str]) -> tuple[Parser, Namespace]:
    """Raises UsageError."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if not (arguments.help or arguments.version or arguments.paths):
        raise UsageError("needed kernels to check: files or folders")
    return parser, arguments


def _size(text: str) -> int:
    match = _SIZE.fullmatch(text)
    size = int(match[1]) * _SCALES[match[2]] if match else 0
    if not LEAST <= size < 1 << 60:
        needed = f"needed a size such as 4GB or 500MB, {shown_size(LEAST)} at least"
        raise argparse.ArgumentTypeError(f"{needed}, found '{text}'")
    return size
