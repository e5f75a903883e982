"""A smaller program with the same fault: lines are deleted, and what they defined becomes an argument."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanewise.reduce.windows import Fails, smallest

NAME = re.compile(r"%\w+")
ALIAS = re.compile(r"^(#\w+) = ")
FIXED = re.compile(r"^\s*(scf\.yield|scf\.condition|iree_vector_ext\.yield|return|case |default |\^bb|\})")
# Windows tried in one run of the tools.
BATCH = 60


def shrink(text: str, types: dict[str, str], fails: Fails[str]) -> str:
    """Delete ever smaller windows of lines while the fault stays; `text` itself must have it. `fails` says of each
    program whether it is valid and shows the fault."""

    def without(text: str, start: int, stop: int) -> Iterator[str]:
        lines = text.splitlines()
        deleted = {line for at in range(start, stop) for line in unit(lines, at)}
        if deleted:
            yield assemble(lines, deleted, types)

    bare = assemble(re.sub(r"(?m)^  return .*$", "  return", text).splitlines(), set(), types)
    if fails([bare])[0]:
        text = bare
    return smallest(text, lambda text: len(text.splitlines()), without, fails, BATCH)


def unit(lines: list[str], at: int) -> range:
    """The lines that go when line `at` goes: all of its regions with it, and none for a line that must stay."""
    if ALIAS.match(lines[at]) or lines[at].startswith("func.func") or FIXED.match(lines[at]):
        return range(0)
    end = at
    depth = braces(lines[at])
    # An index_switch opens its first region on the line after its own.
    while depth or (end + 1 < len(lines) and re.match(r"^\s*(case \d|default )", lines[end + 1])):
        end += 1
        depth += braces(lines[end])
    return range(at, end + 1)


def braces(line: str) -> int:
    return line.count("{") - line.count("}")


def assemble(lines: list[str], deleted: set[int], types: dict[str, str]) -> str:
    """The program without some lines, with the arguments and the aliases that it then needs."""
    head = next(at for at, line in enumerate(lines) if line.startswith("func.func"))
    body = [line for at, line in enumerate(lines) if at > head and at not in deleted]
    used = dict.fromkeys(NAME.findall("\n".join(body)))
    defined = {name for line in body for name in defines(line)}
    args = ", ".join(f"{name}: {types[name]}" for name in used if name not in defined)
    returned = re.search(r"\) (-> \(.*\) )?\{$", lines[head])
    results = returned[1] or "" if returned and any(line.startswith("  return %") for line in body) else ""
    aliases = [line for line in lines[:head] if re.search(rf"{line.split(' = ')[0]}\b", "\n".join(body))]
    return "\n".join([*aliases, f"func.func @f({args}) {results}{{", *body]) + "\n"


def defines(line: str) -> list[str]:
    """Results, block arguments, iter args and the induction variable that a line names."""
    left = re.match(r"^\s*((?:%\w+(?:, )?)+) = ", line)
    names = NAME.findall(left[1]) if left else []
    names += re.findall(r"(%\w+)(?=: )", line) if "^bb" in line else []
    if "scf.for" in line or "scf.while" in line:
        names += re.findall(r"(?:scf\.for |[(,] ?)(%\w+)(?= = )", line)
    return names
