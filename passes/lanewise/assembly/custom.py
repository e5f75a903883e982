"""Generic form of iree_vector_ext's ops, as hosts print it that lack the dialect -> custom assembly.

The way back from what generic.py writes; see there and generic_forms.py.
"""

import re
from typing import NamedTuple

from lanewise.assembly.cursor import SKIPPED, Cursor, SyntaxProblem, group, problem
from lanewise.assembly.generic import PLAIN_LAYOUT, PLAIN_VALUE, RESULT
from lanewise.assembly.generic_forms import OTHERS, OURS, PREFIX, element_of
from lanewise.assembly.rewriter import TYPE

_PRINTED = re.compile(rf'"{OURS}"(?=\()|{SKIPPED}')
# A printed op begins a line, or follows its results or a brace. Elsewhere the same words are another op's string.
_BEFORE_PRINTED = re.compile(r"[ \t]*$|.*[={] $")
_PLAIN_PRINTED = re.compile(
    rf'({RESULT})"iree_vector_ext\.to_layout"\(({PLAIN_VALUE})\) '
    rf"{{(lanewise\.conversion, )?layout = ({PLAIN_LAYOUT})}} : \((vector<[^<>()]*>)\) -> \5(?=\n)"
)
_SEGMENTS = re.compile(r"array<i32: ([\d, ]*)>")
_DIMENSION = re.compile(r"(\d+) : i64")


def to_custom(printed: str) -> str:
    """Printed IR with the ops as iree-opt prints them. An op without such a form (no layout) stays generic."""
    printed = _PLAIN_PRINTED.sub(_plain_custom, printed)
    if not any(f'"{name}' in printed for name in (PREFIX, *OTHERS)):
        return printed
    return _convert(printed)


def _convert(printed: str) -> str:
    out, at, done = [], 0, 0
    while match := _PRINTED.search(printed, at):
        at = match.end()
        if match[1] and _BEFORE_PRINTED.match(printed, printed.rfind("\n", 0, match.start()) + 1, match.start()):
            cursor = Cursor(printed, match.end())
            try:
                custom = _FORMS.get(match[1], _cast)(_read(match[1], cursor))
            except SyntaxProblem:
                continue
            out += [printed[done : match.start()], custom]
            at = done = cursor.at
    out.append(printed[done:])
    return "".join(out)


def _plain_custom(op: re.Match[str]) -> str:
    head, operand, conversion, layout, type_ = op.groups()
    mark = " {lanewise.conversion}" if conversion else ""
    return f"{head}iree_vector_ext.to_layout {operand} to layout({layout}){mark} : {type_}"


class _Op(NamedTuple):
    """What stands in the generic form of an op, as text."""

    name: str
    operands: list[str]
    region: str
    attributes: dict[str, str]
    """Each entry, by what it is called."""
    sources: list[str]
    """Types of operands."""
    results: list[str]
    cursor: Cursor
    """Behind all that."""

    def form(self) -> SyntaxProblem:
        """What to raise where an op has no custom form."""
        return problem(self.cursor.text, self.cursor.at, "another op")

    def take(self, key: str) -> str:
        """The value of an attribute that has its own place."""
        return self.attributes.pop(key, "").partition(" = ")[2]

    def segments(self, count: int) -> list[int]:
        """How many operands each group of them has."""
        match = _SEGMENTS.fullmatch(self.take("operandSegmentSizes"))
        found = [int(one) for one in match[1].split(",")] if match and match[1] else []
        if len(found) != count or sum(found) != len(self.operands):
            raise self.form()
        return found

    @property
    def braces(self) -> str:
        return f" {{{', '.join(self.attributes.values())}}}" if self.attributes else ""


def _read(name: str, cursor: Cursor) -> _Op:
    """The op whose name the cursor has just passed."""
    operands = _list(cursor)
    region = ""
    if cursor.sees("({"):
        opening = cursor.next()
        end, _ = group(cursor.text, opening)
        region = cursor.text[opening + 1 : end - 1]
        cursor.advance(end)
    attributes = {}
    while cursor.sees("<{") or cursor.sees("{"):
        closer = "}>" if cursor.sees("<") else "}"
        cursor.advance(cursor.next() + len(closer) - 1)
        for entry in _list(cursor):
            attributes[entry.partition(" = ")[0]] = entry
        cursor.advance(cursor.at + len(closer) - 1)
    cursor.drop(":")
    sources = _list(cursor)
    cursor.drop("->")
    results = _list(cursor) if cursor.sees("(") else [cursor.take(TYPE, "a type")]
    return _Op(name, operands, region, attributes, sources, results, cursor)


