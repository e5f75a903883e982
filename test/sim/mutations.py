"""Ways to break a distributed kernel, as edits of its text. Nothing here asks the simulator.

An edit stays on its line (MLIR does not need line ends), so that lines keep their numbers. Edits that change no value
whatever the input are left out where the text says so: digits that are always 0, guards that are always true, initial
values that are overwritten, barriers before the first access to a buffer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod

VALUE = r"%[\w#]+"
LINEARIZE = re.compile(r"^(.*affine\.linearize_index(?: disjoint)? )\[(.*?)\] by \((.*?)\)(.*)$")
DELINEARIZE = re.compile(r"^\s*(%\w+):(\d+) = affine\.delinearize_index (%\w+) into \((.*?)\)")
ACCESS = re.compile(r"^(.*vector\.transfer_(?:read|write) .*?)\[(.*?)\](.*)$")
MASKED_READ = re.compile(rf"^(.*transfer_read {VALUE}\[.*?\], {VALUE}, )(%\w+)( .*vector<(.*)x\w+>)$")
CONSTANT = re.compile(r"^\s*(%\w+) = arith\.constant (.*?) : (.*)$")
OTHER_OP = {
    "arith.mulf": "arith.addf",
    "arith.addf": "arith.mulf",
    "arith.divf": "arith.mulf",
    "arith.subf": "arith.addf",
    "arith.addi": "arith.subi",
    "arith.maximumf": "arith.minimumf",
    "arith.minimumf": "arith.maximumf",
    "arith.maxnumf": "arith.minnumf",
    "arith.minsi": "arith.maxsi",
    "arith.andi": "arith.ori",
    "arith.xori": "arith.ori",
    "arith.extui": "arith.extsi",
    "arith.extsi": "arith.extui",
    "math.exp ": "math.exp2 ",
    "math.exp2 ": "math.exp ",
    "math.rsqrt": "math.sqrt",
    "cmpi slt": "cmpi sgt",
    "cmpi ult": "cmpi ugt",
    "cmpi uge": "cmpi ult",
    "cmpf ogt": "cmpf olt",
    "<add>": "<mul>",
    "<maxnumf>": "<minnumf>",
    "<maximumf>": "<minimumf>",
    "subgroup_reduce add": "subgroup_reduce mul",
    "subgroup_reduce maxnumf": "subgroup_reduce minnumf",
    "subgroup_reduce maximumf": "subgroup_reduce minimumf",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """Line `line` (from 0) of a kernel becomes `text`."""

    kind: str
    line: int
    text: str


class Kernel:
    """The lines of a kernel, and what they say of its values."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        size = re.search(r"workgroup_size = \[(\d+), (\d+), (\d+)\]", text)
        assert size
        self.lanes = prod(map(int, size.groups()))
        self.extents: dict[str, int] = {"%thread_id_y": 1, "%thread_id_z": 1}
        self.constants: dict[str, str] = {}
        self.types: dict[str, str] = {}
        for line in self.lines:
            self._learn(line)

    def _learn(self, line: str) -> None:
        if match := CONSTANT.match(line):
            self.constants[match[1]] = match[2]
            self.types[match[1]] = match[3]
            if match[3] == "index":
                self.extents[match[1]] = int(match[2]) + 1
        if match := DELINEARIZE.match(line):
            for name, (extent, _) in self.digits(match).items():
                self.extents[name] = extent

    def digits(self, line: re.Match[str]) -> dict[str, tuple[int, int]]:
        """How many values each digit of a lane number takes, and how many lanes it keeps one of them."""
        basis = numbers(line[4])
        sizes = basis if int(line[2]) == len(basis) else [self.lanes, *basis]
        steps = [prod(sizes[number + 1 :]) for number in range(len(sizes))]
        extents = [min(size, -(-self.lanes // step)) for size, step in zip(sizes, steps, strict=True)]
        return {f"{line[1]}#{number}": both for number, both in enumerate(zip(extents, steps, strict=True))}

    def varies(self, value: str) -> bool:
        """False when the value is always 0."""
        return self.extents.get(value, 2) > 1

    def used(self, value: str) -> bool:
        """Whether a digit is read at all."""
        return any(re.search(rf"{re.escape(value)}\b(?!:)", line) for line in self.lines)


def numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def listed(items: list[int] | list[str]) -> str:
    return ", ".join(map(str, items))


def replaced(items: list[str], at: int, item: str) -> str:
    return listed([*items[:at], item, *items[at + 1 :]])


Edits = Iterator[tuple[int, str]]


def barrier_dropped(kernel: Kernel) -> Edits:
    for number, line in enumerate(kernel.lines):
        if "gpu.barrier" in line and not _first(kernel.lines, number):
            yield number, ""


def _first(lines: list[str], barrier: int) -> bool:
    """Whether workgroup memory is not touched between the barrier and where its buffer, or the loop, begins."""
    before = lines[:barrier]
    begins = [number for number, line in enumerate(before) if "memref.alloc()" in line or "scf.for " in line]
    begin = max(begins, default=0)
    return "scf.for " not in lines[begin] and not any("workgroup>" in x and "transfer_" in x for x in before[begin:])


def lanes_swapped(kernel: Kernel) -> Edits:
    """In one decomposition of the lane number neighbours along one digit change places.

    Not where it only says which lane stores what several have (see _stores_what_all_have), nor where both change
    places in all that they do (see Exchange).
    """
    for number, step, text in other_lanes(kernel, "xori"):
        match = DELINEARIZE.match(kernel.lines[number])
        assert match
        used = any(f"{match[1]}#" in line and "arith.cmpi eq" not in line for line in kernel.lines)
        if used and Exchange(kernel, match[1], step).shows():
            yield number, text


def lanes_merged(kernel: Kernel) -> Edits:
    """In one decomposition of the lane number one of two neighbours along one digit does as the other."""
    for number, _, text in other_lanes(kernel, "ori"):
        yield number, text


class Exchange:
    """Two lanes whose numbers differ by `step` change places, in what depends on one decomposition."""

    def __init__(self, kernel: Kernel, decomposition: str, step: int) -> None:
        self.kernel, self.decomposition, self.step = kernel, decomposition, step
        size = re.search(r"subgroup_size = (\d+)", "\n".join(kernel.lines))
        self.subgroup = int(size[1]) if size else 0
        self.sources: defaultdict[str, set[str]] = defaultdict(set)
        """The decompositions of the lane number, or that itself, by which the two have different values."""
        self.digits: dict[str, tuple[int, int]] = {}
        """Of other decompositions of the lane number: see Kernel.digits."""
        for match in filter(None, map(DELINEARIZE.match, kernel.lines)):
            if match[1] != decomposition and match[3].startswith("%thread_id"):
                self.digits |= kernel.digits(match)

    def shows(self) -> bool:
        """Whether something else depends on who they are: a store, its guard, or lanes that work together."""
        loops = any("scf.for" in line for line in self.kernel.lines)
        for _ in range(3 if loops else 1):  # What a loop hands on is known after the second time.
            shown = self._pass_over()
        return shown

    def _pass_over(self) -> bool:
        shown = False
        blocks: list[tuple[str, list[str]]] = []
        for line in self.kernel.lines:
            made = re.match(r"\s*(%[\w%:, ]+) = (.*)", line)
            before, after = made.groups() if made else ("", line)
            names = re.findall(r"%\w+", before)
            found = self._of(after)
            if "gpu.thread_id" in after or DELINEARIZE.match(line):
                found = {names[0]}
            if "gpu.subgroup_reduce" in line and self._reduces(line):
                found = set()
            elif re.search(r"subgroup_reduce|gpu\.shuffle|inner_tiled", line):
                shown |= self.decomposition in found and not self._between_subgroups()
            if "transfer_write" in line:
                guards = (self._of(head) for head, _ in blocks if "scf.if" in head)
                shown |= self._mixed(found.union(self._of(line), *guards))
            if "scf.yield" in line and blocks:
                names = blocks[-1][1]
            self._learn(names, found)
            if line.strip().startswith("}") and blocks:
                blocks.pop()
            if line.endswith("{"):
                carried = re.findall(r"(%\w+) = ", after.partition("iter_args")[2])
                blocks.append((line, [*names, *carried]))
                self._learn(carried, found)
        return shown

    def _learn(self, names: list[str], sources: set[str]) -> None:
        for name in names:
            self.sources[name] |= sources

    def _of(self, text: str) -> set[str]:
        names = re.findall(r"(%\w+)((?:#\d+)?)", text)
        return set().union(*(self.sources[name] for name, digit in names if self._differs(name + digit)))

    def _differs(self, digit: str) -> bool:
        extent, step = self.digits.get(digit, (0, 0))
        even = extent & (extent - 1) == 0 and step & (step - 1) == 0 and extent > 0
        return not even or step <= self.step < step * extent

    def _mixed(self, sources: set[str]) -> bool:
        return self.decomposition in sources and len(sources) > 1

    def _between_subgroups(self) -> bool:
        return bool(self.subgroup) and self.step % self.subgroup == 0

    def _reduces(self, line: str) -> bool:
        """Whether both lanes are of one cluster, and get one sum."""
        match = re.search(r"cluster\(size = (\d+)(?:, stride = (\d+))?\)", line)
        size, stride = (int(match[1]), int(match[2] or 1)) if match else (self.subgroup, 1)
        return stride <= self.step < stride * size


def other_lanes(kernel: Kernel, op: str) -> Iterator[tuple[int, int, str]]:
    for number, line in enumerate(kernel.lines):
        if match := DELINEARIZE.match(line):
            for digit, (extent, step) in kernel.digits(match).items():
                if extent > 1 and kernel.used(digit):
                    lane = f"%mc = arith.constant {step} : index %ml = arith.{op} {match[3]}, %mc : index "
                    yield number, step, lane + line.replace(f"index {match[3]} into", "index %ml into")


def digit_exchanged(kernel: Kernel) -> Edits:
    """Another digit of the same decomposition."""
    for number, line in enumerate(kernel.lines):
        if match := LINEARIZE.match(line):
            operands = match[2].split(", ")
            for at, operand in enumerate(operands):
                name, _, digit = operand.partition("#")
                for other in range(8) if digit else ():
                    new = f"{name}#{other}"
                    known = new in kernel.extents and new != operand
                    if known and (kernel.varies(new) or kernel.varies(operand)):
                        yield number, f"{match[1]}[{replaced(operands, at, new)}] by ({match[3]}){match[4]}"


def constant_changed(kernel: Kernel) -> Edits:
    """Not the paddings, which no access in bounds reads, and not what inserts overwrite."""
    for number, line in enumerate(kernel.lines):
        match = CONSTANT.match(line)
        if match is None:
            continue
        users = [user for user in kernel.lines if re.search(rf"{match[1]}\b", user) and user is not line]
        if match[3] == "index":
            # A mask cannot be longer than its vector.
            step = -1 if all("create_mask" in user for user in users) else 1
            yield number, line.replace(f"constant {match[2]} ", f"constant {int(match[2]) + step} ")
        elif any("insert" not in user and "transfer_read" not in user for user in users):
            if match[3] == "i32" and any("gpu.shuffle" in user for user in users):
                yield number, line.replace(f"constant {match[2]}", f"constant {int(match[2]) - 1}")
                continue
            other = _other_integer if re.search(r"\bx?(?:i\d+|index)>?$", match[3]) else _other_float
            yield number, line.replace(f"constant {match[2]}", f"constant {other(match[2])}")


def _other_integer(text: str) -> str:
    """One more, or less where there is no more."""
    number = re.search(r"-?\d+", text)
    if number is None:
        return {"true": "false", "false": "true"}.get(text, text)
    value = int(number[0])
    return text.replace(number[0], str(value - 1 if value == 2**31 - 1 else value + 1), 1)


INFINITE = {f"0x{before}": f"0x{after}" for before, after in (
    ("FC00", "7C00"), ("FE00", "7C00"), ("FF80", "7F80"), ("FFC0", "7F80"), ("FF800000", "7F800000"),
    ("FFC00000", "7F800000"),
)}  # fmt: skip


def _other_float(text: str) -> str:
    """2.5, but the largest and the infinite change their sign: softmax does not mind from where a maximum starts.

    Where it starts from what is no number, it starts from infinity, too.
    """
    scalar = text.removeprefix("dense<").removesuffix(">")
    if scalar in INFINITE:
        return text.replace(scalar, INFINITE[scalar])
    return text.replace("-", "") if "E+38" in scalar else text.replace(scalar, "2.500000e+00")


def index_operand(kernel: Kernel) -> Edits:
    """A constant of an index computation is another one."""
    indices = [name for name in kernel.constants if kernel.types[name] == "index"]
    for number, line in enumerate(kernel.lines):
        if match := LINEARIZE.match(line):
            operands = match[2].split(", ")
            for at, operand in enumerate(operands):
                for new in indices if operand in indices else ():
                    if kernel.constants[new] != kernel.constants[operand]:
                        yield number, f"{match[1]}[{replaced(operands, at, new)}] by ({match[3]}){match[4]}"


def basis_changed(kernel: Kernel) -> Edits:
    """One size more or less, of a digit inside one that is not 0."""
    for number, line in enumerate(kernel.lines):
        if match := LINEARIZE.match(line):
            basis, operands = numbers(match[3]), match[2].split(", ")
            for at, size in enumerate(basis):
                if any(kernel.varies(operand) for operand in operands[:at]):
                    new = [*basis[:at], size + 1, *basis[at + 1 :]]
                    yield number, f"{match[1]}[{match[2]}] by ({listed(new)}){match[4]}"
        elif match := DELINEARIZE.match(line):
            basis, digits = numbers(match[4]), list(kernel.digits(match))
            for at, size in enumerate(basis):
                outer = digits[: at + len(digits) - len(basis)]
                if any(kernel.varies(digit) and kernel.used(digit) for digit in outer):
                    new = [*basis[:at], size + 1, *basis[at + 1 :]]
                    yield number, line.replace(f"({match[4]})", f"({listed(new)})")


def guard_dropped(kernel: Kernel) -> Edits:
    """What not all lanes do, all do, or nobody; every element of a mask is set; a size has one bound less."""
    for number, line in enumerate(kernel.lines):
        if match := re.search(r"scf\.if (%\w+)", line):
            yield number, "%mt = arith.constant false " + line.replace(match[0], "scf.if %mt")
            if not _always(kernel, match[1], number) and not _stores_what_all_have(kernel, number):
                yield number, "%mt = arith.constant true " + line.replace(match[0], "scf.if %mt")
        if (match := MASKED_READ.match(line)) and not _full(kernel, match[2], number):
            mask = f"%mt = arith.constant dense<true> : vector<{match[4]}xi1> "
            yield number, f"{mask}{match[1]}%mt{match[3]}"
        if match := re.search(r"affine\.min affine_map<(.*) -> \((.*?), (.*)\)>", line):
            for bound in (match[2], match[3]):
                yield number, line.replace(match[0], f"affine.min affine_map<{match[1]} -> ({bound})>")


def _definition(kernel: Kernel, value: str, before: int) -> str:
    """The line that makes a value; nothing if none does, as a loop may hand it on."""
    lines = reversed(kernel.lines[:before])
    return next((line for line in lines if re.match(rf"\s*{value}(?::\d+|, %\w+)? = ", line)), "")


def _stores_what_all_have(kernel: Kernel, guard: int) -> bool:
    """Whether a guard chooses among lanes that store one value to one place: the result of a subgroup."""
    match = re.search(r"transfer_write (%\w+)", "\n".join(kernel.lines[guard:]))
    return match is not None and _all_have(kernel, match[1], guard)


def _no_other(kernel: Kernel, number: int, op: str) -> bool:
    """Whether the other op does the same: numbers of 32 bits are sizes here, which have no sign."""
    if "arith.ext" in op:
        return "i32 to i64" in kernel.lines[number]
    return op == "arith.andi" and _guards_what_all_have(kernel, number)


def _guards_what_all_have(kernel: Kernel, condition: int) -> bool:
    name = re.findall(r"%\w+", kernel.lines[condition])[0]
    uses = [number for number, line in enumerate(kernel.lines) if re.search(rf"{name}\b(?! =)", line)]
    return all(f"scf.if {name} " in kernel.lines[number] and _stores_what_all_have(kernel, number) for number in uses)


def _all_have(kernel: Kernel, value: str, before: int) -> bool:
    line = _definition(kernel, value, before)
    if re.search(r"gpu\.subgroup_reduce|gpu\.shuffle xor|arith\.constant", line):
        return True
    if match := re.search(r" = (?:arith|vector)\.\w+ (.*)", line):
        operands = re.findall(r"%\w+", match[1])
        many = any if "arith.select" in line else all  # One of two, in as many steps as all lanes need.
        return many(_all_have(kernel, name, kernel.lines.index(line)) for name in operands)
    return False


def _full(kernel: Kernel, mask: str, before: int) -> bool:
    """Whether a mask, or that from which it is cut, has constant sizes: in the corpus those of its vector."""
    line = _definition(kernel, mask, before)
    if match := re.search(r"vector\.extract(?:_strided_slice)? (%\w+)", line):
        return _full(kernel, match[1], before)
    match = re.search(r"vector\.create_mask (.*?) :", line)
    return match is not None and all(size in kernel.constants for size in match[1].split(", "))


def _always(kernel: Kernel, condition: str, before: int) -> bool:
    """Whether a condition compares with 0 what is always 0."""
    line = _definition(kernel, condition, before)
    if match := re.search(r"arith\.cmpi eq, (\S+), %c0", line):
        return not kernel.varies(match[1])
    if match := re.search(r"arith\.andi (%\w+), (%\w+) : i1", line):
        return _always(kernel, match[1], before) and _always(kernel, match[2], before)
    return False


def off_by_one(kernel: Kernel) -> Edits:
    """One index of an access to memory, or one offset of a subview."""
    for number, line in enumerate(kernel.lines):
        if match := ACCESS.match(line):
            indices = match[2].split(", ")
            for at, index in enumerate(indices):
                more = f"%mc = arith.constant 1 : index %mi = arith.addi {index}, %mc : index "
                yield number, f"{more}{match[1]}[{replaced(indices, at, '%mi')}]{match[3]}"
        if match := re.match(r"^(.*memref\.subview %\w+)\[(.*?)\](.*)$", line):
            offsets = match[2].split(", ")
            for at, offset in enumerate(offsets):
                if offset.startswith("%"):
                    more = f"%mc = arith.constant 1 : index %mi = arith.addi {offset}, %mc : index "
                    yield number, f"{more}{match[1]}[{replaced(offsets, at, '%mi')}]{match[3]}"


def cluster_changed(kernel: Kernel) -> Edits:
    for number, line in enumerate(kernel.lines):
        if match := re.search(r"cluster\(size = (\d+)(?:, stride = (\d+))?\)", line):
            size, stride = int(match[1]), int(match[2] or 1)
            for new, step in ((size // 2, stride), (size * 2, stride), (size, stride * 2), (size, stride // 2)):
                if new > 1 and step:
                    yield number, line.replace(match[0], f"cluster(size = {new}, stride = {step})")


def operands_swapped(kernel: Kernel) -> Edits:
    pattern = re.compile(rf"(arith\.(?:subf|divf|subi|select|cmpi (?:slt|ult),).*?)({VALUE}), ({VALUE})(?= :|$)")
    for number, line in enumerate(kernel.lines):
        if match := pattern.search(line):
            yield number, line.replace(match[0], f"{match[1]}{match[3]}, {match[2]}")


def other_op(kernel: Kernel) -> Edits:
    for number, line in enumerate(kernel.lines):
        for old, new in OTHER_OP.items():
            if old in line and not _no_other(kernel, number, old):
                yield number, line.replace(old, new).replace("overflow<nsw> ", "")


def transposed_otherwise(kernel: Kernel) -> Edits:
    """Sizes that are equal change places; not where all elements are copies of one."""
    for number, line in enumerate(kernel.lines):
        if match := re.search(r"vector\.transpose %\w+, \[(.*?)\] : vector<([\dx]+)x\w+> to", line):
            if _copies(kernel, line):
                continue
            order, sizes = numbers(match[1]), numbers(match[2].replace("x", ","))
            for one in range(len(order)):
                for two in range(one):
                    if sizes[order[one]] == sizes[order[two]] > 1:
                        new = list(order)
                        new[one], new[two] = new[two], new[one]
                        yield number, line.replace(f"[{match[1]}]", f"[{listed(new)}]")


def _copies(kernel: Kernel, line: str) -> bool:
    while match := re.search(r"vector\.(?:transpose|shape_cast) (%\w+)", line):
        line = _definition(kernel, match[1], kernel.lines.index(line))
    return re.search(r"vector\.broadcast %\w+ : vector<(1x)+\w+> to|arith\.constant dense<", line) is not None


def store_dropped(kernel: Kernel) -> Edits:
    for number, line in enumerate(kernel.lines):
        if "vector.transfer_write" in line:
            yield number, ""


def accumulate_dropped(kernel: Kernel) -> Edits:
    """A loop hands on what it got."""
    arguments: list[str] = []
    for number, line in enumerate(kernel.lines):
        if match := re.search(r"iter_args\((.*?)\) ->", line):
            arguments = [part.split(" = ")[0] for part in match[1].split(", ")]
        if match := re.match(r"^(\s*scf\.yield )(.*?)( : .*)$", line):
            values = match[2].split(", ")
            for at, argument in enumerate(arguments):
                yield number, f"{match[1]}{replaced(values, at, argument)}{match[3]}"


def position_changed(kernel: Kernel) -> Edits:
    """The place from which a part is taken, or to which it goes."""
    pattern = re.compile(r"vector\.(extract|insert) %\w+(?:, %\w+)? ?\[(.*?)\]|(?<=offsets = )\[(.*?)\]")
    for number, line in enumerate(kernel.lines):
        if match := pattern.search(line):
            text = match[2] or match[3]
            old = numbers(text) if text else []
            for at, offset in enumerate(old):
                for new in (offset + 1, offset - 1):
                    if new >= 0:
                        changed = match[0].replace(f"[{text}]", f"[{listed([*old[:at], new, *old[at + 1 :]])}]")
                        yield number, line.replace(match[0], changed)


def other_value_stored(kernel: Kernel) -> Edits:
    """What the store before stores."""
    last: tuple[str, str] | None = None
    for number, line in enumerate(kernel.lines):
        if match := re.match(r"^.*transfer_write (%\w+), .* : (vector<.*?>), ", line):
            if last and last[1] == match[2] and last[0] != match[1]:
                yield number, line.replace(f"transfer_write {match[1]},", f"transfer_write {last[0]},")
            last = match[1], match[2]


def loop_changed(kernel: Kernel) -> Edits:
    """One round more at the beginning or at the end, or one less."""
    for number, line in enumerate(kernel.lines):
        if match := re.search(r"scf\.for (%\w+) = (%\w+) to (%\w+) step (%\w+)", line):
            _, first, end, step = match.groups()
            yield number, line.replace(match[0], match[0].replace(f"= {first}", f"= {step}"))
            less = f"%me = arith.subi {end}, {step} : index "
            yield number, less + line.replace(match[0], match[0].replace(f"to {end}", "to %me"))


KINDS: dict[str, Callable[[Kernel], Edits]] = {
    function.__name__: function
    for function in (
        barrier_dropped,
        lanes_swapped,
        lanes_merged,
        digit_exchanged,
        constant_changed,
        index_operand,
        basis_changed,
        guard_dropped,
        off_by_one,
        cluster_changed,
        operands_swapped,
        other_op,
        transposed_otherwise,
        store_dropped,
        accumulate_dropped,
        position_changed,
        other_value_stored,
        loop_changed,
    )
}


def edits(text: str) -> list[Edit]:
    """All edits of a kernel that change it."""
    kernel = Kernel(text)
    found = [Edit(kind, line, new) for kind, make in KINDS.items() for line, new in make(kernel)]
    return [edit for edit in found if edit.text != kernel.lines[edit.line]]
