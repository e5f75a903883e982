"""Compile the tensor programs to what IREE hands to vector distribution: `python test/dispatches/make.py [NAME...]`.

Each kernel goes to a file of its own in inputs, NAME.TARGET.mlir.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from programs import (
    argmax,
    attention,
    batch_matmul,
    conv,
    dequantized,
    gathered_rows,
    matmul,
    norm,
    reduction,
    scaled_matmul,
    scan,
    softmax,
)

HERE = Path(__file__).parent / "inputs"
FLAGS = [f"--iree-codegen-llvmgpu-use-{what}=false" for what in ("tile-and-fuse-matmul", "tile-and-fuse-convolution")]
DUMP = re.compile(r"// -----// IR Dump Before [^\n]*iree-llvmgpu-vector-distribute[^\n]*\n(.*?^}$)", re.S | re.M)

# A program and the targets for which it is compiled.
PROGRAMS = {
    "matmul_f16": (matmul("matmul", 128, 256, 128, "f16", "f32"), "gfx90a gfx942 gfx950 gfx1100 gfx1201 sm_80"),
    "matmul_f16_f16": (matmul("matmul", 128, 128, 256, "f16", "f16"), "gfx1100 gfx1201 sm_80"),
    "matmul_bf16": (matmul("matmul", 128, 128, 256, "bf16", "f32", transposed=True), "gfx90a gfx942 gfx950 gfx1201"),
    "matmul_f32": (matmul("matmul", 64, 64, 128, "f32", "f32"), "gfx942"),
    "matmul_i8": (matmul("matmul", 128, 128, 256, "i8", "i32"), "gfx90a gfx942 gfx950 gfx1201"),
    "matmul_f8": (matmul("matmul", 128, 128, 256, "f8E4M3FNUZ", "f32"), "gfx942"),
    "matmul_f8_ocp": (matmul("matmul", 128, 128, 256, "f8E4M3FN", "f32"), "gfx950 gfx1201"),
    "matmul_epilogue": (matmul("matmul", 128, 128, 128, "f16", "f32", epilogue=True), "gfx942 gfx1100 sm_80"),
    "matmul_dynamic": (matmul("matmul", None, 128, 128, "f16", "f32"), "gfx942 gfx1100"),
    "batch_matmul": (batch_matmul("batch", 3, 64, 64, 128, "f16", "f32"), "gfx942 gfx1201 sm_80"),
    "conv_i8": (conv("conv", 16, 32, 64, 1, "i8", "i32"), "gfx942"),
    "matvec": (matmul("matvec", 1, 512, 1024, "f16", "f32", transposed=True), "gfx942 gfx1201 sm_80"),
    "matvec_i8": (matmul("matvec", 1, 256, 1024, "i8", "i32", transposed=True), "gfx942 sm_80"),
    "dequantized": (dequantized("dequantized", 1, 256, 16, 32, "f16"), "gfx942 gfx1100 sm_80"),
    "dequantized_rows": (dequantized("dequantized", 32, 64, 8, 32, "f32"), "gfx942"),
    "scaled_matmul": (scaled_matmul("scaled", 128, 128, 16, "f4E2M1FN"), "gfx950"),
    "scaled_matmul_f8": (scaled_matmul("scaled", 128, 128, 16, "f8E4M3FN"), "gfx950"),
    "softmax_f16": (softmax("softmax", 16, 2048, "f16"), "gfx90a gfx1201"),
    "softmax_bf16": (softmax("softmax", 8, 4096, "bf16"), "gfx950"),
    "softmax_dynamic": (softmax("softmax", None, None, "f32"), "gfx942 sm_80"),
    "sum_f32": (reduction("sum", "sum", [16, 2048], [1], "f32"), "gfx1100"),
    "sum_all": (reduction("sum", "sum", [64, 512], [0, 1], "f32"), "gfx942 sm_80"),
    "sum_bf16": (reduction("sum", "sum", [8, 4096], [1], "f32", "bf16"), "gfx950 gfx1201"),
    "sum_middle": (reduction("sum", "sum", [4, 64, 128], [1], "f32"), "gfx942"),
    "sum_i8": (reduction("sum", "isum", [16, 1024], [1], "i32", "i8"), "gfx942 gfx1201"),
    "product": (reduction("product", "product", [8, 1024], [1], "f32"), "gfx90a"),
    "max_f16": (reduction("most", "max", [None, 1024], [1], "f32", "f16"), "gfx942"),
    "layer_norm": (norm("norm", 16, 1024, "f32", True), "gfx942 gfx1201 sm_80"),
    "layer_norm_f16": (norm("norm", 16, 768, "f16", True), "gfx90a gfx1100"),
    "rms_norm_bf16": (norm("norm", 8, 4096, "bf16", False), "gfx950 sm_80"),
    "scan_inclusive": (scan("scan", 8, 1024, "f32", True, 64, 1), "gfx942"),
    "scan_exclusive": (scan("scan", 8, 512, "i32", False, 32, 4), "sm_80 gfx1100"),
    "argmax_f32": (argmax("best", 16, 1024, "f32", "arith.cmpf ogt", "0xFF800000"), "gfx942 gfx1201"),
    "argmin_i32": (argmax("least", 16, 512, "i32", "arith.cmpi slt", "2147483647"), "sm_80"),
    "attention_f16": (attention("attention", 2, 128, 128, 64, 64, "f16"), "gfx90a gfx950 gfx1100 gfx1201 sm_80"),
    "attention_bf16": (attention("attention", 2, 128, 256, 64, 64, "bf16"), "gfx942"),
    "attention_f8": (attention("attention", 2, 128, 128, 64, 64, "f8E4M3FNUZ"), "gfx942"),
    "attention_f32": (attention("attention", 1, 64, 64, 32, 32, "f32"), "gfx942 sm_80"),
    "attention_masked": (attention("attention", 2, 128, 128, 64, 64, "f16", masked=True), "gfx942 gfx1100"),
    "attention_odd": (attention("attention", 3, 41, 67, 64, 64, "f16"), "gfx942"),
    "attention_dynamic": (attention("attention", 2, None, None, 64, 64, "f16"), "gfx942"),
    "gathered_rows": (gathered_rows("gathered", 32, 512, 64, "f32"), "gfx942 sm_80"),
}


def main(names: list[str]) -> int:
    for name in names or PROGRAMS:
        program, targets = PROGRAMS[name]
        for target in targets.split():
            kernels = dispatches(program, target)
            print(f"{name}.{target}: {len(kernels)} kernels")
            for number, kernel in enumerate(kernels):
                several = f"_{number}" if len(kernels) > 1 else ""
                (HERE / f"{name}{several}.{target}.mlir").write_text(kernel)
    return 0


def dispatches(program: str, target: str) -> list[str]:
    """The functions that come to vector distribution when a program is compiled for a target."""
    device = ["--iree-hal-target-device=hip", f"--iree-rocm-target={target}"]
    if target.startswith("sm_"):
        device = ["--iree-hal-target-device=cuda", f"--iree-cuda-target={target}"]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "program.mlir"
        source.write_text(program)
        show = ["--mlir-print-ir-before=iree-llvmgpu-vector-distribute", "--mlir-disable-threading"]
        line = ["iree-compile", *device, *FLAGS, *show, str(source), "-o", "/dev/null"]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
    found = [match[1].strip() + "\n" for match in DUMP.finditer(done.stderr)]
    kernels = [kernel for kernel in found if "to_layout" in kernel]
    if not kernels:
        errors = [line for line in done.stderr.split("\n") if "error:" in line] or [f"{len(found)} without layouts"]
        print(errors[0][:300])
    return kernels


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
