"""How each op of iree_vector_ext becomes generic form: a cursor that copies, drops and inserts.

    %1 = iree_vector_ext.transfer_gather %m[%i, %j] [%v : vector<8xindex>], %p, %k <indexing_maps = [..]> : !m, !v, !k
    %1 = "iree_vector_ext.transfer_gather"(%m, %i, %j, %v, %p, %k) {.., indexing_maps = [..]} : (!m, index, ..) -> !v

    %1:2 = iree_vector_ext.arg_compare dimension(1) ins(%x : !x) inits(%a, %b : !a, !b) index_base(%c : index) {
    %1:2 = "iree_vector_ext.arg_compare"(%x, %a, %b, %c) ({
      ...
    } -> !a, !b
    }) {dimension = 1 : i64, ..} : (!x, !a, !b, index) -> (!a, !b)

Of to_layout older spellings are read too: `to #a` (2024), and shared_memory_conversion among the attributes in braces
or in `<{..}>`.
"""

import re
from collections.abc import Callable
from functools import cached_property

from lanewise.assembly.cursor import SKIPPED, Cursor, group, on_one_line, problem
from lanewise.assembly.nesting import CLOSER

PREFIX = "iree_vector_ext.to_"
OTHERS = ("iree_vector_ext.transfer_gather", "iree_vector_ext.arg_compare", "iree_vector_ext.yield")
OURS = r"iree_vector_ext\.(to_layout|to_simd|to_simt|transfer_gather|arg_compare|yield)"
NAME = r"[\w$.-]+"
_OPERAND = re.compile(rf"%{NAME}(?:\s*#\d+)?")
TYPE = re.compile(rf"(?:!{NAME}|[A-Za-z_][\w.$]*)\s*(?=<)|!{NAME}|(?:[su]?i\d+|index|none|b?f\d\w*|tf32)(?![\w.$])")
# The first lookahead is against `to_layout_x`, the second against the name of an attribute.
_CUSTOM = re.compile(rf"{SKIPPED}|{OURS}(?![\w.$])(?!\s*[=,}}])")
# `%iree_vector_ext.to_layout` is a value. A lookbehind in the pattern above would slow the search down.
_LONGER = re.compile(r"[\w.$%@#!^-]i")
_LAYOUT = re.compile(rf"#{NAME}")
_NUMBER = re.compile(r"-?\d+")
_TYPE_ALIAS = re.compile(rf"{SKIPPED}|^[ \t]*(!{NAME})\s*=", re.MULTILINE)
_SHAPED = re.compile(r"(?:memref|tensor|vector)\s*<(?:\s*(?:\d+|\?)\s*x)*")


def segments(*counts: int) -> str:
    return f"operandSegmentSizes = array<i32: {', '.join(map(str, counts))}>"


def element_of(shaped: str, aliases: dict[str, str]) -> str | None:
    """The text of the element type of a shaped type; None where this is none."""
    for _ in aliases:
        shaped = aliases.get(shaped, shaped)
    begun = _SHAPED.match(shaped)
    if begun is None:
        return None
    end, commas = group(shaped, shaped.index("<"))
    return shaped[begun.end() : commas[0] if commas else end - 1].strip()


