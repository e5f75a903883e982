"""Generic form of to_layout, to_simd and to_simt, as hosts print it that lack iree_vector_ext -> custom assembly.

The way back from what generic.py writes; see there.
"""

import re

from lanewise.assembly.cursor import SKIPPED, Cursor, SyntaxProblem, group, problem
from lanewise.assembly.generic import NAME, OURS, PLAIN_LAYOUT, PLAIN_VALUE, PREFIX, RESULT, TYPE

_PRINTED = re.compile(rf'"{OURS}"\((%{NAME}(?:#\d+)?)\)|{SKIPPED}')
# A printed op begins a line, or follows its results or a brace. Elsewhere the same words are another op's string.
_BEFORE_PRINTED = re.compile(r"[ \t]*$|.*[={] $")
_PLAIN_PRINTED = re.compile(
    rf'({RESULT})"iree_vector_ext\.to_layout"\(({PLAIN_VALUE})\) '
    rf"{{(lanewise\.conversion, )?layout = ({PLAIN_LAYOUT})}} : \((vector<[^<>()]*>)\) -> \5(?=\n)"
)


def to_custom(printed: str) -> str:
    """Printed IR with the three ops as iree-opt prints them. An op without such a form (no layout) stays generic."""
    printed = _PLAIN_PRINTED.sub(_plain_custom, printed)
    if f'"{PREFIX}' not in printed:
        return printed
    out, done = [], 0
    for match in _PRINTED.finditer(printed):
        if match[1] and _BEFORE_PRINTED.match(printed, printed.rfind("\n", 0, match.start()) + 1, match.start()):
            cursor = Cursor(printed, match.end())
            try:
                custom = _custom(match[1], match[2], cursor)
            except SyntaxProblem:
                continue
            out += [printed[done : match.start()], custom]
            done = cursor.at
    out.append(printed[done:])
    return "".join(out)


def _plain_custom(op: re.Match[str]) -> str:
    head, operand, conversion, layout, type_ = op.groups()
    mark = " {lanewise.conversion}" if conversion else ""
    return f"{head}iree_vector_ext.to_layout {operand} to layout({layout}){mark} : {type_}"


def _custom(name: str, operand: str, cursor: Cursor) -> str:
    """The custom form of the printed op whose operand the cursor has just passed; SyntaxProblem if it has none."""
    layout = properties = ""
    attributes = []
    while cursor.sees("<{") or cursor.sees("{"):
        closer = "}>" if cursor.sees("<") else "}"
        opening = cursor.next() + len(closer) - 1
        end, commas = group(cursor.text, opening)
        for begin, stop in zip([opening, *commas], [*commas, end - 1], strict=True):
            entry = cursor.text[begin + 1 : stop].strip()
            key, _, value = entry.partition(" = ")
            if name == "to_layout" and key == "layout":
                layout = value
            elif name == "to_layout" and key == "shared_memory_conversion":
                properties = f" <{key} = {value or 'unit'}>"
            elif entry:
                attributes.append(entry)
        cursor.advance(end + len(closer) - 1)
    cursor.drop(":", "(")
    source = cursor.take(TYPE, "a type")
    cursor.drop(")", "->")
    result = cursor.take(TYPE, "a type")
    braces = f" {{{', '.join(attributes)}}}" if attributes else ""
    if name != "to_layout":
        return f"iree_vector_ext.{name} {operand}{braces} : {source} -> {result}"
    if not layout.startswith("#") or source != result:
        raise problem(cursor.text, cursor.at, "a layout and one type")
    return f"iree_vector_ext.{name} {operand} to layout({layout}){properties}{braces} : {result}"
