"""The command line of lanewise-sim: its flags, and what `--args` says of buffers and numbers."""

from __future__ import annotations

import argparse
import re
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from lanewise.command.usage import Parser, UsageError, count, positive
from lanewise.mlir.files import FileError

if TYPE_CHECKING:
    from lanewise.sim.judge.options import Options
    from lanewise.sim.machine.machine import Triple
    from lanewise.sim.values.types import Array

_ITEM = re.compile(r"(c|out)?(\d{1,6})=(.+)", re.DOTALL)
_SHAPE = re.compile(r"\d{1,12}(x\d{1,12})*")

ARGS_HELP = """comma-separated: N=64x128 is the shape of buffer N where its type says `?`, N=FILE.npy what it holds,
N=0.5 a scalar argument, N=0..63 the range of the seeded numbers of an argument, such as indices, cN=8 push constant N,
cN=1..64 its range; outN=FILE.npy saves buffer N after the run. N numbers function arguments or bindings"""


@dataclass(slots=True)
class Args:
    """What `--args` says."""

    arrays: dict[int, Array] = field(default_factory=dict)
    shapes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    numbers: dict[int, float] = field(default_factory=dict)
    constants: dict[int, int] = field(default_factory=dict)
    ranges: dict[int, tuple[float, float]] = field(default_factory=dict)
    constant_ranges: dict[int, tuple[int, int]] = field(default_factory=dict)
    saved: dict[int, str] = field(default_factory=dict)


def build_parser() -> Parser:
    description = "Run a GPU kernel lane by lane on seeded inputs; with --compare say where two kernels differ."
    epilog = "Exit status: 0 equal or clean, 1 different or a fault of the kernel, 2 wrong usage."
    parser = Parser("lanewise-sim", description, epilog)
    add = parser.add_argument
    add("input", nargs="?", default="-", metavar="A.mlir", help="kernel to run, '-' for standard input (the default)")
    add("--compare", metavar="B.mlir", help="run this kernel on the same inputs, and compare what both leave")
    parser.add_host()
    add("--entry", metavar="NAME", help="function to run; else the only one that has a body")
    add("--seed", type=count, default=0, metavar="N", help="seed of the inputs (0)")
    add("--workgroups", type=_workgroups, metavar="all|N,N", help="numbers of the workgroups to run (all)")
    add("--args", type=parse_args, default=Args(), metavar="ITEMS", help=ARGS_HELP)
    add("--workgroup-size", type=_triple, metavar="X,Y,Z", help="lanes of a workgroup; else from the function")
    add("--subgroup-size", type=positive, metavar="N", help="lanes of a subgroup; else from the function")
    add("--grid", type=_triple, metavar="X,Y,Z", help="workgroups; else scf.forall or gpu.known_grid_size")
    add("--max-steps", type=positive, metavar="N", help="ops that a workgroup may run; else 2097152")
    add("--rtol", type=_tolerance, metavar="R", help="relative tolerance (0 with --atol), see `tolerances` below")
    add("--atol", type=_tolerance, metavar="A", help="absolute tolerance (0 with --rtol)")
    add("--stats", action="store_true", help="print bytes moved, bank conflicts, barriers, shuffles, ops executed")
    add("--json", action="store_true", help="print the outcome as JSON")
    parser.add_about()
    return parser


def parse(argv: Sequence[str]) -> tuple[Parser, Namespace]:
    """Raises UsageError."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.input == "-" and arguments.compare == "-":
        raise UsageError("A and B cannot both be standard input")
    return parser, arguments


def options_of(arguments: Namespace) -> Options:
    """What the flags say about a run."""
    from lanewise.sim.judge.options import Options  # With it comes the host, which a flag may choose.

    args = arguments.args
    return Options(
        entry=arguments.entry,
        seed=arguments.seed,
        workgroup_size=arguments.workgroup_size,
        subgroup_size=arguments.subgroup_size,
        grid=arguments.grid,
        workgroups=arguments.workgroups,
        arrays=args.arrays,
        shapes=args.shapes,
        numbers=args.numbers,
        constants=args.constants,
        ranges=args.ranges,
        constant_ranges=args.constant_ranges,
        bank_conflicts=arguments.stats,
        max_steps=arguments.max_steps,
    )


def parse_args(text: str) -> Args:
    """The items of `--args`, its files read. Raises ArgumentTypeError, FileError."""
    args = Args()
    for item in text.split(","):
        match = _ITEM.fullmatch(item)
        if match is None:
            needed = "N=SHAPE, N=FILE.npy, N=NUMBER, N=LEAST..MOST, cN=INTEGER or outN=FILE.npy"
            raise argparse.ArgumentTypeError(f"found '{item}', needed {needed}")
        kind, number, value = match[1], int(match[2]), match[3]
        if kind == "out":
            args.saved[number] = value
        elif kind == "c" and ".." in value:
            low, high = _range(value, _integer)
            args.constant_ranges[number] = low, high
        elif kind == "c":
            args.constants[number] = _integer(value)
        elif ".." in value and not value.endswith(".npy"):
            args.ranges[number] = _range(value, _number)
        elif value.endswith(".npy"):
            args.arrays[number] = _read(value)
        else:
            _shape_or_number(args, number, value)
    return args


def _shape_or_number(args: Args, number: int, value: str) -> None:
    """`64` is either: the type of what it is for says which."""
    if _SHAPE.fullmatch(value):
        args.shapes[number] = tuple(map(int, value.split("x")))
    try:
        args.numbers[number] = _number(value)
    except ValueError:
        if number not in args.shapes:
            problem = f"found '{value}' for {number}, needed a shape, a number or a .npy file"
            raise argparse.ArgumentTypeError(problem) from None


_End = TypeVar("_End", int, float)


def _range(value: str, number: Callable[[str], _End]) -> tuple[_End, _End]:
    low, _, high = value.partition("..")
    try:
        ends = number(low), number(high)
    except ValueError:
        ends = None
    if ends is None or not ends[0] <= ends[1]:
        raise argparse.ArgumentTypeError(f"found '{value}', needed a range such as 0..63")
    return ends


def _number(value: str) -> float:
    """Raises ValueError."""
    return int(value) if re.fullmatch(r"-?\d+", value) else float(value)


def _integer(value: str) -> int:
    try:
        return int(value, 0)
    except ValueError:
        raise argparse.ArgumentTypeError(f"found '{value}' for a push constant, needed an integer") from None


def _read(path: str) -> Array:
    try:
        loaded = np.load(path, allow_pickle=False)
    except OSError as problem:
        raise FileError(f"{path}: error: cannot read: {problem.strerror or problem}") from None
    except ValueError:
        raise FileError(f"{path}: error: cannot read: this is no .npy file of numbers") from None
    if not isinstance(loaded, np.ndarray):
        raise FileError(f"{path}: error: cannot read: this is an archive of arrays, needed one array")
    return loaded


def _triple(text: str) -> Triple:
    sizes = [positive(part) for part in text.split(",")]
    if len(sizes) > 3:
        raise argparse.ArgumentTypeError(f"needed X,Y,Z, found '{text}'")
    x, y, z = [*sizes, 1, 1, 1][:3]
    return x, y, z


def _workgroups(text: str) -> list[int] | None:
    return None if text == "all" else [count(part) for part in text.split(",")]


def _tolerance(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"needed a number that is not negative, found '{text}'")
    return value
