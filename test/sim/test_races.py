# RUN: env LANEWISE_HOST=upstream %pytest %s
"""Races: two lanes, one place, no barrier between, one writes, and different values or one reads."""

from __future__ import annotations

import os

os.environ["LANEWISE_HOST"] = "upstream"

import pytest
from faults import LDS, expect, twins
from lanewise.sim import run
from sim_kernels import kernel

OUT = "%out: memref<64xi32>, %in: memref<64xi32>"
N = "  %n = arith.index_cast %t : index to i32\n  %one = arith.constant 1 : i32\n  %two = arith.constant 2 : i32\n"
SHARED = f"{N}  %m = memref.alloc() : {LDS}\n  %last = arith.constant 63 : index\n"
NEXT = "  %u = arith.subi %last, %t : index\n"
FIRST = "  %first = arith.cmpi eq, %t, %c0 : index\n  %second = arith.cmpi eq, %t, %c1 : index\n"


def test_lanes_write_different_values_in_one_store() -> None:
    message = "race on element 3 of argument 0: lanes 0, 1 and 62 more write different values to it at once"
    twins(
        kernel(f"{N}  memref.store FAULT, %out[%c3] : memref<64xi32> // here", OUT), "%n", "%one", message, kind="race"
    )


def test_lanes_write_the_same_value_kept_in_each_lane() -> None:
    run(kernel(f"{N}  %z = arith.subi %n, %n : i32\n  memref.store %z, %out[%c3] : memref<64xi32>", OUT))


@pytest.mark.parametrize("where", ["%out[%c3] : memref<64xi32>", f"%m[%c3] : {LDS}"])
def test_lanes_write_in_two_stores(where: str) -> None:
    text = kernel(
        f"""{SHARED}{FIRST}
  scf.if %first {{
    memref.store %one, {where} // there
  }}
  scf.if %second {{
    memref.store FAULT, {where} // here
  }}""",
        OUT,
    )
    name = "argument 0" if "out" in where else "a workgroup buffer"
    message = f"race on element 3 of {name}: lane 1 wrote it, lane 0 wrote it, and there is no barrier between"
    twins(text, "%two", "%one", message, kind="race")


def test_a_barrier_between_two_writes() -> None:
    run(
        kernel(
            f"""{SHARED}{FIRST}
  scf.if %first {{
    memref.store %one, %m[%c3] : {LDS}
  }}
  gpu.barrier
  scf.if %second {{
    memref.store %two, %m[%c3] : {LDS}
  }}""",
            "",
        )
    )


def test_a_write_then_a_read() -> None:
    text = kernel(
        f"""{SHARED}{NEXT}
  memref.store %n, %m[%t] : {LDS} // there
  FAULT
  %x = memref.load %m[%u] : {LDS} // here
  memref.store %x, %out[%t] : memref<64xi32>""",
        OUT,
    )
    message = (
        "race on element 63 of a workgroup buffer: lane 0 read it, lane 63 wrote it, and there is no barrier between"
    )
    expect(text.replace("FAULT", ""), message, kind="race")
    run(text.replace("FAULT", "gpu.barrier").replace("// there", ""))


def test_a_lane_reads_what_it_wrote_itself() -> None:
    run(
        kernel(
            f"{SHARED}  memref.store %n, %m[%t] : {LDS}\n  %x = memref.load %m[%t] : {LDS}\n"
            f"  memref.store %x, %m[%t] : {LDS}",
            "",
        )
    )


def test_a_read_then_a_write() -> None:
    text = kernel(
        f"""{SHARED}{NEXT}
  memref.store %n, %m[%t] : {LDS}
  gpu.barrier
  %x = memref.load %m[%u] : {LDS} // there
  FAULT
  memref.store %x, %m[%t] : {LDS} // here""",
        "",
    )
    message = (
        "race on element 0 of a workgroup buffer: lane 0 wrote it, lane 63 read it, and there is no barrier between"
    )
    expect(text.replace("FAULT", ""), message, kind="race")
    run(text.replace("FAULT", "gpu.barrier"))


def test_in_a_loop_the_next_iteration_writes_what_this_one_reads() -> None:
    text = kernel(
        f"""{SHARED}{NEXT}
  scf.for %i = %c0 to %c2 step %c1 {{
    memref.store %n, %m[%t] : {LDS} // here
    gpu.barrier
    %x = memref.load %m[%u] : {LDS} // there
    FAULT
  }}""",
        "",
    )
    message = "race on element 0 of .*: lane 0 wrote it, lane 63 read it, .*"
    twins(text, "", "gpu.barrier", message, kind="race")


