"""Random damage to a program, from single bytes up to a kind of program that no author would write."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Sequence

from seeds import seeds

Mutation = Callable[[random.Random, str, Sequence[str]], str]

NUMBERS = ["0", "1", "-1", "2", "3", "5", "7", "16", "63", "64", "65", "1000", "4096", "65536", "1000003", "2147483647"]
NUMBERS += [
    "2147483648",
    "4294967296",
    str(2**62),
    str(2**63 - 1),
    str(2**63),
    str(2**64),
    "-" + str(2**63),
    "9" * 400,
    "9" * 5000,
]
ELEMENTS = ["f16", "f32", "f64", "bf16", "f8E4M3FN", "f8E4M3FNUZ", "i1", "i4", "i8", "i32", "i64", "index", "i7", "f80"]
ELEMENTS += ["complex<f32>", "vector<4xf16>", "none", "si8", "tf32", "i16777215", "f4E2M1FN", "!llvm.ptr", "tuple<>"]
SHAPES = ["", "1x", "0x", "3x", "16x", "1x1x", "4x16x", "16x16x", "[4]x", "2x3x4x", "1x1x1x1x1x1x1x1x", "?x"]
SHAPES += ["4294967296x", "1048576x", "1024x1024x1024x", "4611686018427387904x4x"]
OPS = (
    "arith.addf arith.addi arith.mulf arith.negf arith.select arith.cmpf arith.constant math.fma math.exp vector.splat"
)
OPS += " vector.broadcast vector.transpose vector.shape_cast vector.contract vector.multi_reduction vector.mask scf.if"
OPS += " vector.transfer_read vector.transfer_write vector.extract vector.insert vector.reduction vector.gather scf.for"
OPS += " vector.extract_strided_slice vector.insert_strided_slice vector.bitcast vector.scan vector.step vector.load"
OPS += " vector.create_mask vector.constant_mask vector.from_elements scf.while scf.yield func.call gpu.barrier cf.br"
OPS += " iree_vector_ext.to_layout iree_vector_ext.to_simt iree_vector_ext.to_simd iree_codegen.inner_tiled ub.poison"
OPS += " iree_vector_ext.transfer_gather iree_vector_ext.arg_compare iree_vector_ext.yield memref.load memref.alloc"

EXPECTED = [
    "",
    "layout of result #0",
    "{{.*}}",
    "{{",
    "}}",
    "{{(}}",
    "{{[[}}",
    "{{x{9999999999}}}",
    "a{{.}}b{{.}}",
    "\\",
]
EXPECTED += [
    "{{" + "(" * 2000 + ")" * 2000 + "}}",
    "{{(?i)}}",
    "{{(?P<a>x)}}{{(?P<a>x)}}",
    "{{(?<=a*)}}",
    "\u00e9\u2028",
]

_TOKEN = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|->|[%#!@^]?[A-Za-z_][\w.$-]*|[%#^]\d+|\d+(?:\.\d+(?:e[-+]?\d+)?)?|\s+|.', re.S
)
_NUMBER = re.compile(r"(?<![\w.#%^])\d+(?![\w.])|(?<=x)\d+(?=x)|(?<=[<\[ ])\d+(?=[x,\]])")
_ELEMENT = re.compile(r"(?<=[x<(: ])(?:f16|f32|f64|bf16|i1|i8|i32|i64|index|f8E4M3FNU?Z?)(?=[>,) \n])")
_SHAPED = re.compile(r"\b(vector|memref|tensor)<((?:[\d?]+x|\[\d+\]x)*)")
_VALUE = re.compile(r"%[\w$.-]+")
_LAYOUT = re.compile(r"#iree_vector_ext\.nested_layout<[^<>]*>")
_ALIAS = re.compile(r"#[\w.]+")
_OP = re.compile(r"\b[a-z_]+\.[a-z_]\w*(?:\.\w+)*")
_ATTRIBUTE = re.compile(r"(?<=[{<,])\s*[\w.]+ = [^,{}<>\[\]()]+|(?<=[{<,])\s*[\w.]+ = \[[^\[\]]*\]")
FIELDS = ["subgroup_tile", "batch_tile", "outer_tile", "thread_tile", "element_tile"]
STRIDES = ["subgroup_strides", "thread_strides"]


def _one(rng: random.Random, pattern: re.Pattern[str], text: str, new: Callable[[re.Match[str]], str]) -> str:
    """Another text for one match, or for all that say the same."""
    found = list(pattern.finditer(text))
    if not found:
        return text
    chosen = rng.choice(found)
    if rng.random() < 0.5:
        return text[: chosen.start()] + new(chosen) + text[chosen.end() :]
    other = new(chosen)
    return pattern.sub(lambda match: other if match[0] == chosen[0] else match[0], text)


def one_byte(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    at = rng.randrange(len(text) + 1)
    new = rng.choice(["", "", chr(rng.randrange(1, 128)), rng.choice('<>[](){}"%#!@^:,.-=\\/?*'), "é", "\u2028", "\r"])
    return text[:at] + new + text[at + rng.randrange(3) :]


def cut(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] if rng.random() < 0.5 else text[:at] + text[min(len(text), at + rng.randrange(1, 40)) :]


def tokens(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    found = _TOKEN.findall(text)
    if not found:
        return text
    at, other = rng.randrange(len(found)), rng.randrange(len(found))
    match rng.randrange(5):
        case 0:
            del found[at]
        case 1:
            found.insert(at, found[other])
        case 2:
            found[at], found[other] = found[other], found[at]
        case 3:
            found[at] = rng.choice(_TOKEN.findall(rng.choice(all_seeds)) or [""])
        case _:
            found[at] = found[at] * rng.choice((2, 3, 100))
    return "".join(found)


def lines(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    found = text.split("\n")
    at, other = rng.randrange(len(found)), rng.randrange(len(found))
    match rng.randrange(5):
        case 0:
            del found[at]
        case 1:
            found.insert(at, found[other])
        case 2:
            found[at], found[other] = found[other], found[at]
        case 3:
            strange = rng.choice(all_seeds).split("\n")
            begin = rng.randrange(len(strange))
            found[at:at] = strange[begin : begin + rng.randrange(1, 6)]
        case _:
            found[at : at + 1] = [found[at]] * rng.choice((2, 3, 50))
    return "\n".join(found)


def delete_op(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    """Its users read another value, which parses more often than a use of nothing."""
    found = text.split("\n")
    defining = [number for number, line in enumerate(found) if re.match(r"\s*%[\w$.-]+ = ", line)]
    if not defining:
        return text
    line = found.pop(rng.choice(defining))
    name = _VALUE.search(line)
    assert name
    rest = "\n".join(found)
    others = sorted(set(_VALUE.findall(rest)) - {name[0]})
    return re.sub(re.escape(name[0]) + r"(?![\w$.-])", rng.choice(others), rest) if others else rest


def repeat_op(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    """Under a new name, up to thousands of times."""
    found = text.split("\n")
    defining = [number for number, line in enumerate(found) if re.match(r"\s*%[\w$.-]+ = [^{]*$", line)]
    if not defining:
        return text
    at = rng.choice(defining)
    copies = [re.sub(r"%[\w$.-]+", f"%copy{i}", found[at], count=1) for i in range(rng.choice((1, 2, 10, 1000)))]
    found[at + 1 : at + 1] = copies
    return "\n".join(found)


def swap_values(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    names = sorted(set(_VALUE.findall(text)))
    return _one(rng, _VALUE, text, lambda match: rng.choice(names))


def swap_ops(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    return _one(rng, _OP, text, lambda match: rng.choice(OPS.split()))


def numbers(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    return _one(rng, _NUMBER, text, lambda match: rng.choice(NUMBERS))


def elements(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    return _one(rng, _ELEMENT, text, lambda match: rng.choice(ELEMENTS))


def shapes(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    def new(match: re.Match[str]) -> str:
        kind = match[1] if rng.random() < 0.9 else rng.choice(("vector", "memref", "tensor"))
        return f"{kind}<{rng.choice(SHAPES)}"

    return _one(rng, _SHAPED, text, new)


def attributes(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    known = [*_ATTRIBUTE.findall(rng.choice(all_seeds)), "", " x", " layout = 1 : i32", " permutation = array<i64: 0>"]
    return _one(rng, _ATTRIBUTE, text, lambda match: rng.choice(known))


def layouts(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    """Another layout: of another program, or a random one of the same shape, so that it fits."""

    def new(match: re.Match[str]) -> str:
        if rng.random() < 0.2:
            return rng.choice(_LAYOUT.findall(rng.choice(all_seeds)) or ["#none"])
        rows = [re.search(rf"\b{name} = \[([\d, ]*)\]", match[0]) for name in FIELDS]
        if not all(rows):
            return "1 : i32"
        if re.search(r"\d{10}", match[0]):
            return match[0]  # Another mutation's number, which may be too long for Python.
        tiles = [[int(number) for number in row[1].split(",") if number.strip()] for row in rows if row]
        if len({len(row) for row in tiles}) != 1 or any(size > 2**20 for row in tiles for size in row):
            return match[0]
        return random_layout(rng, [math.prod(sizes) for sizes in zip(*tiles, strict=True)])

    return _one(rng, _LAYOUT, text, new)


def random_layout(rng: random.Random, shape: Sequence[int]) -> str:
    columns = []
    for size in shape:
        column = [1] * len(FIELDS)
        prime = 2
        while size > 1 and prime <= 64:
            if size % prime:
                prime += 1
                continue
            size //= prime
            column[rng.choice((0, 1, 2, 3, 3, 3, 4))] *= prime
        column[1] *= max(size, 1)
        columns.append(column)
    rows = [f"{name} = {[column[row] for column in columns]}" for row, name in enumerate(FIELDS)]
    for name in STRIDES:
        rows.append(f"{name} = {[rng.choice((0, 1, 1, 2, 3, 4, 16, 64, 1000)) for _ in shape]}")
    return f"#iree_vector_ext.nested_layout<{', '.join(rows)}>"


def swap_aliases(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    names = sorted(set(_ALIAS.findall(text)))
    return _one(rng, _ALIAS, text, lambda match: rng.choice(names))


def nest(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    """Something deep, mostly below what is refused for its depth, or long, in the place of a line."""
    deep = rng.choice((2, 5, 40, 150, 195, 250, 3000, 20000))
    kind = rng.randrange(10)
    found = text.split("\n")
    at = rng.randrange(len(found))
    if kind == 0:
        return "module {\n" * deep + text + "}\n" * deep
    if kind == 1:
        return f"#d0 = [0]\n{''.join(f'#d{i + 1} = [#d{i}]{chr(10)}' for i in range(deep))}" + use_alias(text, deep)
    if kind == 2:
        return f"!d0 = i8\n{''.join(f'!d{i + 1} = tuple<!d{i}>{chr(10)}' for i in range(deep))}" + text
    if kind == 3:
        return (
            "#map = affine_map<(d0) -> ("
            + rng.choice((" + ", " * 2 + ", " mod 3 + ")).join(["d0"] * deep)
            + ")>\n"
            + text
        )
    if kind == 4:
        return "#map = affine_map<(d0) -> (" + "-" * deep + "d0)>\n" + text
    if kind == 5:
        found[at] += " loc(" + "fused[" * deep + "unknown" + "]" * deep + ")"
    elif kind == 6:
        found[at] += " loc(" + "callsite(unknown at " * deep + "unknown" + ")" * deep + ")"
    elif kind == 7:
        body = ["%c = arith.constant true", *["scf.if %c {"] * deep, *["}"] * deep]
        found[at + 1 : at + 1] = body
    elif kind == 8:
        body = ["%c = arith.constant true", *["scf.if %c {"] * deep]
        found[at + 1 : at + 1] = body
        found.append("}\n" * deep)
    else:
        found[at] = found[at] + "{x = " + "[" * deep + "]" * deep + "}"
    return "\n".join(found)


def use_alias(text: str, last: int) -> str:
    return f"module attributes {{x.y = #d{last}}} {{\n{text}\n}}\n"


def comments(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    """What --verify-diagnostics and --split-input-file read, at the end of a line or instead of it."""
    kind = rng.choice(["error", "remark", "warning", "note", "error-re", "remark-re", "", "x"])
    where = rng.choice(["", "@above ", "@below ", "@unknown ", "@-1 ", f"@+{rng.choice(NUMBERS)} ", "@ "])
    comment = rng.choice([f"// expected-{kind} {where}{{{{{rng.choice(EXPECTED)}}}}}", "// -----"])
    all_lines = text.split("\n")
    at = rng.randrange(len(all_lines))
    all_lines[at] = rng.choice([f"{all_lines[at]} {comment}", comment])
    return "\n".join(all_lines)


def splice(rng: random.Random, text: str, all_seeds: Sequence[str]) -> str:
    other = rng.choice(all_seeds)
    match rng.randrange(3):
        case 0:
            return text + other
        case 1:
            return f"module {{\n{text}\n}}\n"
        case _:
            return text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other) + 1) :]


MUTATIONS: dict[Mutation, int] = {
    one_byte: 4,
    cut: 2,
    tokens: 6,
    lines: 6,
    delete_op: 8,
    repeat_op: 4,
    swap_values: 8,
    swap_ops: 6,
    numbers: 10,
    elements: 8,
    shapes: 8,
    attributes: 8,
    layouts: 14,
    swap_aliases: 4,
    nest: 4,
    comments: 4,
    splice: 2,
}
"""Each with how often it is drawn, of all of these: most of what bytes and tokens give does not parse."""


Reprint = Callable[[str], str | None]
"""A text in generic form; None if it does not parse or is not valid."""

TRIES = 5

LONGEST = 2**22
"""Characters of an input."""


def mutant(seed: int, number: int, host: str, reprint: Reprint) -> str:
    """Input `number` of the campaign `seed`. Of three, two take only such mutations as still parse, so that passes get
    to see them."""
    rng = random.Random(f"{seed} {number}")
    all_seeds = seeds(host)
    text = rng.choice(all_seeds)
    gentle = rng.random() < 0.67
    if gentle and rng.random() < 0.3:
        text = reprint(text) or text
    for _ in range(rng.choice((1, 1, 2, 2, 3, 5))):
        for _ in range(TRIES if gentle else 1):
            (mutate,) = rng.choices(list(MUTATIONS), list(MUTATIONS.values()))
            changed = mutate(rng, text, all_seeds)
            if len(changed) > LONGEST:
                continue  # Such a one takes its time because it is long.
            if not gentle or (changed != text and reprint(changed) is not None):
                text = changed
                break
    return text
