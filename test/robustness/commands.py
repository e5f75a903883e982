"""The three commands, each in a process of its own, on a kernel that all of them take."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from support import run as processes
from support.layouts import row

KERNEL = f"""func.func @f(%in: memref<16xf32>, %out: memref<16xf32>)
    attributes {{gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64}} {{
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %v = vector.transfer_read %in[%c0], %zero {{in_bounds = [true]}} : memref<16xf32>, vector<16xf32>
  %0 = iree_vector_ext.to_layout %v to layout({row(8, 2)}) : vector<16xf32>
  %1 = arith.addf %0, %0 : vector<16xf32>
  vector.transfer_write %1, %out[%c0] {{in_bounds = [true]}} : vector<16xf32>, memref<16xf32>
  return
}}
"""


@dataclass(frozen=True)
class Command:
    name: str
    flags: tuple[str, ...]
    """What has it write something to stdout."""
    writes: str
    """The flag before a file to write, `{}` in it."""

    def line(self, *arguments: str) -> list[str]:
        return processes.command_line(self.name, *self.flags, *arguments)

    def to(self, path: str) -> list[str]:
        return self.writes.format(path).split()


COMMANDS = [
    Command("lanewise-opt", ("--lanewise-resolve-layouts",), "-o {}"),
    Command("lanewise-sim", (), "--args=out1={}"),
    Command("lanewise-view", ("--report",), "-o {}"),
]


def environment(host: str) -> dict[str, str]:
    return {**processes.environment(host), "PYTHONUNBUFFERED": ""}


def run(line: list[str], folder: Path, host: str, **options: object) -> subprocess.CompletedProcess[str]:
    return processes.run(line, cwd=folder, env=environment(host), timeout=120, **options)