class Rewriter(Cursor):
    """Copies what it advances over, and of what it drops keeps the line breaks."""

    def __init__(self, text: str, shift: Callable[[int, int, int], None]) -> None:
        """`shift` hears from which line and column on the new text is how far to the right."""
        super().__init__(text, 0)
        self.out: list[str] = []
        self.line, self.column, self.shift = 1, 1, 0
        self._tell = shift

    @cached_property
    def aliases(self) -> dict[str, str]:
        """What aliases of types stand for."""
        found = {}
        for match in _TYPE_ALIAS.finditer(self.text):
            cursor = Cursor(self.text, match.end())
            if match[1] and TYPE.match(self.text, cursor.next()):
                found[match[1]] = cursor.take(TYPE, "a type")
        return found

    def advance(self, end: int) -> None:
        self._tell(self.line, self.column, self.shift)
        self._write(self.text[self.at : end])
        self.at = end

    def _write(self, piece: str) -> None:
        self.out.append(piece)
        newline = piece.rfind("\n")
        if newline >= 0:
            self.line += piece.count("\n")
            self.column, self.shift = 1, 0
        self.column += len(piece[newline + 1 :].encode())

    def insert(self, text: str) -> None:
        self.out.append(text)
        self.column += len(text.encode())
        self.shift += len(text.encode())

    def leave(self, begin: int, end: int) -> None:
        if "\n" in self.text[self.at : begin]:
            self.advance(begin)
        self.shift -= end - self.at
        dropped, self.at = self.text[begin:end], end
        if "\n" in dropped:
            self._write("\n" * dropped.count("\n"))
            self.shift = self.column - 1 - (end - self.text.rfind("\n", 0, end) - 1)

    def drop_taken(self, pattern: re.Pattern[str], needed: str) -> str:
        """As `take`, of what is to stand elsewhere."""
        begin, cursor = self.next(), Cursor(self.text, self.at)
        taken = cursor.take(pattern, needed)
        self.leave(begin, cursor.at)
        return taken

    def keep(self, token: str) -> None:
        begin = self.next()
        if not self.text.startswith(token, begin):
            raise problem(self.text, begin, f"'{token}'")
        self.advance(begin + len(token))

    def ops(self, end: int) -> None:
        """Rewrite all ops up to here."""
        at = self.at
        while match := _CUSTOM.search(self.text, at, end):
            at = match.end()
            if match[1] and not _LONGER.match(self.text, match.start() - 1):
                self.op(match)
                at = self.at
        self.advance(end)

    def op(self, name: re.Match[str]) -> None:
        self.advance(name.start())
        self.drop(name[0])
        self.insert(f'"{name[0]}"(')
        match name[1]:
            case "to_layout":
                self.to_layout()
            case "transfer_gather":
                self.transfer_gather()
            case "arg_compare":
                self.arg_compare()
            case "yield":
                self.yields()
            case _:
                self.cast()

    def to_layout(self) -> None:
        self.operand()
        self.drop("to")
        parenthesised = not self.sees("#")
        if parenthesised:
            self.drop("layout", "(")
        self.insert(") {layout = ")
        self.take(_LAYOUT, "a layout attribute")
        if parenthesised:
            self.drop(")")
        self.dictionaries()
        self.insert("}")
        self.drop(":")
        self.insert(" : (")
        type_ = self.take(TYPE, "a type")
        self.insert(f") -> {type_}")

    def cast(self) -> None:
        self.operand()
        self.insert(")")
        if self.sees("{"):
            self.advance(group(self.text, self.next())[0])
        self.drop(":")
        self.insert(" : (")
        self.take(TYPE, "a type")
        self.drop("->")
        self.insert(") ->")
        self.take(TYPE, "a type")

    def transfer_gather(self) -> None:
        self.operand()
        self.drop("[")
        offsets = 0 if self.sees("]") else self.operands(", ")
        self.drop("]")
        vectors = 0
        types = ["index"] * offsets
        if self.sees("["):
            self.drop("[")
            vectors = self.operands(", ")
            types += self.types()
            self.drop("]")
        self.keep(",")
        self.operand()
        masked = self.sees(",")
        if masked:
            self.keep(",")
            self.operand()
        self.insert(f") {{{segments(1, offsets, vectors, 1, int(masked))}")
        self.dictionaries()
        self.insert("}")
        self.drop(":")
        self.insert(" : (")
        at = self.next()
        base = self.take(TYPE, "a type")
        element = element_of(base, self.aliases)
        if element is None:
            raise problem(self.text, at, "a memref or tensor")
        self.drop(",")
        result = self.drop_taken(TYPE, "a type")
        self.insert(", " + ", ".join([*types, element]))
        if masked:
            self.keep(",")
            self.take(TYPE, "a type")
        self.insert(f") -> {result}")

    def arg_compare(self) -> None:
        entries = [self.dictionary()] if self.sees("{") else []
        self.drop("dimension", "(")
        entries.insert(0, f"dimension = {self.drop_taken(_NUMBER, 'a number')} : i64")
        self.drop(")")
        counts: list[int] = []
        types: list[str] = []
        for word in ("ins", "inits", "index_base"):
            if word == "index_base" and not self.sees(word):
                counts.append(0)
                break
            self.drop(word, "(")
            counts.append(self.operands(", " if types else ""))
            types += self.types()
            self.drop(")")
        if counts[0] not in (1, 2) or counts[1] != 2 or counts[2] > 1:
            raise problem(self.text, self.next(), "one value or value and index, two inits and one index base before")
        self.insert(") (")
        end, _ = group(self.text, self.next()) if self.sees("{") else (self.next(), [])
        self.keep("{")
        self.ops(end - 1)
        self.keep("}")
        entries.append(segments(1, counts[0] - 1, 1, 1, counts[2]))
        self.insert(f") {{{', '.join(filter(None, entries))}}} : ({', '.join(types)})")
        self.keep("->")
        self.insert(" (")
        self.take(TYPE, "a type")
        while self.sees(","):
            self.keep(",")
            self.take(TYPE, "a type")
        self.insert(")")

    def yields(self) -> None:
        entries = self.dictionary() if self.sees("{") else ""
        types: list[str] = []
        if self.sees("%"):
            self.operands("")
            types = self.types()
        self.insert(f"){f' {{{entries}}}' if entries else ''} : ({', '.join(types)}) -> ()")

    def operand(self) -> None:
        begin = self.next()
        match = _OPERAND.match(self.text, begin)
        if not match:
            raise problem(self.text, begin, "an operand")
        self.advance(match.end())

    def operands(self, before: str) -> int:
        """Copy a list of operands; how many they are."""
        self.insert(before)
        count = 1
        self.operand()
        while self.sees(","):
            self.keep(",")
            self.operand()
            count += 1
        return count

    def types(self) -> list[str]:
        """Drop `: !a, !b`."""
        self.drop(":")
        found = [self.drop_taken(TYPE, "a type")]
        while self.sees(","):
            self.drop(",")
            found.append(self.drop_taken(TYPE, "a type"))
        return found

    def dictionary(self) -> str:
        """Drop `{..}`; what it holds."""
        begin = self.next()
        end, _ = group(self.text, begin)
        self.leave(begin, end)
        return on_one_line(self.text[begin + 1 : end - 1]).strip()

    def dictionaries(self) -> None:
        for opening in "<{":
            if self.sees(opening):
                self._entries(opening)

    def _entries(self, opening: str) -> None:
        """Add what `{..}`, `<..>` or `<{..}>` holds to the dictionary that is open."""
        end, _ = group(self.text, self.next())
        self.drop(opening)
        if self.sees("{"):
            self._entries("{")
        elif self.next() < end - 1:
            self.insert(", ")
            self.advance(end - 1)
        self.drop(CLOSER[opening])