def _list(cursor: Cursor) -> list[str]:
    """Pass a group; what its commas part."""
    opening = cursor.next()
    if opening == len(cursor.text):
        raise problem(cursor.text, opening, "a list")
    end, commas = group(cursor.text, opening)
    cursor.advance(end)
    parts = [
        cursor.text[begin + 1 : stop].strip()
        for begin, stop in zip([opening, *commas], [*commas, end - 1], strict=True)
    ]
    return [part for part in parts if part]


def _cast(op: _Op) -> str:
    if len(op.operands) != 1 or len(op.results) != 1 or op.region:
        raise op.form()
    return f"iree_vector_ext.{op.name} {op.operands[0]}{op.braces} : {op.sources[0]} -> {op.results[0]}"


def _to_layout(op: _Op) -> str:
    layout = op.take("layout")
    if not layout.startswith("#") or op.sources != op.results or len(op.sources) != 1 or op.region:
        raise op.form()
    properties = ""
    if "shared_memory_conversion" in op.attributes:
        properties = f" <shared_memory_conversion = {op.take('shared_memory_conversion') or 'unit'}>"
    return f"iree_vector_ext.to_layout {op.operands[0]} to layout({layout}){properties}{op.braces} : {op.results[0]}"


def _transfer_gather(op: _Op) -> str:
    base, offsets, vectors, padding, masked = op.segments(5)
    maps = op.take("indexing_maps")
    if base != 1 or padding != 1 or masked > 1 or not maps or len(op.results) != 1 or op.region:
        raise op.form()
    last = 1 + offsets + vectors
    ends = op.sources[1 : 1 + offsets], op.sources[last]
    if ends != (["index"] * offsets, element_of(op.sources[0], {})):
        raise op.form()
    head = f"iree_vector_ext.transfer_gather {op.operands[0]}[{', '.join(op.operands[1 : 1 + offsets])}]"
    if vectors:
        head += f" [{_typed(op, range(1 + offsets, last))}]"
    types = [op.sources[0], *op.results, *op.sources[last + 1 :]]
    return f"{head}, {', '.join(op.operands[last:])} <indexing_maps = {maps}>{op.braces} : {', '.join(types)}"


def _transfer_scatter(op: _Op) -> str:
    base, value, offsets, vectors, masked = op.segments(5)
    maps = op.take("indexing_maps")
    if base != 1 or value != 1 or masked > 1 or not maps or len(op.results) > 1 or op.region:
        raise op.form()
    last = 2 + offsets + vectors
    if op.sources[2 : 2 + offsets] != ["index"] * offsets:
        raise op.form()
    head = f"iree_vector_ext.transfer_scatter {op.operands[1]} into {op.operands[0]}"
    head += f"[{', '.join(op.operands[2 : 2 + offsets])}]"
    if vectors:
        head += f" [{_typed(op, range(2 + offsets, last))}]"
    head += "".join(f", {mask}" for mask in op.operands[last:])
    types = [op.sources[1], op.sources[0], *op.sources[last:]]
    result = f" -> {op.results[0]}" if op.results else ""
    return f"{head} <indexing_maps = {maps}>{op.braces} : {', '.join(types)}{result}"


def _arg_compare(op: _Op) -> str:
    counts = op.segments(5)
    dimension = _DIMENSION.fullmatch(op.take("dimension"))
    if dimension is None or counts[:1] + counts[2:4] != [1, 1, 1] or max(counts) > 1 or not op.region:
        raise op.form()
    first = 1 + counts[1]
    head = f"iree_vector_ext.arg_compare{op.braces} dimension({dimension[1]}) ins({_typed(op, range(first))})"
    head += f" inits({_typed(op, range(first, first + 2))})"
    if counts[4]:
        head += f" index_base({_typed(op, range(first + 2, first + 3))})"
    return f"{head} {_convert(op.region)} -> {', '.join(op.results)}"


def _yield(op: _Op) -> str:
    if op.results or op.region:
        raise op.form()
    values = f" {_typed(op, range(len(op.operands)))}" if op.operands else ""
    return f"iree_vector_ext.yield{op.braces}{values}"


def _typed(op: _Op, numbers: range) -> str:
    names, types = (", ".join(one[numbers.start : numbers.stop]) for one in (op.operands, op.sources))
    return f"{names} : {types}"


_FORMS = {
    "to_layout": _to_layout,
    "transfer_gather": _transfer_gather,
    "transfer_scatter": _transfer_scatter,
    "arg_compare": _arg_compare,
    "yield": _yield,
}
"""By name; of others `_cast`."""