def test_one_lane_writes_what_all_read() -> None:
    """A uniform read is a read by every lane."""
    text = kernel(
        f"""{SHARED}{FIRST}
  %x = memref.load %in[%c3] : memref<64xi32> // there
  FAULT
  scf.if %first {{
    memref.store %one, %in[%c3] : memref<64xi32> // here
  }}""",
        OUT,
    )
    message = "race on element 3 of argument 1: lane 0 wrote it, every lane read it, .*"
    twins(text, "", "gpu.barrier", message, kind="race")


def test_all_read_what_one_lane_wrote() -> None:
    text = kernel(
        f"""{SHARED}{FIRST}
  scf.if %first {{
    memref.store %one, %m[%c3] : {LDS} // there
  }}
  FAULT
  %x = memref.load %m[%c3] : {LDS} // here""",
        "",
    )
    message = "race on element 3 of a workgroup buffer: every lane read it, lane 0 wrote it, .*"
    twins(text, "", "gpu.barrier", message, kind="race")


def test_one_lane_writes_another_value_than_all_wrote() -> None:
    text = kernel(
        f"""{SHARED}{FIRST}
  memref.store %one, %m[%c3] : {LDS} // there
  scf.if %second {{
    memref.store FAULT, %m[%c3] : {LDS} // here
  }}""",
        "",
    )
    twins(text, "%two", "%one", "race on element 3 of .*: lane 1 wrote it, every lane wrote it, .*", kind="race")


def test_what_all_wrote_each_lane_may_read() -> None:
    """Here all lanes of a uniform store and of a loop that is uniform too."""
    run(
        kernel(
            f"""{SHARED}
  %end = scf.while (%i = %c0) : (index) -> index {{
    %more = arith.cmpi ult, %i, %c2 : index
    memref.store %one, %m[%i] : {LDS}
    scf.condition(%more) %i : index
  }} do {{
  ^bb0(%i: index):
    %x = memref.load %m[%i] : {LDS}
    %j = arith.addi %i, %c1 : index
    scf.yield %j : index
  }}
  scf.index_switch %c1
  case 1 {{
    memref.store %one, %m[%c5] : {LDS}
    scf.yield
  }}
  default {{
  }}
  %y = memref.load %m[%c5] : {LDS}""",
            "",
        )
    )


def test_what_all_wrote_a_lane_may_read_at_an_index_of_its_own() -> None:
    body = f"""{SHARED}  %z = arith.muli %t, %c0 : index
  memref.store %one, %m[%c0] : {LDS}
  %x = memref.load %m[%z] : {LDS}"""
    run(kernel(body, ""))


def test_all_lanes_count_up_in_one_place() -> None:
    """Every lane reads, adds and writes: who is late adds to what others wrote."""
    text = kernel(
        """  %one = arith.constant 1 : i32
  %x = memref.load %out[%c3] : memref<64xi32> // there
  FAULT
  %y = arith.addi %x, %one : i32
  memref.store %y, %out[%c3] : memref<64xi32> // here""",
        OUT,
    )
    message = "race on element 3 of argument 0: every lane wrote it, every lane read it, .*"
    twins(text, "", "gpu.barrier", message, kind="race")


def test_one_thread_may_count_up() -> None:
    """Where no op tells lanes apart, the program means one thread, and lanes only repeat it."""
    run(
        """func.func @whole(%m: memref<64xi32>) attributes {gpu.known_block_size = array<i32: 64, 1, 1>} {
  %c0 = arith.constant 0 : index
  %one = arith.constant 1 : i32
  %x = memref.load %m[%c0] : memref<64xi32>
  %y = arith.addi %x, %one : i32
  memref.store %y, %m[%c0] : memref<64xi32>
  return
}""",
        subgroup_size=64,
        grid=(1, 1, 1),
    )


def test_the_note_names_the_lane_and_the_op_that_conflict() -> None:
    """Two lanes read in two places: who writes conflicts with the other, not with itself."""
    for writer, other in (("first", 1), ("second", 0)):
        marks = ("", " // there") if writer == "first" else (" // there", "")
        text = kernel(
            f"""{N}{FIRST}
  scf.if %first {{
    %x = memref.load %in[%c3] : memref<64xi32>{marks[0]}
  }}
  scf.if %second {{
    %y = memref.load %in[%c3] : memref<64xi32>{marks[1]}
  }}
  scf.if %{writer} {{
    memref.store %one, %in[%c3] : memref<64xi32> // here
  }}""",
            OUT,
        )
        expect(
            text, f"race on element 3 of argument 1: lane {1 - other} wrote it, lane {other} read it, .*", kind="race"
        )


def test_lanes_of_one_branch_write_what_those_of_the_other_read() -> None:
    text = kernel(
        f"""{SHARED}{FIRST}
  scf.if %first {{
    memref.store %one, %in[%c3] : memref<64xi32> // there
  }} else {{
    %x = memref.load %in[FAULT] : memref<64xi32> // here
  }}""",
        OUT,
    )
    message = "race on element 3 of argument 1: lanes 1, 2 and 61 more read it, lane 0 wrote it, .*"
    twins(text, "%c3", "%c4", message, kind="race")


