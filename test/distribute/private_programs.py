"""Random programs around one private buffer: written as a whole, then part by part in a loop, then read."""

from __future__ import annotations

import random
from collections.abc import Sequence

from lanewise.layout.text import FIELDS

SPACES = ("", ", #gpu.address_space<private>")


def layout(rng: random.Random, shape: Sequence[int], spread: Sequence[bool]) -> str:
    """A layout for 64 lanes in two subgroups, which share only dimensions that are `spread`."""
    lanes, subgroups, stride = 32, 2, 1
    columns = {}
    for dim in rng.sample(range(len(shape)), len(shape)):
        left, tiles = shape[dim], []
        for most in (lanes if spread[dim] else 1, subgroups if spread[dim] else 1, 4, 2):
            tile = rng.choice([size for size in (1, 2, 4, 8, 16, 32) if left % size == 0 and size <= most])
            left //= tile
            tiles.append(tile)
        thread, subgroup, batch, outer = tiles
        columns[dim] = (subgroup, batch, outer, thread, left, int(subgroup > 1), stride if thread > 1 else 0)
        stride, lanes, subgroups = stride * thread, lanes // thread, subgroups // subgroup
    rows = zip(*(columns[dim] for dim in range(len(shape))), strict=True)
    fields = ", ".join(f"{name} = {list(row)}" for name, row in zip(FIELDS, rows, strict=True))
    return f"#iree_vector_ext.nested_layout<{fields}>"


class Names:
    """What the text of one program is made of."""

    def __init__(self, rng: random.Random) -> None:
        self.rows, self.columns = rng.choice((8, 16, 32)), rng.choice((16, 32, 64))
        self.elem, self.space = rng.choice(("f32", "f16", "i32", "i8")), rng.choice(SPACES)
        self.part = rng.choice((self.rows, 1, 2, 4))
        is_float = self.elem[0] == "f"
        self.add, self.zero, self.one = ("arith.addf", "0.0", "1.0") if is_float else ("arith.addi", "0", "1")
        self.buffer = f"memref<{self.rows}x{self.columns}x{self.elem}{self.space}>"
        self.all = self.vector(self.rows, self.columns)
        self.some = self.vector(self.part, self.columns)

    def vector(self, *shape: int) -> str:
        return f"vector<{'x'.join(map(str, shape))}x{self.elem}>"

    def memory(self, *shape: int) -> str:
        return f"memref<{'x'.join(map(str, shape))}x{self.elem}>"


def program(seed: int) -> str:
    rng = random.Random(f"private {seed}")
    n = Names(rng)
    spread = (n.part == n.rows or rng.random() < 0.1, True)
    return f"""
func.func @f(%in: {n.memory(n.rows, n.columns)}, %c: i1, %n: index, %out: {n.memory(n.rows, n.columns)},
    %across: {n.memory(n.columns, n.rows)})
    attributes {{gpu.known_block_size = array<i32: 64, 1, 1>, lanewise.subgroup_size = 32 : i64}} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %part = arith.constant {n.part} : index
  %rows = arith.constant {n.rows} : index
  %columns = arith.constant {n.columns} : index
  %left = arith.minui %n, %rows : index
  %pad = arith.constant {n.one} : {n.elem}
  %zero = arith.constant dense<{n.zero}> : {n.all}
  %own = memref.alloca() : {n.buffer}
  vector.transfer_write %zero, %own[%c0, %c0] {{in_bounds = [true, true]}} : {n.all}, {n.buffer}
  scf.for %i = %c0 to %rows step %part {{
{_round(rng, n, spread)}
  }}
{_end(rng, n, spread)}
  return
}}
"""


