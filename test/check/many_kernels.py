"""Kernels whose check comes to each of the verdicts, and the plugin with which two of them do harm."""

from __future__ import annotations

from pathlib import Path

from support.layouts import row

PLUGIN = '''"""An op that ends the process, and one that stays for good."""

import os
import time

from lanewise.plugin import OpRules, always, register


def abort(node, operand, layout, layout_of):
    os.write(2, b"the last words\\n")
    os.abort()


def stay(node, operand, layout, layout_of):
    if "LANEWISE_TEST_MARK" in os.environ:
        open(os.environ["LANEWISE_TEST_MARK"], "w").close()
    while True:
        time.sleep(1)


def nothing(node, layout_of):
    return []


register(OpRules("vector.interleave", abort, nothing, pure=always))
register(OpRules("vector.deinterleave", stay, nothing, pure=always))
'''

MARK = "LANEWISE_TEST_MARK"
"""The variable that names a file which is made when the second begins to stay."""

HEAD = f"""func.func @f(%in: memref<16xf32>, %out: memref<16xf32>)
    attributes {{gpu.known_block_size = array<i32: 8, 1, 1>, lanewise.subgroup_size = 8 : i64}} {{
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %v = vector.transfer_read %in[%c0], %zero {{in_bounds = [true]}} : memref<16xf32>, vector<16xf32>
  %0 = iree_vector_ext.to_layout %v to layout({row(8, 2)}) : vector<16xf32>
"""
STORE = "  vector.transfer_write %{}, %out[%c0] {{in_bounds = [true]}} : vector<16xf32>, memref<16xf32>\n"
END = "  return\n}\n"


def kernel(*lines: str, stored: str = "0") -> str:
    return HEAD + "".join(f"  {line}\n" for line in lines) + STORE.format(stored) + END


CONVERTED = kernel(
    "%1 = arith.addf %0, %0 : vector<16xf32>",
    f"%2 = iree_vector_ext.to_layout %1 to layout({row(4, 4)}) : vector<16xf32>",
    stored="2",
)
EQUAL = kernel("%1 = arith.addf %0, %0 : vector<16xf32>", stored="1")
REFUSED = kernel("%1 = vector.shuffle %0, %0 [0, 1] : vector<16xf32>, vector<16xf32>")
CRASHING = kernel("%1 = vector.interleave %0, %0 : vector<16xf32> -> vector<32xf32>")
ENDLESS = kernel("%1, %2 = vector.deinterleave %0 : vector<16xf32> -> vector<8xf32>")
# 32 GB: every element is copied.
HUGE = kernel("memref.copy %a, %b : memref<4294967296xf64> to memref<4294967296xf64>").replace(
    "%out: memref<16xf32>", "%out: memref<16xf32>, %a: memref<4294967296xf64>, %b: memref<4294967296xf64>", 1
)
BOUNDS = kernel("%c16 = arith.constant 16 : index", "%x = memref.load %in[%c16] : memref<16xf32>")
INVALID = "func.func @f( {"


def write(folder: Path, **texts: str) -> Path:
    """Files of these names, and the plugin beside the folder."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.mlir").write_text(text)
    return folder


def plugin(folder: Path) -> Path:
    path = folder / "plugin.py"
    path.write_text(PLUGIN)
    return path
