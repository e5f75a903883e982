# RUN: env LANEWISE_HOST=%host %pytest %s
"""Text over which a host crashes, or would if it came so far, gets a message like any other mistake."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from commands import COMMANDS, Command, run
from lanewise.assembly import input_limits
from lanewise.mlir import host

# The verifier of vector.contract takes for granted that these are affine maps, and reads what is there instead.
CRASHING = """func.func @f(%a: vector<8x8xf32>, %b: vector<8xf32>) -> vector<8xf32> {
  %0 = vector.contract {indexing_maps = [1, 2, 3], iterator_types = ["parallel", "reduction"],
    kind = #vector.kind<add>} %a, %b, %b : vector<8x8xf32>, vector<8xf32> into vector<8xf32>
  return %0 : vector<8xf32>
}
"""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_what_crashes_the_host_or_not_is_said(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in.mlir").write_text(CRASHING)
    (tmp_path / "out.txt").write_text("old")
    done = run(command.line("in.mlir", *command.to("out.txt")), tmp_path, host.NAME)
    assert done.returncode == 1
    said = r"^in\.mlir:(1:1: error: the MLIR host crashed \(SIG\w+\)|2:8: error: 'vector.contract')"
    assert re.search(said, done.stderr, re.MULTILINE)
    assert (tmp_path / "out.txt").read_text() == "old"


def test_only_crashes_are_taken_for_such(tmp_path: Path) -> None:
    script = "import os, signal, sys; from lanewise.command import supervise\n"
    script += "sys.exit(supervise.run('it', lambda: os.kill(os.getpid(), {}) or 7, lambda: ('x', ['p.py'])))"
    cases = [("0", 7, ""), ("signal.SIGTERM", 143, ""), ("signal.SIGSEGV", 1, "x:1:1: error: ")]
    cases.append(("signal.SIGKILL", 1, "x:1:1: error: the process was killed (SIGKILL)"))
    for number, status, said in cases:
        done = run([sys.executable, "-c", script.format(number)], tmp_path, host.NAME)
        assert done.returncode == status
        assert done.stderr.startswith(said)
        assert ("p.py" in done.stderr) == bool(said)


DEEP = {
    "attributes": "#d0 = [0]\n" + "\n".join(f"#d{i + 1} = [#d{i}]" for i in range(20000)),
    "attributes on one line": "#d0 = [0] " + " ".join(f"#d{i + 1} = [#d{i}]" for i in range(20000)),
    "attributes with comments": "#d0 = [0]\n" + "\n".join(f"#d{i + 1} // x\n = [#d{i}]" for i in range(20000)),
    "types": "!d0 = i8\n" + "\n".join(f"!d{i + 1} = tuple<!d{i}>" for i in range(20000)),
    "locations": "#loc0 = loc(unknown)\n" + "\n".join(f'#loc{i + 1} = loc("a"(#loc{i}))' for i in range(20000)),
}
DOUBLED = {
    "attributes": "#d0 = [0]\n" + "\n".join(f"#d{i + 1} = [#d{i}, #d{i}]" for i in range(40)),
    "types": "!d0 = i8\n" + "\n".join(f"!d{i + 1} = tuple<!d{i}, !d{i}>" for i in range(40)),
    "locations": '#loc0 = loc("a")\n'
    + "\n".join(f"#loc{i + 1} = loc(callsite(#loc{i} at #loc{i}))" for i in range(40)),
}
SIGNS = {"in a row": "-" * 20000, "with blanks": "- " * 20000, "with comments": "-//c\n" * 20000}
SHAPES = [
    "4611686018427387904x4x",
    "9223372036854775807x8x",
    "[4611686018427387904]x[4]x",
    "65536x 65536 x65536x65536x",
]


def refused(source: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "in.mlir").write_text(source)
    done = run(COMMANDS[0].line("in.mlir"), tmp_path, host.NAME)
    assert done.returncode == 1
    assert re.match(rf"in\.mlir:\d+:\d+: error: {said}", done.stderr), done.stderr[:500]


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP)
def test_aliases_within_aliases(source: str, tmp_path: Path) -> None:
    refused(source, "aliases nest deeper than 200", tmp_path)


@pytest.mark.parametrize("source", DOUBLED.values(), ids=DOUBLED)
def test_aliases_that_double(source: str, tmp_path: Path) -> None:
    refused(source, "aliases within aliases stand for more than 20000", tmp_path)


@pytest.mark.parametrize("signs", SIGNS.values(), ids=SIGNS)
def test_signs_upon_signs(signs: str, tmp_path: Path) -> None:
    refused(f"#m = affine_map<(d0) -> ({signs}d0)>\n", "more than 200 minus signs in a row", tmp_path)


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_beyond_64_bits(shape: str, tmp_path: Path) -> None:
    refused(f"\nfunc.func private @f(vector<{shape}f32>)\n", r"a shape has 2\*\*63 elements or more", tmp_path)


@pytest.mark.parametrize(
    "source",
    [
        "".join(f"#d{i + 1} = [#d{i}]\n" for i in range(1, 60)),
        "".join(f"#d{i + 1} = [#d0]\n" for i in range(3000)),
        "// " + "-" * 500 + "\n",
        '"' + "-" * 500 + '9223372036854775807x9223372036854775807x"',
        "dense<0x" + "00112233445566778899" * 10 + ">",
        "vector<3037000499x3037000499xf32>",
        "// 9223372036854775807x2x\n" * 300,
        "memref<0x9223372036854775807xf32>",
        "affine_map<(d0) -> (d0 - // " + "-" * 500 + "\n 1)>",
        "#a = 1\n#b = [#a]\nmodule {" + "#a #b" * 30000 + "}\n#c = [" + "#a, " * 100 + "#b]",
        # What follows took exponential or quadratic time.
        "12345678901234567890 1" + " //" * 100,
        "// 12345678901234567890\n1 " + "/" * 200,
        "//\n" * 300 + "#a" + " //" * 100,
        "//\n" * 300 + "d0 -" + " //" * 100,
        "12345678901234567890 1" + " " * 200000,
        "12345678901234567890 " + "?" * 200000,
    ],
)
def test_what_no_host_dies_of(source: str) -> None:
    assert input_limits.find(source) is None


def test_an_excess_has_a_line_and_a_column() -> None:
    found = input_limits.find("\n\n  é vector<9223372036854775807x2xf32>")
    assert found is not None
    assert (found.line, found.column) == (3, 13)