def test_a_barrier_that_fences_other_memory() -> None:
    text = kernel(
        f"""{SHARED}{NEXT}
  memref.store %n, %in[%t] : memref<64xi32> // there
  FAULT
  %x = memref.load %in[%u] : memref<64xi32> // here""",
        OUT,
    )
    # Not every LLVM has a spelling of its own for it.
    workgroup = '"gpu.barrier"() {address_spaces = [#gpu.address_space<workgroup>]} : () -> ()'
    twins(
        text,
        workgroup,
        "gpu.barrier",
        "race on element 63 of argument 1: lane 0 read it, lane 63 wrote it, .*",
        kind="race",
    )


GROUPS = {"workgroup_size": (4, 1, 1), "subgroup_size": 4, "grid": (3, 1, 1)}


def groups(body: str) -> str:
    return f"""func.func @kernel(%out: memref<64xi32>) {{
  %t = gpu.thread_id x
  %b = gpu.block_id x
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %n = arith.index_cast %b : index to i32
  %one = arith.constant 1 : i32
  %first = arith.cmpi eq, %b, %c0 : index
  %second = arith.cmpi eq, %b, %c1 : index
  %third = arith.cmpi eq, %b, %c2 : index
{body}
  return
}}"""


def test_workgroups_write_different_values() -> None:
    message = (
        "race on element 0 of argument 0: lane 0 wrote it, lane 0 of workgroup 0 wrote it, "
        "and there is no barrier between"
    )
    two = groups(
        """  scf.if %first {
    memref.store %n, %out[%t] : memref<64xi32> // there
  }
  scf.if %second {
    memref.store FAULT, %out[%t] : memref<64xi32> // here
  }"""
    )
    zero = "arith.constant 0 : i32"
    expect(two.replace("FAULT", "%n"), message, kind="race", **GROUPS)
    run(two.replace("  scf.if %first", f"  %zero = {zero}\n  scf.if %first").replace("FAULT", "%zero"), **GROUPS)


def test_no_barrier_orders_workgroups() -> None:
    text = groups(
        """  scf.if %first {
    memref.store %one, %out[%c2] : memref<64xi32> // there
  }
  gpu.barrier
  scf.if FAULT {
    %x = memref.load %out[%c2] : memref<64xi32> // here
  }"""
    )
    message = "race on element 2 of argument 0: every lane read it, every lane of workgroup 0 wrote it, .*"
    expect(text.replace("FAULT", "%second"), message, kind="race", **GROUPS)
    run(text.replace("FAULT", "%first"), **GROUPS)


def test_a_workgroup_writes_what_it_and_an_earlier_one_read() -> None:
    """That the writer's own workgroup read it last must not hide that the first one did."""
    text = groups(
        """  scf.if %first {
    %x = memref.load %out[%t] : memref<64xi32> // there
  }
  scf.if %second {
    %x = memref.load %out[%t] : memref<64xi32>
    memref.store %one, %out[FAULT] : memref<64xi32> // here
  }"""
    )
    message = "race on element 0 of argument 0: lane 0 wrote it, lane 0 of workgroup 0 read it, .*"
    expect(text.replace("FAULT", "%t"), message, kind="race", **GROUPS)
    far = "  %far = affine.apply affine_map<(d0) -> (d0 + 8)>(%t)\n  scf.if %first"
    run(text.replace("FAULT", "%far").replace("  scf.if %first", far), **GROUPS)


def test_a_workgroup_reads_what_it_and_an_earlier_one_wrote() -> None:
    text = groups(
        """  scf.if %first {
    memref.store %one, %out[%t] : memref<64xi32> // there
  }
  scf.if %second {
    memref.store %one, %out[%t] : memref<64xi32>
    FAULT
  }"""
    )
    message = "race on element 0 of argument 0: lanes? 0.* read it, lane 0 of workgroup 0 wrote it, .*"
    read = "%x = memref.load %out[%t] : memref<64xi32> // here"
    expect(text.replace("FAULT", read), message, kind="race", **GROUPS)
    run(text.replace("FAULT", ""), **GROUPS)


def test_workgroup_memory_is_each_workgroups_own() -> None:
    run(
        groups(
            f"""  %m = memref.alloc() : {LDS}
  memref.store %n, %m[%t] : {LDS}
  %x = memref.load %m[%t] : {LDS}"""
        ),
        **GROUPS,
    )


def test_global_memory_that_a_kernel_allocates_is_each_workgroups_own() -> None:
    space = "memref<64xi32, #gpu.address_space<global>>"
    run(
        groups(
            f"""  %m = memref.alloc() : {space}
  memref.store %n, %m[%t] : {space}"""
        ),
        **GROUPS,
    )