def _round(rng: random.Random, n: Names, spread: Sequence[bool]) -> str:
    """Reads a part, adds to it, and writes it back: in bounds, under a mask, or up to the end of a view."""
    at, base, type_ = "%i" if n.part < n.rows else "%c0", "%own", n.buffer
    lines, mask, known = [], "", "true"
    way = rng.choice(("all", "mask", "around", "view", "here"))
    if way == "view":
        base, known, type_ = "%view", "false", f"memref<?x{n.columns}x{n.elem}, strided<[{n.columns}, 1]>{n.space}>"
        lines += [f"%view = memref.subview %own[0, 0] [%left, {n.columns}] [1, 1] : {n.buffer} to {type_}"]
    elif way == "here" and at == "%i":
        base, at = "%view", "%c0"
        type_ = f"memref<{n.part}x{n.columns}x{n.elem}, strided<[{n.columns}, 1], offset: ?>{n.space}>"
        lines += [f"%view = memref.subview %own[%i, 0] [{n.part}, {n.columns}] [1, 1] : {n.buffer} to {type_}"]
    masks = f"vector<{n.part}x{n.columns}xi1>"
    if way in ("mask", "around"):
        lines += [f"%mask = vector.create_mask %left, %columns : {masks}"]
        mask = ", %mask"
    inside = f"{{in_bounds = [{known}, true]}}"
    read = f"vector.transfer_read {base}[{at}, %c0], %pad{mask if way == 'mask' else ''} {inside} : {type_}, {n.some}"
    if way == "around":
        read = f"vector.mask %mask {{ {read} }} : {masks} -> {n.some}"
    lines += [
        f"%x = vector.transfer_read %in[%i, %c0], %pad {{in_bounds = [true, true]}} : "
        f"{n.memory(n.rows, n.columns)}, {n.some}",
        f"%l = iree_vector_ext.to_layout %x to layout({layout(rng, (n.part, n.columns), spread)}) : {n.some}",
        f"%old = {read}",
        f"%sum = {n.add} %l, %old : {n.some}",
        f"vector.transfer_write %sum, {base}[{at}, %c0]{mask} {inside} : {n.some}, {type_}",
    ]
    if rng.random() < 0.5:
        lines += ["scf.if %c {", f"%twice = {n.add} %sum, %sum : {n.some}"]
        if rng.random() < 0.5:
            other = layout(rng, (n.part, n.columns), spread)
            lines += [f"%again = iree_vector_ext.to_layout %twice to layout({other}) : {n.some}"]
        value = "%again" if "%again" in lines[-1] else "%twice"
        lines += [f"vector.transfer_write {value}, {base}[{at}, %c0] {inside} : {n.some}, {type_}", "}"]
    return "\n".join(f"    {line}" for line in lines)


def _end(rng: random.Random, n: Names, spread: Sequence[bool]) -> str:
    """Reads all at once, across, or row by row."""
    way = rng.choice(("all", "across", "rows"))
    inside = "{in_bounds = [true, true]}"
    if way == "across":
        type_ = n.vector(n.columns, n.rows)
        across = "{in_bounds = [true, true], permutation_map = affine_map<(d0, d1) -> (d1, d0)>}"
        return f"""  %y = vector.transfer_read %own[%c0, %c0], %pad {across} : {n.buffer}, {type_}
  vector.transfer_write %y, %across[%c0, %c0] {inside} : {type_}, {n.memory(n.columns, n.rows)}"""
    if way == "all":
        other = layout(rng, (n.rows, n.columns), (True, True) if rng.random() < 0.2 else spread)
        return f"""  %y = vector.transfer_read %own[%c0, %c0], %pad {inside} : {n.buffer}, {n.all}
  %z = iree_vector_ext.to_layout %y to layout({other}) : {n.all}
  vector.transfer_write %z, %out[%c0, %c0] {inside} : {n.all}, {n.memory(n.rows, n.columns)}"""
    type_ = n.vector(n.columns)
    return f"""  scf.for %i = %c0 to %rows step %c1 {{
    %y = vector.transfer_read %own[%i, %c0], %pad {{in_bounds = [true]}} : {n.buffer}, {type_}
    %z = {n.add} %y, %y : {type_}
    vector.transfer_write %z, %out[%i, %c0] {{in_bounds = [true]}} : {type_}, {n.memory(n.rows, n.columns)}
  }}"""
