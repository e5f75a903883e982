"""What the production compiler makes of distributed kernels: the rest of its own pipeline, down to LLVM IR.

A kernel of the corpus is a bare function. Here it stands in an executable for its target again, as the compiler had it,
so that `iree-opt` runs what comes right behind vector distribution, and `iree-compile` the rest.
"""

from __future__ import annotations

import math
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import oracle

DEVICES = {
    "gfx942": ("--iree-hal-target-device=hip", "--iree-rocm-target=gfx942"),
    "sm_80": ("--iree-hal-target-device=cuda", "--iree-cuda-target=sm_80"),
}

HASTY = ["--enable-misched=false"]
"""For who stops at LLVM IR: without scheduling, a kernel that spills takes a third of the time."""

BEHIND_DISTRIBUTION = """
builtin.module(hal.executable(hal.executable.variant(builtin.module(func.func({first}
  iree-linalg-ext-decompose-map-store, iree-codegen-hoist-inner-tiled-acc-reshapes, iree-gpu-unroll-to-intrinsics,
  iree-gpu-lower-ops, canonicalize, cse, iree-codegen-gpu-reduce-bank-conflicts{{padding-bits=64}},
  iree-codegen-fold-memref-alias-ops, cse, canonicalize, cse,
  iree-llvmgpu-lower-executable-target{{for-rocdl={rocdl}}})))))
"""
"""The last one has nothing left to do, as the kernel names no pipeline: it loads the dialects that the rest needs."""

EXECUTABLE = """
module attributes {{stream.affinity.default = #hal.device.affinity<@__device_0>}} {{
  util.global private @__device_0 = {device}
  util.func public @main() {{
    util.return
  }}
  hal.executable public @kernel {{
    hal.executable.variant public @variant target({target}) {{
      hal.executable.export public @{name} ordinal(0) layout(#hal.pipeline.layout{layout})
          count({arguments}) -> (index, index, index) {{
        %x, %y, %z = iree_tensor_ext.dispatch.workgroup_count_from_slice({sizes})
        hal.return %x, %y, %z : index, index, index
      }}
      builtin.module {{
        {function}
        iree_codegen.dispatch_config @{name} {{
        ^bb0({arguments}):
          %x, %y, %z = iree_tensor_ext.dispatch.workgroup_count_from_slice({sizes})
          iree_codegen.yield %x, %y, %z : index, index, index
        }}
      }}
    }}
  }}
}}
"""


class Lowered(NamedTuple):
    """A kernel at the end of the pipeline."""

    ir: str
    """Optimized LLVM IR."""
    buffers: tuple[str, ...]
    """Those in workgroup memory, where their shapes and types can still be seen: as 64x10xf32."""
    assembly: str
    """PTX, or AMD's own."""

    @property
    def workgroup_bytes(self) -> int:
        return sum(map(_bytes_of, self.buffers))


def _bytes_of(buffer: str) -> int:
    *shape, element = buffer.split("x")
    return math.prod(map(int, shape)) * -(-int(re.findall(r"\d+", element)[0]) // 8)


class Refused(Exception):
    """A step of the pipeline ended with an error, which is the text."""


def executable(function: str, target: str) -> str:
    """The text of a bare function as an executable of one kernel."""
    device = _device(target)
    name, layout = (
        re.search(r"func\.func @(\w+)", function),
        re.search(r"layout\((<.*?>)\) (?:binding|ordinal)", function),
    )
    assert name is not None
    assert layout is not None
    ordinals = [int(number) for number in re.findall(r"workload\.ordinal %\S+, (\d+)", function)]
    sizes = [f"%size{number}" for number in range(1 + max(ordinals, default=-1))]
    return EXECUTABLE.format(
        device=device,
        target=re.search(r"\[(#hal\.executable\.target<.*>)\]> : !hal\.device", device)[1],  # type: ignore[index]
        name=name[1],
        layout=layout[1],
        arguments=", ".join(["%device: !hal.device", *(f"{size}: index" for size in sizes)]),
        sizes=", ".join(sizes),
        function=function.replace("\n", "\n        "),
    )


@cache
def _device(target: str) -> str:
    """What the compiler knows of a target, as it writes it into every program."""
    text = _tool("iree-compile", *DEVICES[target], "--compile-to=flow", "-", input="func.func @f() { return }")
    found = re.search(r"util\.global private @__device_0 = (.*)", text)
    assert found is not None, text
    return found[1]


def lowered(distributed: str, target: str, hasty: bool = True) -> Lowered:
    """Of the text of an executable whose kernel is distributed. Raises Refused."""
    text = distributed.replace("#iree_gpu.pipeline<VectorDistribute>", "#iree_codegen.no_pipeline")
    is_amd = target.startswith("gfx")
    passes = BEHIND_DISTRIBUTION.format(
        first="iree-codegen-amdgpu-lower-async-dma," if is_amd else "", rocdl=str(is_amd).lower()
    )
    text = _tool("iree-opt", f"--pass-pipeline={passes}", "-", input=text)
    buffers = re.findall(r"memref\.alloc\(\).* : memref<(.*), #gpu", text)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dumps = [f"--iree-hal-dump-executable-{what}-to={folder}" for what in ("intermediates", "binaries")]
        line = ["--compile-from=executable-configurations", *DEVICES[target], *dumps, "-o", "/dev/null", "-"]
        _tool("iree-compile", *line, *(HASTY if hasty else []), input=text)
        [ir] = folder.glob("*.optimized.ll")
        [assembly] = folder.glob("*.rocmasm" if is_amd else "*.ptx")
        return Lowered(ir.read_text(), tuple(buffers), assembly.read_text())


def _tool(name: str, *arguments: str, input: str) -> str:
    path = Path(oracle.iree_opt() or "").with_name(name)
    done = subprocess.run([str(path), *arguments], input=input, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.splitlines()
        raise Refused(next((line for line in lines if "error:" in line), done.stderr[-500:]))
    return done.stdout
