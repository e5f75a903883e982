# RUN: %pytest %s
"""--lanewise-check from outside: what it runs, what it takes, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.root import ROOT
from support.run import Done, lanewise

FAULTY = ROOT / "test/opt/inputs/faulty.py"

# In workgroup 40 of 100 the sum is stored. --test-fault subtracts there.
MIDDLE = """
func.func @middle(%a: memref<100xf32>) attributes {fault = "subtract", gpu.known_block_size = array<i32: 1, 1, 1>,
    gpu.known_grid_size = array<i32: 100, 1, 1>, lanewise.subgroup_size = 1 : i64} {
  %group = gpu.block_id x
  %c40 = arith.constant 40 : index
  %here = arith.cmpi eq, %group, %c40 : index
  %x = memref.load %a[%group] : memref<100xf32>
  %y = arith.addf %x, %x : f32
  %z = arith.select %here, %y, %x : f32
  memref.store %z, %a[%group] : memref<100xf32>
  return
}
"""

DYNAMIC = """
func.func @dynamic(%a: memref<?xf32>, %i: index) attributes {fault = "subtract"} {
  %x = memref.load %a[%i] : memref<?xf32>
  %y = arith.addf %x, %x : f32
  memref.store %y, %a[%i] : memref<?xf32>
  return
}
"""

UNSIZED = """
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [8],
  element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @unsized(%a: memref<8xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = vector.transfer_read %a[%c0], %pad {in_bounds = [true]} : memref<8xf32>, vector<8xf32>
  %y = iree_vector_ext.to_layout %x to layout(#lanes) : vector<8xf32>
  %z = arith.negf %y : vector<8xf32>
  vector.transfer_write %z, %a[%c0] {in_bounds = [true]} : vector<8xf32>, memref<8xf32>
  return
}
"""


TABLE = """
#lanes = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4],
  element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @"k-1"(%a: memref<4xf32>) attributes {gpu.known_block_size = array<i32: 4, 1, 1>,
    lanewise.subgroup_size = 4 : i64} {
  %c0 = arith.constant 0 : index
  %table = arith.constant dense<[1.0, 2.0, 3.0, 4.0]> : vector<4xf32>
  %x = iree_vector_ext.to_layout %table to layout(#lanes) : vector<4xf32>
  vector.transfer_write %x, %a[%c0] {in_bounds = [true]} : vector<4xf32>, memref<4xf32>
  return
}
"""


def opt(text: str, *flags: str | Path) -> Done:
    return lanewise("lanewise-opt", f"--load-pass-plugin={FAULTY}", *flags, stdin=text)


def checked(what: str) -> str:
    """The last line of what is said."""
    return f"lanewise-opt: checked: {what}\n"


@pytest.mark.parametrize("host", ["upstream", "iree"])
def test_what_differs_is_not_written(host: str, tmp_path: Path) -> None:
    if host == "iree":
        pytest.importorskip("iree.compiler.version")
    output = tmp_path / "out.mlir"
    flags = (f"--host={host}", "--lanewise-check=workgroups=all", "-o", output)
    done = opt(MIDDLE, *flags, "--test-fault")
    assert (done.returncode, done.stdout) == (1, "")
    assert "changed what @middle leaves: argument 0 at [40]: " in done.stderr
    assert "before, 0.0 after (stored by every lane of workgroup 40); 1 of 100 elements differ" in done.stderr
    assert not output.exists()
    assert opt(MIDDLE, *flags, "--lanewise-resolve-layouts").returncode == 0
    assert output.exists()


@pytest.mark.parametrize("host", ["upstream", "iree"])
def test_a_table_of_a_kernel_whose_name_needs_quotes(host: str) -> None:
    if host == "iree":
        pytest.importorskip("iree.compiler.version")
    passes = ("--lanewise-resolve-layouts", "--lanewise-convert-layouts", "--lanewise-distribute")
    done = opt(TABLE, f"--host={host}", "--lanewise-check", *passes)
    assert (done.returncode, done.stderr) == (0, checked("1 function, 1 workgroup, 3 passes"))
    assert 'memref.get_global @"k-1_constant_0"' in done.stdout


def test_elements_that_are_among_the_resources_of_the_file() -> None:
    numbers = "".join(number.to_bytes(4, "little").hex() for number in (0x3F800000, 0, 0, 0))
    end = f'{{-# dialect_resources: {{ builtin: {{ blob: "0x04000000{numbers}" }} }} #-}}'
    text = TABLE.replace("dense<[1.0, 2.0, 3.0, 4.0]>", "dense_resource<blob>") + end
    done = opt(text, "--lanewise-check=strict", "--lanewise-resolve-layouts")
    assert (done.returncode, done.stderr) == (0, checked("1 function, 1 workgroup, 1 pass"))


def test_a_name_that_is_not_utf_8() -> None:
    done = opt(MIDDLE.replace("@middle", r'@"\FF"'), "--lanewise-check=workgroups=40", "--test-fault")
    assert (done.returncode, done.stdout) == (1, "")
    assert r"changed what @\xff leaves" in done.stderr


def test_four_workgroups_run_unless_more_are_asked_for() -> None:
    done = opt(MIDDLE, "--lanewise-check", "--test-fault")
    assert (done.returncode, done.stderr) == (0, checked("1 function, 4 of 100 workgroups, 1 pass"))
    assert opt(MIDDLE, "--lanewise-check=workgroups=7,40", "--test-fault").returncode == 1


def test_functions_of_one_name_in_two_chunks_are_two() -> None:
    done = opt(f"{TABLE}// -----\n{TABLE}", "--split-input-file", "--lanewise-check", "--lanewise-resolve-layouts")
    assert (done.returncode, done.stderr) == (0, checked("2 functions, 2 workgroups, 1 pass"))


def test_sizes_and_values_come_as_for_lanewise_sim() -> None:
    done = opt(DYNAMIC, "--lanewise-check=seed=3 args=0=16,1=15", "--test-fault")
    assert done.returncode == 1
    assert "argument 0 at [15]: " in done.stderr
    other = opt(DYNAMIC, "--lanewise-check=seed=4 args=0=16,1=15", "--test-fault")
    assert other.stderr != done.stderr


def test_a_loose_tolerance_hides_what_is_smaller() -> None:
    assert opt(MIDDLE, "--lanewise-check=workgroups=40 rtol=0 atol=100", "--test-fault").returncode == 0


def test_sizes_that_a_pass_was_given_hold_from_then_on() -> None:
    distribute = "--lanewise-distribute=workgroup-size=8 subgroup-size=8"
    done = opt(UNSIZED, "--lanewise-check", distribute, "--canonicalize", "--test-fault")
    assert (done.returncode, done.stderr) == (0, checked("1 function, 1 workgroup, 2 passes"))
    assert "gpu.thread_id" in done.stdout
    unsized = opt(done.stdout, "--lanewise-check", "--test-fault")
    assert "not checked: @unsized before test-fault: how many lanes a workgroup has is not said" in unsized.stderr


def test_sizes_that_no_workgroup_has_are_the_passs_to_refuse() -> None:
    done = opt(UNSIZED, "--lanewise-check", "--lanewise-distribute=workgroup-size=0 subgroup-size=8")
    assert done.returncode == 1
    assert "needed one to three sizes of at least 1" in done.stderr


def test_sizes_that_a_later_pass_is_given_hold_for_the_passes_before_it() -> None:
    text = UNSIZED.replace("%c0 =", "%group = gpu.block_id x\n  %c0 =").replace("%a[%c0]", "%a[%group]", 1)
    distribute = "--lanewise-distribute=workgroup-size=8 subgroup-size=8"
    done = opt(text, "--lanewise-check=strict grid=1", "--lanewise-resolve-layouts", distribute)
    assert (done.returncode, done.stderr) == (0, checked("1 function, 1 workgroup, 2 passes"))


def test_strict_what_is_not_checked_is_an_error() -> None:
    done = opt(UNSIZED, "--lanewise-check", "--lanewise-resolve-layouts")
    assert done.returncode == 0
    text = UNSIZED.replace("%c0 =", "%lane = gpu.thread_id x\n  %c0 =")
    for options, status, severity in [("", 0, "warning"), ("strict", 1, "error"), ("seed=1 strict", 1, "error")]:
        done = opt(text, f"--lanewise-check={options}", "--lanewise-resolve-layouts")
        assert done.returncode == status
        assert f"{severity}: not checked: @unsized before lanewise-resolve-layouts: how many lanes" in done.stderr
        assert done.stderr.endswith(checked("0 functions, 1 not checked, 1 pass"))
    assert opt(MIDDLE, "--lanewise-check=strict", "--lanewise-resolve-layouts").returncode == 0


def sized(body: str, constant: int) -> str:
    """A loop of tiles of 16 over all of a `?`; `--test-fault` makes the constant one larger."""
    return f"""
func.func @sized(%a: memref<?xf32>, %b: memref<?xi32>) attributes {{fault = "constant"}} {{
  %k = arith.constant {constant} : index
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  %n = memref.dim %a, %c0 : memref<?xf32>
  scf.for %i = %c0 to %n step %c16 {{
  }}
{body}
  return
}}
"""


LONGER = """  %above = arith.cmpi ugt, %n, %k : index
  %flag = arith.extui %above : i1 to i32
  memref.store %flag, %b[%c0] : memref<?xi32>"""
"""Whether there are more than the constant."""

READ = "  %x = memref.load %a[%k] : memref<?xf32>"


def test_sizes_that_nobody_gave_are_chosen(tmp_path: Path) -> None:
    """One, a tile less one, an odd one, several tiles."""
    report = tmp_path / "report.json"
    done = opt(sized(LONGER, 100), f"--lanewise-check=strict report={report}", "--test-fault")
    assert (done.returncode, done.stderr) == (0, checked("1 function, 1 workgroup, sizes 1, 15, 25 and 48, 1 pass"))
    [found] = json.loads(report.read_text())["functions"]
    assert (found["name"], found["pass"], found["verdict"], found["kind"]) == ("sized", "test-fault", "equal", None)
    assert found["sizes"] == [{"0": [size], "1": [size]} for size in (1, 15, 25, 48)]
    for size in (1, 15, 25, 48):
        done = opt(sized(LONGER, size - 1), f"--lanewise-check=report={report}", "--test-fault")
        assert done.returncode == 1
        assert f"1 of {size} elements differ, where argument 0 is {size} and argument 1 is {size}\n" in done.stderr
        [found] = json.loads(report.read_text())["functions"]
        assert (found["verdict"], found["kind"], found["sizes"][-1]["0"]) == ("different", "different", [size])
        assert found["text"] in done.stderr
    # The size of another argument comes first, as all may have to agree; those that are given are not chosen.
    done = opt(sized(LONGER, 100), "--lanewise-check=args=1=7", "--test-fault")
    assert done.stderr == checked("1 function, 1 workgroup, sizes 1, 7, 15 and 25, 1 pass")
    done = opt(sized(LONGER, 100), "--lanewise-check=args=0=7,1=7", "--test-fault")
    assert done.stderr == checked("1 function, 1 workgroup, 1 pass")


def test_sizes_of_tensors_are_chosen_too() -> None:
    text = sized(LONGER, 100).replace("%a: memref<?xf32>", "%t: tensor<?xf32>")
    made = "  %a = bufferization.to_buffer %t : tensor<?xf32> to memref<?xf32>\n  %n ="
    done = opt(text.replace("  %n =", made), "--lanewise-check=strict", "--test-fault")
    assert (done.returncode, done.stderr) == (0, checked("1 function, 1 workgroup, sizes 1, 15, 25 and 48, 1 pass"))


def test_a_size_at_which_the_program_before_is_undefined_proves_nothing(tmp_path: Path) -> None:
    done = opt(sized(READ, 13), "--lanewise-check=strict", "--test-fault")
    said = "1 function, 1 workgroup, sizes 15, 25 and 48 (undefined itself at 1), 1 pass"
    assert (done.returncode, done.stderr) == (0, checked(said))
    # At 15 the program after reads what is not there, and the program before does not.
    done = opt(sized(READ, 14), "--lanewise-check", "--test-fault")
    assert "accesses [15] of argument 0, whose size is [15], where argument 0 is 15 and" in done.stderr
    report = tmp_path / "report.json"
    done = opt(sized(READ, 99), f"--lanewise-check=report={report}", "--test-fault")
    assert done.returncode == 0
    text = "not checked: @sized is undefined before test-fault at sizes 1, 15, 25 and 48, and args=... gives none"
    assert f"warning: {text}: out of bounds: " in done.stderr
    [found] = json.loads(report.read_text())["functions"]
    assert (found["verdict"], found["kind"], found["line"]) == ("not checked", "bounds", 9)
    assert len(found["undefined_sizes"]) == 4


def test_push_constants_that_are_sizes_are_drawn_twice(tmp_path: Path) -> None:
    pytest.importorskip("iree.compiler.version")
    text = (ROOT / "test/corpus/rowsum_dynamic.gfx942.before.mlir").read_text()
    done = opt(text, "--host=iree", "--lanewise-check=strict workgroups=0", "--lanewise-resolve-layouts")
    assert (done.returncode, ", 2 draws of push constants, 1 pass\n" in done.stderr) == (0, True), done.stderr
    given = "strict workgroups=0 args=c0=100,c1=0,c2=4,c3=0"
    done = opt(text, "--host=iree", f"--lanewise-check={given}", "--lanewise-resolve-layouts")
    assert (done.returncode, "draw" in done.stderr) == (0, False), done.stderr


MAPPED = """func.func @mapped(%a: memref<1xindex>) attributes {gpu.known_block_size = array<i32: 8, 1, 1>,
    lanewise.subgroup_size = 8 : i64} {
  %c0 = arith.constant 0 : index
  scf.forall (%i) in (8) {
    memref.store %i, %a[%c0] : memref<1xindex>
  } {mapping = [#gpu.thread<x>]}
  return
}
"""


def test_a_forall_of_threads_has_the_lanes_that_the_function_says() -> None:
    """Though no op of the gpu dialect asks for them."""
    done = opt(MAPPED, "--lanewise-check", "--lanewise-resolve-layouts")
    assert (done.returncode, "race on element 0 of argument 0" in done.stderr) == (1, True), done.stderr


TIED = """
#b = #hal.pipeline.binding<storage_buffer>
func.func @tied() attributes {gpu.known_block_size = array<i32: 1, 1, 1>, lanewise.subgroup_size = 1 : i64} {
  %c0 = arith.constant 0 : index
  %m = hal.interface.constant.load layout(<constants = 2, bindings = [#b, #b]>) ordinal(0) : i32
  %n = hal.interface.constant.load layout(<constants = 2, bindings = [#b, #b]>) ordinal(1) : i32
  %i = arith.index_castui %m : i32 to index
  %j = arith.index_castui %n : i32 to index
  %x = hal.interface.binding.subspan layout(<constants = 2, bindings = [#b, #b]>) binding(0) : memref<?xf32>{%i}
  %y = hal.interface.binding.subspan layout(<constants = 2, bindings = [#b, #b]>) binding(1) : memref<?xf32>{%j}
  memref.copy %x, %y : memref<?xf32> to memref<?xf32>
  return
}
"""


def test_sizes_that_were_taken_as_one_are_named(tmp_path: Path) -> None:
    """With others the program is out of bounds, which may be its fault."""
    pytest.importorskip("iree.compiler.version")
    report = tmp_path / "report.json"
    done = opt(TIED, "--host=iree", f"--lanewise-check=strict report={report}", "--lanewise-resolve-layouts")
    said = "2 draws of push constants, push constant 0 and push constant 1 taken as one number, 1 pass\n"
    assert (done.returncode, done.stderr.endswith(said)) == (0, True), done.stderr
    [found] = json.loads(report.read_text())["functions"]
    assert found["ties"] == ["push constant 0 and push constant 1"]


def test_no_program_runs_twice() -> None:
    """Five passes, of which some change nothing, and one only layouts, which no run heeds: two programs."""
    other = "  %w = iree_vector_ext.to_layout %x to layout(#pairs) : vector<8xf32>\n  %z = arith.addf %y, %w"
    pairs = (
        UNSIZED.split("func.func")[0]
        .replace("#lanes", "#pairs")
        .replace("[8]", "[4]")
        .replace("t_tile = [1]", "t_tile = [2]")
    )
    text = pairs + UNSIZED.replace("  %z = arith.negf %y", other)
    flags = ["--lanewise-resolve-layouts", "--lanewise-convert-layouts", "--lanewise-resolve-layouts"]
    flags += ["--lanewise-distribute=workgroup-size=8 subgroup-size=8", "--lanewise-resolve-layouts"]
    program = """
import sys
from lanewise.mlir import host
from lanewise import opt
from lanewise.opt import checked_program
run, texts = checked_program.run_module, []

def counted(module, options):
    texts.append(str(module))
    return run(module, options)

checked_program.run_module = counted
status = opt.main(["-", "--lanewise-check=strict", *sys.argv[1:], "-o", "/dev/null"])
print(status, len(texts), len(set(texts)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, *flags], input=text, capture_output=True, text=True, check=True
    )
    assert done.stderr.endswith(checked("1 function, 1 workgroup, 5 passes"))
    assert done.stdout == "0 2 2\n"


def test_passes_of_the_host_are_part_of_the_program_before() -> None:
    """CSE of the two loads is right; what matters is that no difference to before it is taken for the pass's."""
    text = MIDDLE.replace('fault = "subtract", ', "")
    assert opt(text, "--lanewise-check=workgroups=all", "--test-fault", "--cse", "--test-fault").returncode == 0
    # The first run of the pass plants the fault, the second finds a program without additions.
    done = opt(MIDDLE, "--lanewise-check=workgroups=40", "--cse", "--test-fault", "--test-fault")
    assert done.stderr.count("error:") == 1


def test_what_does_not_verify_is_the_verifiers_to_say() -> None:
    text = MIDDLE.replace('"subtract"', '"invalid"')
    done = opt(text, "--lanewise-check", "--test-fault")
    assert done.returncode == 1
    assert "warning: not checked: after test-fault the program does not verify" in done.stderr
    assert done.stderr.count("error:") == 1


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("7", "found '7', needed strict, report=..., args=..., "),
        ("compare=x.mlir", "found 'compare=x.mlir', needed strict, report=..., args=..., "),
        ("seed=x", "argument --seed: needed a whole number"),
        ("args=out0=x.npy", "it saves no buffers"),
    ],
)
def test_options_that_it_has_not(options: str, problem: str) -> None:
    done = opt(MIDDLE, f"--lanewise-check={options}", "--test-fault")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"lanewise-opt: error: --lanewise-check: {problem}" in done.stderr


def test_what_a_run_does_not_need_is_not_loaded() -> None:
    program = "import sys; from lanewise import opt; opt.main(['-', '--lanewise-resolve-layouts']); "
    unneeded = ["sim", "opt.check", "distribution", "pieces.in_memory", "pieces.across_lanes"]
    program += f"print([name for name in {unneeded} if 'lanewise.' + name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], input=MIDDLE, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_a_run_that_only_analyses_loads_of_pieces_what_rules_are_typed_with() -> None:
    program = "import sys; from lanewise import opt; opt.main(['-', '--lanewise-print-layouts']); "
    program += "print(sorted(name for name in sys.modules if name.startswith('lanewise.pieces.in_')))"
    done = subprocess.run([sys.executable, "-c", program], input=MIDDLE, capture_output=True, text=True, check=True)
    assert done.stdout.endswith(
        "['lanewise.pieces.in_lane', 'lanewise.pieces.in_lane.geometry', "
        "'lanewise.pieces.in_lane.kernel', 'lanewise.pieces.in_lane.site']\n"
    )


def test_assembly_that_the_host_reads_by_itself_is_not_translated() -> None:
    program = "import sys; from lanewise import opt; from lanewise.mlir import host; "
    program += "opt.main(['-', '--lanewise-print-layouts']); "
    program += "print(('lanewise.assembly.generic' in sys.modules) != host.KNOWS_VECTOR_EXT)"
    done = subprocess.run([sys.executable, "-c", program], input=MIDDLE, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("True\n")
