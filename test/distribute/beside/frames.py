"""Kernels in which an op stands beside anchored vectors: in a loop, under a branch, around a conversion.

An anchored vector is written to the buffer that the op works on, and read from there in another layout behind it, so
that the order of the two shows. What the op gives is stored; where it is one number, it also decides whether a vector
is read, and where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import gcd

from op_programs import PIPELINE

LANES = 64

TILES = "subgroup_tile batch_tile outer_tile thread_tile element_tile subgroup_strides thread_strides".split()


def layout(*rows: list[int]) -> str:
    fields = ", ".join(f"{name} = {row}" for name, row in zip(TILES, rows, strict=True))
    return f"#iree_vector_ext.nested_layout<{fields}>"


# 16 elements: one in each of 8 lanes of both subgroups, and four in each of 4 lanes.
APART = layout([2], [1], [1], [8], [1], [1], [1])
TOGETHER = layout([1], [1], [1], [4], [4], [0], [1])


def spread(shape: list[int]) -> str:
    """Along the last dimension over lanes."""
    ones, zeros = [1] * len(shape), [0] * len(shape)
    lanes = [*ones[:-1], gcd(shape[-1], 4)] if shape else []
    elements = [size // many for size, many in zip(shape, lanes, strict=True)]
    return layout(ones, ones, ones, lanes, elements, zeros, [*zeros[:-1], 1] if shape else [])


def anchored(name: str, vector: str, value: str) -> str:
    """A line in which a vector of this type gets a layout."""
    return f"%{name} = iree_vector_ext.to_layout {value} to layout({spread(shape_of(vector))}) : {vector}"


def shape_of(vector: str) -> list[int]:
    return [int(size) for size in vector.removeprefix("vector<").rstrip(">").split("x")[:-1] if size.isdigit()]


# What the text of an op may take for given: the vectors are anchored, and all is read where the op stands.
GIVEN = {
    **{f"%c{i}": f"%c{i} = arith.constant {i} : index" for i in range(9)},
    "%true": "%true = arith.constant true",
    "%int": "%int = arith.constant 3 : i32",
    "%offset": "%offset = arith.constant 1 : i32",
    "%width": "%width = arith.constant 32 : i32",
    "%f": "%f = arith.constant 1.5 : f32",
    "%lane": "%lane = gpu.lane_id",
    "%k": "%k_0 = arith.constant dense<[true, false, true, true]> : vector<4xi1>\n"
    + anchored("k", "vector<4xi1>", "%k_0"),
    "%a": "%a = memref.load %m[%c1] : memref<16x{T}>",
    "%b": "%b = memref.load %m[%c2] : memref<16x{T}>",
    **{
        f"%{name}": f"%{name}_0 = vector.transfer_read %m[%c{first}], %pad {{in_bounds = [true]}} : memref<16x{{T}}>, "
        f"vector<4x{{T}}>\n{anchored(name, 'vector<4x{T}>', f'%{name}_0')}"
        for name, first in (("v", 0), ("w", 4))
    },
}


@dataclass(frozen=True, slots=True)
class Op:
    """An op's text as in `every_op.txt`, with its types; `numbers` are its results that are no vectors, and theirs."""

    ops: tuple[str, ...]
    type: str
    other: str
    body: str
    results: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]
    outside: str = ""
    tells_lanes_apart: bool = False

    @property
    def name(self) -> str:
        return " ".join(self.ops)


READ = """%in_whole = vector.transfer_read %src[%from], %pad {in_bounds = [true]} : memref<48x{T}>, vector<16x{T}>
%in = iree_vector_ext.to_layout %in_whole to layout({APART}) : vector<16x{T}>
"""
TO_M = "vector.transfer_write %in, %m[%c0] {in_bounds = [true]} : vector<16x{T}>, memref<16x{T}>\n"
FROM_M = """%out_whole = vector.transfer_read %m[%c0], %pad {in_bounds = [true]} : memref<16x{T}>, vector<16x{T}>
%out = iree_vector_ext.to_layout %out_whole to layout({TOGETHER}) : vector<16x{T}>
"""
CONVERT = "%out = iree_vector_ext.to_layout %in to layout({TOGETHER}) : vector<16x{T}>\n"
TO_DST = "vector.transfer_write %out, %dst[%from] {in_bounds = [true]} : vector<16x{T}>, memref<48x{T}>\n"

OP = "OP\n"
AROUND = READ + TO_M + OP + FROM_M + TO_DST
AT_0 = "%from = arith.constant 0 : index\n"
IN_LOOP = "scf.for %from = %c0 to %c32 step %c16 {\n" + AROUND + "}\n"
READ_ONLY = READ + TO_DST.replace("%out", "%in")

FRAMES = {
    "plain": AT_0 + AROUND,
    "loop": IN_LOOP,
    "branch": AT_0 + "%here = arith.cmpi ult, %c16, %c32 : index\nscf.if %here {\n" + AROUND + "}\n",
    "before": AT_0 + READ + TO_M + OP + CONVERT + TO_DST,
    "after": AT_0 + READ + CONVERT + TO_M.replace("%in", "%out") + OP + TO_DST,
    "shared": AT_0 + AROUND,
    "shared loop": IN_LOOP,
    "decides": AT_0 + OP + "scf.if %decided {\n" + READ_ONLY + "}\n",
    "place": OP + READ_ONLY.replace("%from", "%place"),
}

