# RUN: env LANEWISE_HOST=%host %pytest %s
"""What a command does to its whole process it does not do to the process of a program that calls it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from commands import KERNEL, environment
from lanewise.mlir import host

OTHER = {"upstream": "iree", "iree": "upstream"}[host.NAME]
CALL = "lanewise.opt.main(['--lanewise-resolve-layouts', '--host={}', 'in.mlir', '-o', 'out.mlir'])"
LOADED = (
    f"['numpy' in sys.modules, any(name.startswith('{host.PACKAGES[host.NAME]}.dialects.') for name in sys.modules)]"
)


def run(program: str, folder: Path, asked: str = host.NAME) -> subprocess.CompletedProcess[str]:
    (folder / "in.mlir").write_text(KERNEL)
    line = [sys.executable, "-c", program]
    return subprocess.run(line, cwd=folder, env=environment(asked), capture_output=True, text=True, check=False)


def outcome(program: str, folder: Path, asked: str = host.NAME) -> str:
    """What the program prints, after a run that wrote its file."""
    done = run(program, folder, asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "out.mlir").exists()
    return done.stdout


def test_ops_keep_their_classes(tmp_path: Path) -> None:
    program = f"""
import gc, os, sys, lanewise.opt
from {host.PACKAGES[host.NAME]} import ir
def constant():
    module = ir.Module.parse("%0 = arith.constant 1 : i32", ir.Context())
    return type(module.body.operations[0])
def state():
    return dict(os.environ), gc.isenabled(), sys.stderr.line_buffering
state_before, before = state(), constant()
assert {CALL.format(host.NAME)} == 0
assert state() == state_before
print(before.__name__, constant() is before)
"""
    assert outcome(program, tmp_path) == "ConstantOp True\n"


def test_numpy_can_be_imported_meanwhile(tmp_path: Path) -> None:
    program = f"""
import sys, lanewise.opt
class Watch:
    blocked = set()
    def find_spec(self, name, path=None, target=None):
        self.blocked.add(sys.modules.get("numpy", "not yet") is None)
sys.meta_path.insert(0, Watch())
assert {CALL.format(host.NAME)} == 0
print(Watch.blocked)
"""
    assert outcome(program, tmp_path) == "{False}\n"


@pytest.mark.parametrize("own", [True, False])
def test_only_a_process_of_its_own_goes_without_numpy_and_op_classes(own: bool, tmp_path: Path) -> None:
    program = f"""
import sys, lanewise.opt
from lanewise.command import supervise
def work():
    status = {CALL.format(host.NAME)}
    print({LOADED})
    return status
sys.exit(supervise.run("it", work, lambda: ("x", ())) if {own} else work())
"""
    assert outcome(program, tmp_path) == f"{[not own] * 2}\n"


def test_a_flag_wins_over_the_environment_and_leaves_it(tmp_path: Path) -> None:
    program = f"""
import os, lanewise.opt
before = dict(os.environ)
assert {CALL.format(host.NAME)} == 0
from lanewise.mlir import host
print(host.NAME, before == os.environ, before["LANEWISE_HOST"])
"""
    assert outcome(program, tmp_path, OTHER) == f"{host.NAME} True {OTHER}\n"


def test_a_host_is_refused_where_the_program_has_the_other(tmp_path: Path) -> None:
    program = f"import sys, lanewise.opt, {host.PACKAGES[host.NAME]}.ir; sys.exit({CALL.format(OTHER)})"
    done = run(program, tmp_path)
    assert done.returncode == 2
    assert (
        f"error: host '{OTHER}' was asked for, but this process has imported {host.PACKAGES[host.NAME]}.ir"
        in done.stderr
    )
    assert not (tmp_path / "out.mlir").exists()


def test_a_flag_holds_for_its_command_only(tmp_path: Path) -> None:
    program = f"""
import lanewise.view.cli
layout = "#iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [4], "
layout += "element_tile = [1], subgroup_strides = [0], thread_strides = [1]>"
assert lanewise.view.cli.main(['--host={OTHER}', '--layout', layout, '-o', 'out.mlir']) == 0
from lanewise.mlir import host
print(host.NAME)
"""
    assert outcome(program, tmp_path) == f"{host.NAME}\n"
