"""How each op of iree_vector_ext becomes generic form.

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
from functools import cached_property

from lanewise.assembly.cursor import SKIPPED, Cursor, group, problem
from lanewise.assembly.nesting import CLOSER
from lanewise.assembly.rewriter import NAME, OPERAND, TYPE, Rewriter

PREFIX = "iree_vector_ext.to_"
OTHERS = (
    "iree_vector_ext.transfer_gather",
    "iree_vector_ext.transfer_scatter",
    "iree_vector_ext.arg_compare",
    "iree_vector_ext.yield",
)
OURS = r"iree_vector_ext\.(to_layout|to_simd|to_simt|transfer_gather|transfer_scatter|arg_compare|yield)"
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


class GenericForms(Rewriter):
    """Passes a program, and rewrites the ops of the dialect that stand in it."""

    @cached_property
    def aliases(self) -> dict[str, str]:
        """What aliases of types stand for."""
        found = {}
        for match in _TYPE_ALIAS.finditer(self.text):
            cursor = Cursor(self.text, match.end())
            if match[1] and TYPE.match(self.text, cursor.next()):
                found[match[1]] = cursor.take(TYPE, "a type")
        return found

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
            case "transfer_scatter":
                self.transfer_scatter()
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
        offsets, vectors, types = self.offsets_and_vectors()
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

    def transfer_scatter(self) -> None:
        value = self.drop_taken(OPERAND, "an operand")
        self.drop("into")
        self.operand()
        self.insert(f", {value}")
        offsets, vectors, types = self.offsets_and_vectors()
        masked = self.sees(",")
        if masked:
            self.keep(",")
            self.operand()
        self.insert(f") {{{segments(1, 1, offsets, vectors, int(masked))}")
        self.dictionaries()
        self.insert("}")
        self.drop(":")
        value = self.drop_taken(TYPE, "a type")
        self.drop(",")
        self.insert(" : (")
        self.take(TYPE, "a type")
        self.insert(f", {', '.join([value, *types])}")
        if masked:
            self.keep(",")
            self.take(TYPE, "a type")
        self.insert(")")
        if self.sees("->"):
            self.keep("->")
            self.take(TYPE, "a type")
        else:
            self.insert(" -> ()")

    def offsets_and_vectors(self) -> tuple[int, int, list[str]]:
        """`[%i, %j] [%v : vector<8xindex>]`: how many offsets and index vectors, and their types."""
        self.drop("[")
        offsets = 0 if self.sees("]") else self.operands(", ")
        self.drop("]")
        vectors, types = 0, ["index"] * offsets
        if self.sees("["):
            self.drop("[")
            vectors = self.operands(", ")
            types += self.types()
            self.drop("]")
        return offsets, vectors, types

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