SHARED = "#gpu.address_space<workgroup>"
_OF_TYPE = r"(memref<[0-9x?]*\{T\}(?:, strided<[^>]*>)?)>"
IN_SHARED = """%m = memref.alloc() : memref<16x{T}>
%n = memref.alloc() : memref<16x{T}>
%first = arith.constant 0 : index
%in_n = vector.transfer_read %src[%first], %pad {in_bounds = [true]} : memref<48x{T}>, vector<16x{T}>
%in_n_apart = iree_vector_ext.to_layout %in_n to layout({APART}) : vector<16x{T}>
vector.transfer_write %in_n_apart, %n[%first] {in_bounds = [true]} : vector<16x{T}>, memref<16x{T}>
"""


def kernel(op: Op, frame: str) -> str | None:
    """The module of an op in a frame; None where the frame asks for what the op does not give."""
    body, stores, outputs = op.body, "", []
    if frame in ("decides", "place"):
        number = (_decided if frame == "decides" else _place)(op)
        if number is None:
            return None
        stores = number
    else:
        for index, (name, type_) in enumerate(op.results):
            outputs.append(f"%o{index}: {_buffer(type_)}")
            stores += _stored(name, type_, f"%o{index}", index)
    if frame in ("loop", "branch", "shared loop") and re.search(r"^\^", body, re.M):
        return None
    inner = _with_given(body + "\n" + stores) + "\n"
    text = FRAMES[frame]
    if op.tells_lanes_apart and frame.endswith("loop"):
        # Each lane does all of such a program by itself, and the next round must not come before all are done.
        text = text.replace(TO_DST, TO_DST + "gpu.barrier\n")
    outside = op.outside
    if frame.startswith("shared"):
        if "memref<16x{T}>" not in inner:
            return None
        text = (IN_SHARED + text).replace("memref<16x{T}>", f"memref<16x{{T}}, {SHARED}>")
        inner, outside = (re.sub(_OF_TYPE, rf"\1, {SHARED}>", one) for one in (inner, outside))
    text = _filled(text.replace(OP, inner), op)
    buffers = ["src: memref<48x{T}>", "dst: memref<48x{T}>", "p: memref<16x{U}>"]
    buffers += [] if frame.startswith("shared") else ["m: memref<16x{T}>", "n: memref<16x{T}>"]
    arguments = ", ".join([*(f"%{one}" for one in buffers), *outputs])
    head = f"func.func @kernel({arguments})\n    attributes {{gpu.known_block_size = array<i32: {LANES}, 1, 1>, "
    head += "gpu.known_grid_size = array<i32: 1, 1, 1>, lanewise.subgroup_size = 32 : i64} {\n"
    given = "".join(f"%c{i} = arith.constant {i} : index\n" for i in (*range(9), 16, 32)) + "%pad = ub.poison : {T}\n"
    return _filled(f"{outside}{head}{given}", op) + f"{text}return\n}}\n"


def _filled(text: str, op: Op) -> str:
    for hole, filling in (
        ("{APART}", APART),
        ("{TOGETHER}", TOGETHER),
        ("{layout}", spread([4])),
        ("{pipeline}", PIPELINE),
        ("{T}", op.type),
        ("{U}", op.other),
    ):
        text = text.replace(hole, filling)
    return text


def _with_given(body: str) -> str:
    lines: list[str] = []
    for name, line in reversed(GIVEN.items()):
        if not name.startswith("%c") and re.search(rf"{name}\b(?!_)", "\n".join([body, *lines])):
            lines.insert(0, line)
    return "\n".join([*lines, body])


def _buffer(type_: str) -> str:
    return f"memref<{type_.removeprefix('vector<')}" if type_.startswith("vector") else f"memref<1x{type_}>"


def _stored(name: str, type_: str, buffer: str, index: int) -> str:
    if not type_.startswith("vector"):
        return f"memref.store {name}, {buffer}[%c0] : {_buffer(type_)}\n"
    shape = shape_of(type_)
    line = anchored(f"r_{index}", type_, name)
    at, inside = ", ".join(["%c0"] * len(shape)), ", ".join(["true"] * len(shape))
    bounds = f" {{in_bounds = [{inside}]}}" if shape else ""
    return f"{line}\nvector.transfer_write %r_{index}, {buffer}[{at}]{bounds} : {type_}, {_buffer(type_)}\n"


def _decided(op: Op) -> str | None:
    for name, type_ in op.numbers:
        if type_ == "i1":
            return f"%no = arith.constant false\n%decided = arith.xori {name}, %no : i1\n"
        if type_.startswith(("i", "index")):
            return f"%three = arith.constant 3 : {type_}\n%decided = arith.cmpi ult, {name}, %three : {type_}\n"
        if type_.startswith(("f", "bf")):
            return f"%some = arith.constant 1.0 : {type_}\n%decided = arith.cmpf ogt, {name}, %some : {type_}\n"
    return None


def _place(op: Op) -> str | None:
    for name, type_ in op.numbers:
        if type_ != "index" and not re.fullmatch(r"i\d+", type_):
            continue
        cast = f"%number = arith.index_castui {name} : {type_} to index\n" if type_ != "index" else ""
        number = name if type_ == "index" else "%number"
        return f"{cast}%some = arith.constant 8 : index\n%place = arith.remui {number}, %some : index\n"
    return None
