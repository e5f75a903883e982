# RUN: %pytest %s
"""lanewise-sim from outside: what it prints, where, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pytest
from lanewise.sim.judge.options import Options, OptionValues
from support.run import Done, lanewise

KERNEL = """func.func @kernel(%in: memref<64xf32>, %out: memref<64xf32>, %k: f32)
    attributes {gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 32 : i64} {
  %t = gpu.thread_id x
  %x = memref.load %in[%t] : memref<64xf32>
  %y = arith.mulf %x, %k : f32
  memref.store %y, %out[%t] : memref<64xf32>
  return
}
"""


def sim(*arguments: Any, stdin: str = "") -> Done:
    return lanewise("lanewise-sim", *arguments, stdin=stdin)


@pytest.fixture
def kernel(tmp_path: Path) -> Path:
    path = tmp_path / "a.mlir"
    path.write_text(KERNEL)
    return path


def changed(kernel: Path, old: str, new: str) -> Path:
    path = kernel.with_name("b.mlir")
    assert old in KERNEL
    path.write_text(KERNEL.replace(old, new))
    return path


def test_a_clean_run(kernel: Path) -> None:
    done = sim(kernel)
    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "clean: 1 workgroup of 64 lanes"
    assert "  argument 0: 64xf32, 0 elements stored" in lines
    assert "  argument 1: 64xf32, 64 elements stored" in lines


def test_equal(kernel: Path) -> None:
    other = changed(kernel, "arith.mulf %x, %k", "arith.mulf %k, %x")
    done = sim(kernel, "--compare", other, "--seed=3")
    assert (done.returncode, done.stdout) == (0, "equal: 64 elements, 1 workgroup of 64 lanes\n")


def test_a_difference_names_buffer_index_values_and_lane(kernel: Path) -> None:
    body = "%last = arith.constant 63 : index\n  %o = arith.subi %last, %t : index\n  memref.store %y, %out[%o]"
    other = changed(kernel, "memref.store %y, %out[%t]", body)
    done = sim(kernel, "--compare", other, "--args=2=1.0")
    assert done.returncode == 1
    first, *_, last = done.stdout.splitlines()
    assert first.startswith("argument 1 at [0]: ")
    assert first.endswith(" in B (stored by lane 63 of workgroup 0)")
    assert last == "different: argument 1, 64 of 64 elements"


def test_tolerances(kernel: Path) -> None:
    other = changed(kernel, "%y = arith.mulf %x, %k", "%c = arith.constant 1.001 : f32\n  %y = arith.mulf %x, %c")
    compared = (kernel, "--compare", other, "--args=2=1.0")
    assert sim(*compared).returncode == 1
    assert sim(*compared, "--rtol=0.002").returncode == 0
    assert sim(*compared, "--rtol=0", "--atol=0.002").returncode == 0
    assert sim(*compared, "--rtol=0", "--atol=0.0002").returncode == 1


def test_a_fault_is_shown_at_its_op(kernel: Path) -> None:
    other = changed(kernel, "%in: memref<64xf32>", "%in: memref<48xf32>")
    other.write_text(other.read_text().replace("%in[%t] : memref<64xf32>", "%in[%t] : memref<48xf32>"))
    done = sim(other)
    assert done.returncode == 1
    assert done.stdout == f"bounds: {other}:4:8\n"
    error, line, caret = done.stderr.splitlines()
    assert error == f"{other}:4:8: error: out of bounds: lane 48 accesses [48] of argument 0, whose size is [48]"
    assert line == "  %x = memref.load %in[%t] : memref<48xf32>"
    assert caret == " " * 7 + "^"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("i32: 64, 1, 1", "i32: 0, 1, 1", "of [0, 1, 1] and subgroups of 32 lanes: needed sizes of at least 1"),
        ("size = 32 : i64", "size = 0 : i64", "and subgroups of 0 lanes: needed sizes of at least 1"),
        ("i32: 64, 1, 1", "i32: 64, 64, 999", "and subgroups of 32 lanes: at most 1048576 lanes are simulated"),
        ("size = 32 : i64", "size = 1 : i65", "subgroup_size is 1 : i65: needed an integer of at most 64 bits"),
    ],
)
def test_sizes_that_no_workgroup_has(kernel: Path, old: str, new: str, said: str) -> None:
    done = sim(changed(kernel, old, new))
    assert (done.returncode, done.stdout) == (1, "")
    first = done.stderr.splitlines()[0]
    assert "b.mlir:1:1: error: " in first
    assert first.endswith(said)


def test_an_unknown_op_is_an_error_that_names_it(kernel: Path) -> None:
    unknown = "%p = memref.extract_aligned_pointer_as_index %out : memref<64xf32> -> index"
    multiply = "%y = arith.mulf %x, %k : f32"
    other = changed(kernel, multiply, f"{unknown}\n  {multiply}")
    done = sim(other)
    assert done.returncode == 1
    assert "error: the simulator does not know the op 'memref.extract_aligned_pointer_as_index'" in done.stderr


def test_arrays_in_and_out(kernel: Path, tmp_path: Path) -> None:
    values = np.arange(64, dtype=np.float32)
    np.save(tmp_path / "in.npy", values)
    saved = tmp_path / "out.npy"
    done = sim(kernel, f"--args=0={tmp_path / 'in.npy'},2=2.5,out1={saved}")
    assert done.returncode == 0, done.stderr
    assert (np.load(saved) == values * 2.5).all()


def test_shapes_and_sizes(tmp_path: Path) -> None:
    path = tmp_path / "a.mlir"
    path.write_text("""func.func @kernel(%m: memref<?x?xindex>) {
  %t = gpu.thread_id x
  %b = gpu.block_id x
  memref.store %t, %m[%b, %t] : memref<?x?xindex>
  return
}
""")
    sizes = ("--workgroup-size=8", "--subgroup-size=8", "--grid=3")
    assert sim(path, *sizes, "--args=0=3x8").stdout.splitlines()[1] == "  argument 0: 3x8xindex, 24 elements stored"
    assert sim(path, *sizes, "--args=0=3x8", "--workgroups=0,2").stdout.splitlines() == [
        "clean: 2 workgroups of 8 lanes",
        "  argument 0: 3x8xindex, 16 elements stored",
    ]
    for missing, message in [
        (sizes[1:], "how many lanes a workgroup has is not said"),
        (sizes[::2], "how many lanes a subgroup has is not said"),
        (sizes[:2], "how many workgroups there are is not said"),
        (sizes, "argument 0: needed sizes for memref<?x?xindex>"),
    ]:
        given = [] if missing == sizes else ["--args=0=3x8"]
        done = sim(path, *missing, *given)
        assert (done.returncode, message in done.stderr) == (1, True), done.stderr


def test_statistics_and_json(kernel: Path) -> None:
    done = sim(kernel, "--compare", kernel, "--json", "--stats")
    answer = json.loads(done.stdout)
    assert answer["status"] == "equal"
    run = answer["runs"][1]
    assert run["stats"] == {"global bytes read": 256, "global bytes written": 256}
    assert run["executed"]["memref.load"] == 1
    assert run["outputs"][1] == {"name": "argument 1", "shape": [64], "type": "f32", "stored": 64}
    assert "           256  global bytes read" in sim(kernel, "--stats").stdout.splitlines()


def test_faults_and_differences_as_json(kernel: Path) -> None:
    other = changed(kernel, "memref.store %y, %out", "memref.store %x, %out")
    answer = json.loads(sim(kernel, "--compare", other, "--json", "--args=2=2.0").stdout)
    assert answer["status"] == "different"
    [first, *_] = answer["differences"]
    assert {one["kind"] for one in answer["differences"]} == {"different"}
    assert (first["buffer"], first["index"], first["writer"]) == ("argument 1", [0], "lane 0 of workgroup 0")
    assert first["a"] == 2 * first["b"]
    other = changed(kernel, "memref.store %y, %out[%t]", "%c = arith.constant 70 : index\n  memref.store %y, %out[%c]")
    answer = json.loads(sim(kernel, "--compare", other, "--json").stdout)
    assert answer["status"] == "fault"
    assert (answer["faults"][0]["kind"], answer["faults"][0]["line"]) == ("bounds", 7)


def test_the_last_line_names_the_kind(kernel: Path) -> None:
    other = changed(kernel, "memref.store %y, %out[%t]", "%c = arith.constant 70 : index\n  memref.store %y, %out[%c]")
    assert sim(kernel, "--compare", other).stdout == f"bounds: {other}:7:3\n"
    unknown = "%p = memref.extract_aligned_pointer_as_index %out : memref<64xf32> -> index"
    other = changed(kernel, "%y = arith.mulf", f"{unknown}\n  %y = arith.mulf")
    assert sim(other).stdout == f"unsupported: {other}:5:8\n"
    # A question that has no answer has no kind.
    done = sim(kernel, "--workgroups=7", "--json")
    assert json.loads(done.stdout)["faults"][0]["kind"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["--workgroups=a"], "needed a whole number"),
        (["--subgroup-size=0"], "needed at least 1"),
        (["--args=x"], "found 'x', needed N=SHAPE"),
        (["--args=0=ab"], "found 'ab' for 0, needed a shape, a number or a .npy file"),
        (["--args=cx=1"], "found 'cx=1', needed"),
        (["--rtol=-1"], "needed a number that is not negative"),
        (["--host=none"], "invalid choice: 'none'"),
    ],
)
def test_wrong_usage(kernel: Path, arguments: list[str], message: str) -> None:
    done = sim(kernel, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_files_that_cannot_be_read(kernel: Path, tmp_path: Path) -> None:
    done = sim(tmp_path / "none.mlir")
    assert (done.returncode, done.stderr) == (
        1,
        f"{tmp_path}/none.mlir: error: cannot read: No such file or directory\n",
    )
    done = sim(kernel, f"--args=0={tmp_path}/none.npy")
    assert (done.returncode, done.stderr) == (
        1,
        f"{tmp_path}/none.npy: error: cannot read: No such file or directory\n",
    )
    (tmp_path / "bad.npy").write_text("nothing")
    assert "this is no .npy file" in sim(kernel, f"--args=0={tmp_path}/bad.npy").stderr


def test_standard_input_and_malformed_text() -> None:
    assert sim(stdin=KERNEL).returncode == 0
    done = sim(stdin="func.func @f( {")
    assert done.returncode == 1
    assert done.stderr.startswith("<stdin>:1:")


def test_help_and_version() -> None:
    done = sim("--help")
    assert done.returncode == 0
    for flag in ("--compare", "--args", "--stats", "--grid"):
        assert flag in done.stdout
    assert "tolerances: integers, and floats that no arithmetic touched" in done.stdout
    assert sim("--version").stdout.startswith("lanewise ")


@pytest.mark.parametrize("choice", [[], ["--entry=none"]])
def test_the_entry_must_be_clear(kernel: Path, choice: list[str]) -> None:
    kernel.write_text(KERNEL + KERNEL.replace("@kernel", "@other"))
    assert sim(kernel, *choice).returncode == 1
    assert sim(kernel, "--entry=other").returncode == 0


def test_options_by_keyword_are_those_of_a_run() -> None:
    assert get_type_hints(OptionValues) == get_type_hints(Options)
