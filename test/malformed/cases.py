"""Inputs and command lines that must be refused: each with its exit status and what must be said, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass

import unregistered

FIELDS = {
    "subgroup_tile": "1",
    "batch_tile": "1",
    "outer_tile": "1",
    "thread_tile": "16",
    "element_tile": "1",
    "subgroup_strides": "0",
    "thread_strides": "1",
}


@dataclass(frozen=True)
class Case:
    name: str
    said: str
    """A regular expression for the line of stderr that says what is wrong."""
    source: str | bytes | None = "func.func @f() { return }\n"
    """What in.mlir holds; None: there is no such file."""
    flags: tuple[str, ...] = ("--lanewise-resolve-layouts",)
    status: int = 1
    iree: str | None = None
    """What the iree host says where its own parser or verifier comes first."""


def layout(**changed: str | None) -> str:
    """A layout for 16 elements with some fields changed; None leaves one out."""
    rows = [f"{name} = [{row}]" for name, row in {**FIELDS, **changed}.items() if row is not None]
    return f"#iree_vector_ext.nested_layout<{', '.join(rows)}>"


def anchored(attribute: str, type_: str = "vector<16xf16>") -> str:
    """A function with one to_layout, at line 3, column 8."""
    op = f"iree_vector_ext.to_layout %a to layout(#l) : {type_}"
    return f"#l = {attribute}\nfunc.func @f(%a: {type_}) -> {type_} {{\n  %b = {op}\n  return %b : {type_}\n}}\n"


def generic(op: str) -> str:
    """A function over %a : vector<16xf16> with `op` at line 3."""
    return f"#l = {layout()}\nfunc.func @f(%a: vector<16xf16>) {{\n  {op}\n  return\n}}\n"


def bad_layout(name: str, said: str, iree: str | None = None, **changed: str | None) -> Case:
    at = r"in\.mlir:3:8: error: "
    return Case(name, at + ".*" + said, anchored(layout(**changed)), iree=iree or at + ".*does not match the layout")


def nested(count: int, opening: str, closing: str, around: str) -> str:
    return around.replace("?", opening * count + closing * count)


A = r"in\.mlir:"
USAGE = r"lanewise-opt: error: .*"
VECTOR = "vector<16xf16>"

SYNTAX = [
    Case("no-op", A + "1:2: error: @ identifier expected", "@@@\n"),
    Case(
        "name-that-is-not-utf-8",
        A + "2:1: error: a message that is not UTF-8",
        'func.func private @"\\FF"()\nfunc.func private @"\\FF"()\n',
    ),
    Case(
        "scalable-vector",
        A
        + r"3:8: error: 'iree_vector_ext.to_layout' op operand must have a shape that is known, found vector<.16.xf16>",
        anchored(layout(), "vector<[16]xf16>"),
    ),
    Case("unclosed-brace", A + r"1:17: error: expected operation name", "func.func @f() {\n"),
    Case("unclosed-string", A + r'1:\d+: error: expected \'"\'', 'module attributes {a = "x} {}\n'),
    Case("truncated", A + r"3:\d+: error: ", anchored(layout())[:290]),
    Case(
        "undefined-value",
        A + "2:10: error: use of undeclared SSA value name",
        "func.func @f() -> i32 {\n  return %x : i32\n}",
    ),
    Case(
        "type-mismatch",
        A + "2:19: error: use of value '%a' expects different type",
        "func.func @f(%a: f32) -> i32 {\n  %0 = arith.addi %a, %a : i32\n  return %0 : i32\n}",
    ),
    Case("wrong-return", A + "2:3: error: .*operand", "func.func @f() -> i32 {\n  return\n}\n"),
    Case(
        "redefined",
        A + "3:3: error: redefinition of SSA value '%0'",
        "func.func @f() {\n  %0 = arith.constant 1 : i32\n  %0 = arith.constant 1 : i32\n  return\n}",
    ),
    Case("unknown-op", A + r"2:3: error: .*arith\.nope", "func.func @f() {\n  arith.nope\n  return\n}"),
    Case(
        "unregistered-op",
        A + r"2:\d+: error: .*(my\.op|unregistered)",
        'func.func @f() {\n  "my.op"() : () -> ()\n  return\n}',
    ),
    Case(
        "unregistered-op-in-an-unknown-dialect-says-what-to-do",
        r".*--?allow-unregistered-dialect",
        'func.func @f() {\n  "my.op"() : () -> ()\n  return\n}',
    ),
    Case("after-crlf", A + "2:3: error: ", "func.func @f() {\r\n  nope\r\n}\r\n"),
    Case("byte-order-mark", A + "1:1: error: ", "\ufefffunc.func @f() { return }\n"),
    Case("not-utf-8", A + r"2:4: error: not UTF-8: found byte 0xff", b"// a\n// \xff\n"),
    Case("utf-16", A + "1:1: error: not UTF-8", "module {}".encode("utf-16")),
    Case("nul", A + r"1:8: error: found a NUL byte", b"module \0{}"),
    Case("binary", A + r"1:1: error: not UTF-8", bytes(range(128, 256)) * 8),
    Case(
        "regions-200-deep-and-more",
        A + "201:11: error: brackets nest deeper than 200",
        "func.func @f(%c: i1) {\n" + "scf.if %c {\n" * 10000 + "}\n" * 10000 + "return }",
    ),
    Case(
        "generic-regions",
        A + "101:6: error: brackets nest deeper",
        '"x.y"() ({\n' * 10000 + "}) : () -> ()\n" * 10000,
    ),
    Case(
        "brackets", A + r"1:2\d\d: error: brackets nest deeper", nested(10000, "[", "]", "module attributes {a = ?} {}")
    ),
    Case(
        "parentheses",
        A + r"1:2\d\d: error: brackets nest deeper",
        nested(50000, "(", ")", "module attributes {a = ?} {}"),
    ),
    Case(
        "tuples",
        A + r"1:\d+: error: brackets nest deeper",
        nested(50000, "tuple<", ">", "module attributes {a = ?} {}"),
    ),
    Case("only-openers", A + "1:201: error: brackets nest deeper", "(" * 100000),
    Case("division-by-zero-sized-vector", A + r"1:\d+: error: ", "func.func @f(%a: vector<0xf16>) { return }"),
]

LAYOUTS = [
    bad_layout("zero-tile", "thread_tile contains 0", thread_tile="0"),
    bad_layout("negative-tile", "batch_tile contains -1", batch_tile="-1"),
    bad_layout("zero-batch", "batch_tile contains 0", batch_tile="0"),
    Case(
        "vector-too-large-for-passes-of-the-host",
        A + r"2:26: error: passes of the host are to run, .* a vector of 2\*\*31 elements or more: leave them out",
        "// vector<8x4294967296xi1>\nfunc.func @f(%a: i1, %m: vector<8x4294967296xi1>) { return }\n",
        ("--lanewise-resolve-layouts", "--canonicalize"),
    ),
    bad_layout("zero-subgroup", "subgroup_tile contains 0", subgroup_tile="0"),
    bad_layout("zero-element", "element_tile contains 0", element_tile="0"),
    bad_layout("tile-of-2**62", "2\\*\\*63 - 1 is the most", batch_tile=str(2**62)),
    bad_layout("tile-of-2**63", str(2**63), A + "1:.*integer value too large", batch_tile=str(2**63)),
    bad_layout("tile-of-2**64", str(2**64), A + "1:.*integer value too large", batch_tile=str(2**64)),
    bad_layout("tile-of-30-digits", "9{30}", A + "1:.*integer value too large", thread_tile="9" * 30),
    bad_layout("product-overflows", "2\\*\\*63 - 1 is the most", batch_tile=str(2**32), outer_tile=str(2**32)),
    bad_layout(
        "negative-stride",
        "thread_strides contains -1",
        A + "3:8: error: .*thread_strides contains -1",
        thread_strides="-1",
    ),
    bad_layout("wrong-size", "expects 32, the vector has 16", batch_tile="2"),
    bad_layout("fraction", "found '1.5'", A + "1:.*expected integer", thread_tile="1.5"),
    bad_layout("word", "found 'x'", A + "1:.*expected integer", thread_tile="x"),
    bad_layout("empty-row", "outer_tile has 0 entries", A + "1:.*same rank", outer_tile=""),
    bad_layout("longer-row", "outer_tile has 2 entries", A + "1:.*same rank", outer_tile="1, 1"),
    bad_layout("missing-field", "missing element_tile", A + "1:.*expected 'element_tile'", element_tile=None),
    bad_layout("unknown-field", "unknown parameter 'lanes'", A + "1:.*error: expected", lanes="1"),
    bad_layout("wrong-rank", "rank", A + "3:8: error: Rank of vector", **dict.fromkeys(FIELDS, "1, 1")),
    Case(
        "repeated-field",
        A + "3:8: error: .*'outer_tile' is repeated",
        anchored(layout().replace("batch_tile", "outer_tile")),
        iree=A + "1:.*expected 'batch_tile'",
    ),
    Case(
        "another-attribute",
        A + "3:8: error: .*found '#iree_vector_ext.foo<1>'",
        anchored("#iree_vector_ext.foo<1>"),
        iree=A + "1:.*unknown attribute `foo`",
    ),
    Case(
        "an-integer-for-layout",
        A + "3:8: error: .*found '1 : i32'",
        anchored("1 : i32"),
        iree=A + "3:.*invalid kind of attribute",
    ),
    Case(
        "scalar-operand",
        A + "3:8: error: .*must be a vector, found f16",
        anchored(layout(), "f16"),
        iree=A + "3:.*invalid kind of type",
    ),
    Case(
        "memref-operand",
        A + "3:8: error: .*must be a vector, found memref<16xf16>",
        anchored(layout(), "memref<16xf16>"),
    ),
    Case("tensor-of-unknown-size", A + "3:8: error: .*expects 16, ", anchored(layout(), "tensor<?xf16>")),
    Case("tensor-of-unknown-rank", A + "3:8: error: ", anchored(layout(), "tensor<*xf16>")),
]

ANCHORS = [
    Case(
        "to-layout-without-to",
        A + r"3:\d+: error: .*'to'",
        generic("%b = iree_vector_ext.to_layout %a : vector<16xf16>"),
    ),
    Case(
        "to-layout-without-layout",
        A + r"3:\d+: error: .*",
        generic("%b = iree_vector_ext.to_layout %a to : vector<16xf16>"),
    ),
    Case(
        "to-layout-without-type",
        A + r"[34]:\d+: error: expected ':'",
        generic("%b = iree_vector_ext.to_layout %a to layout(#l)"),
    ),
    Case(
        "to-layout-without-operand",
        A + r"3:\d+: error: ",
        generic("%b = iree_vector_ext.to_layout to layout(#l) : vector<16xf16>"),
    ),
    Case(
        "undefined-alias",
        A + r"3:\d+: error: undefined symbol alias id 'm'",
        generic("%b = iree_vector_ext.to_layout %a to layout(#m) : vector<16xf16>"),
    ),
    Case(
        "undefined-operand",
        A + r"3:\d+: error: use of undeclared SSA value name",
        generic("%b = iree_vector_ext.to_layout %c to layout(#l) : vector<16xf16>"),
    ),
    Case(
        "operand-of-another-type",
        A + r"3:\d+: error: use of value '%a' expects different type",
        generic("%b = iree_vector_ext.to_layout %a to layout(#l) : vector<16xf32>"),
    ),
    Case(
        "generic-without-layout",
        A + "3:8: error: .*layout",
        generic(f'%b = "iree_vector_ext.to_layout"(%a) : ({VECTOR}) -> {VECTOR}'),
    ),
    Case(
        "generic-without-operand",
        A + "3:8: error: .*operand",
        generic(f'%b = "iree_vector_ext.to_layout"() {{layout = #l}} : () -> {VECTOR}'),
    ),
    Case(
        "generic-with-two-results",
        A + r"3:\d+: error: .*one result",
        generic(f'%b:2 = "iree_vector_ext.to_layout"(%a) {{layout = #l}} : ({VECTOR}) -> ({VECTOR}, {VECTOR})'),
    ),
    Case(
        "generic-changing-the-type",
        A + "3:8: error: ",
        generic(f'%b = "iree_vector_ext.to_layout"(%a) {{layout = #l}} : ({VECTOR}) -> vector<16xf32>'),
    ),
    Case(
        "to-simt-of-a-scalar",
        A + "3:.*error: .*vector",
        generic("%s = arith.constant 0.0 : f16 %b = iree_vector_ext.to_simt %s : f16 -> f16"),
    ),
]


def sized(name: str, said: str, attributes: str) -> Case:
    """A function with a layout that says with these attributes how many lanes there are."""
    source = anchored(layout()).replace(") -> vector<16xf16> {", f") -> vector<16xf16> attributes {{{attributes}}} {{")
    return Case(name, A + f"2:1: error: {said}", source, ("--lanewise-distribute",))


def stated(name: str, said: str, info: str) -> Case:
    return sized(name, f"how many lanes a {said} has is not said: needed", f'translation_info = "{info}"')


def of_subgroups(name: str, found: str) -> Case:
    said = f"lanewise.subgroup_size is {re.escape(found)}: needed an integer of at most 64 bits"
    return sized(name, said, f"gpu.known_block_size = array<i32: 16, 1, 1>, lanewise.subgroup_size = {found}")


SIZES = [
    stated("workgroup-of-blanks", "workgroup", "workgroup_size = [ , ] subgroup_size = 16"),
    stated("workgroup-without-commas", "workgroup", "workgroup_size = [8 2] subgroup_size = 16"),
    stated("workgroup-of-5000-digits", "workgroup", f"workgroup_size = [{'9' * 5000}] subgroup_size = 16"),
    stated("subgroup-of-5000-digits", "subgroup", f"workgroup_size = [16] subgroup_size = {'9' * 5000}"),
    of_subgroups("subgroup-of-a-word", '"x"'),
    of_subgroups("subgroup-of-a-fraction", "1.500000e+00 : f32"),
    of_subgroups("subgroup-of-nothing", "unit"),
    of_subgroups("subgroup-of-128-bits", "99999999999999999999999999999 : i128"),
    sized(
        "workgroup-of-10^18-lanes",
        ".*: needed at most 2.31 - 1 lanes",
        "gpu.known_block_size = array<i32: 1000000, 1000000, 1000000>, lanewise.subgroup_size = 16 : i64",
    ),
]

# Upstream parses any op on this flag; IREE has verifiers of its own, which say it in other words.
OPS = [
    Case(
        name,
        A + rf"{unregistered.LINE}:\d+: error: '\S+' op is malformed: .*({said})",
        unregistered.FUNCTION.replace("OP", op),
        ("--allow-unregistered-dialect", "--lanewise-distribute", "--lanewise-check"),
        iree=A + rf"{unregistered.LINE}:\d+: error: ",
    )
    for name, (op, said) in unregistered.OPS.items()
]

FILES = [
    Case("output-in-no-folder", "missing/: error: cannot write: Is a directory", flags=("-o", "missing/")),
    Case("missing-file", r"in\.mlir: error: cannot read: No such file", None),
    Case("directory", r"\.: error: cannot read: Is a directory", flags=(".",)),
    Case(
        "output-into-a-missing-directory",
        "none/out.mlir: error: cannot write: No such file",
        flags=("-o", "none/out.mlir"),
    ),
    Case("output-is-a-directory", r"\.: error: cannot write: Is a directory", flags=("-o", ".")),
    Case("output-on-a-full-device", "/dev/full: error: cannot write: No space left", flags=("-o", "/dev/full")),
    Case("plugin-missing", r"no\.py: error: cannot load the plugin: no such file", flags=("--load-pass-plugin=no.py",)),
    Case(
        "plugin-not-python",
        r"in\.mlir: error: cannot load the plugin: not a Python file",
        flags=("--load-pass-plugin=in.mlir",),
    ),
    Case(
        "plugin-raises",
        r"raises\.py:2: error: the plugin raised ValueError: no",
        flags=("--load-pass-plugin=raises.py",),
    ),
    Case(
        "plugin-exits", r"exits\.py:1: error: the plugin raised SystemExit: 3", flags=("--load-pass-plugin=exits.py",)
    ),
    Case(
        "plugin-does-not-parse",
        r"syntax\.py:1: error: the plugin raised SyntaxError",
        flags=("--load-pass-plugin=syntax.py",),
    ),
]

PLUGINS = {
    "raises.py": "x = 1\nraise ValueError('no')\n",
    "exits.py": "raise SystemExit(3)\n",
    "syntax.py": "def f(:\n",
}


def usage(name: str, said: str, *flags: str) -> Case:
    return Case(name, USAGE + said, flags=flags, status=2)


def pipeline(name: str, said: str, text: str) -> Case:
    return usage(name, said, f"--pass-pipeline={text}")


COMMANDS = [
    usage("option-that-is-not-utf-8", "pass 'cse': its options are not UTF-8", "--cse=\udcff"),
    usage("unknown-flag", "'nosuch'", "--nosuch"),
    usage("misspelt-pass", "'lanewise-resolve-layout'.*lanewise-resolve-layouts", "--lanewise-resolve-layout"),
    usage("two-inputs", "unrecognized arguments: other.mlir", "other.mlir", "--cse"),
    usage("unknown-host", "invalid choice: 'cuda'", "--host=cuda"),
    usage("host-without-value", "expected one argument", "--host"),
    usage("output-without-value", "expected one argument", "-o"),
    usage("flag-that-takes-no-value", "ignored explicit argument 'maybe'", "--mlir-timing=maybe"),
    usage("verify-diagnostics-mode", "invalid choice: 'some'", "--verify-diagnostics=some"),
    usage("verify-each-value", "invalid choice: 'often'", "--verify-each=often"),
    usage("elide-a-word", "whole number .* found 'few'", "--mlir-elide-elementsattrs-if-larger=few"),
    usage("elide-a-negative-number", "found '-1'", "--mlir-elide-elementsattrs-if-larger=-1"),
    usage("pipeline-and-flag", "exclude each other", "--pass-pipeline=builtin.module(cse)", "--cse"),
    usage("unknown-option", "no such option 'x'.*max-chain", "--lanewise-duplicate-constants=x=1"),
    usage("option-value", "'max-chain' needs a whole number.*'many'", "--lanewise-duplicate-constants=max-chain=many"),
    usage("negative-option", "'max-chain' needs a number from 0 to 64", "--lanewise-duplicate-constants=max-chain=-1"),
    usage("huge-option", "'max-chain' needs a number from 0 to 64", "--lanewise-duplicate-constants=max-chain=5000"),
    usage(
        "unknown-anchor", "unknown op 'fnc.func'", "--pass-pipeline=builtin.module(fnc.func(lanewise-resolve-layouts))"
    ),
    usage(
        "pass-as-anchor",
        "unknown op 'lanewise-resolve-layouts'",
        "--pass-pipeline=lanewise-resolve-layouts(lanewise-print-layouts)",
    ),
    usage("bool-option", "needs true or false, found '2'", "--lanewise-duplicate-constants=constants-only=2"),
    usage("host-pass-option", "no such option x", "--cse=x=1"),
    pipeline("unknown-pass", "unknown pass 'nosuch'", "builtin.module(nosuch)"),
    pipeline("unknown-nested-pass", "unknown pass 'nosuch'", "builtin.module(func.func(cse,nosuch))"),
    pipeline("unclosed-anchor", r"column \d+: the '\('.*not closed", "builtin.module(func.func(cse)"),
    pipeline("unclosed-options", r"column \d+: the '\{' is not closed", "builtin.module(cse{x=1)"),
    pipeline("closed-twice", r"column \d+: found '\)'", "builtin.module(cse))"),
    pipeline("two-commas", r"column \d+: ", "builtin.module(cse,,cse)"),
    pipeline("not-a-pipeline", r"column 1: found '\?'", "?"),
    pipeline(
        "wrong-anchor",
        "restricted to 'builtin.module'.*'gpu.module'",
        "builtin.module(gpu.module(gpu-kernel-outlining))",
    ),
    pipeline("ten-thousand-anchors", "more than 64 anchors", "any(" * 10000 + "cse" + ")" * 10000),
    usage("dump-of-a-bad-pipeline", "unknown pass 'nosuch'", "--dump-pass-pipeline", "--pass-pipeline=nosuch"),
]

VERIFY = [
    Case(
        "expected-error-missing",
        A + '2:4: error: expected error "x" was not produced on line 3',
        "\n// expected-error @below {{x}}\n\n",
        ("--verify-diagnostics",),
    ),
    Case("unexpected-error", A + "1:1: error: unexpected error: ", "nope\n", ("--verify-diagnostics",)),
    Case(
        "expected-elsewhere",
        A + "2:1: error: unexpected error: ",
        "// expected-error {{custom op}}\nnope\n",
        ("--verify-diagnostics",),
    ),
    Case(
        "bad-regular-expression",
        A + r"1:4: error: bad regular expression in \{\{.*: ",
        "// expected-error-re {{a{{(}}b}}\n",
        ("--verify-diagnostics",),
    ),
    Case(
        "deep-regular-expression",
        A + r"1:4: error: bad regular expression in \{\{.*: maximum recursion depth",
        f"// expected-error-re {{{{a{{{{{'(' * 3000}{')' * 3000}}}}}}}}}\n",
        ("--verify-diagnostics",),
    ),
    Case(
        "large-count-in-regular-expression",
        A + r"1:4: error: bad regular expression in \{\{.*: the repetition number is too large",
        "// expected-error-re {{a{{x{99999999999}}}}}\n",
        ("--verify-diagnostics",),
    ),
    Case(
        "ambiguous-regular-expression",
        A + r"1:4: error: bad regular expression in \{\{.*: Possible nested set",
        "// expected-error-re {{a{{[[a]}}b}}\n",
        ("--verify-diagnostics",),
    ),
    Case(
        "designator-of-5000-digits",
        A + r"1:1: error: expected-... comment not understood: .* distances below 10\^9",
        f"// expected-error @+{'1' * 5000} {{{{a}}}}\n",
        ("--verify-diagnostics",),
    ),
    Case(
        "no-closing-braces",
        A + "1:1: error: expected-... comment not understood",
        "// expected-error {{a\n",
        ("--verify-diagnostics",),
    ),
    Case(
        "designator-outside",
        A + r"1:4: error: @-3 points outside",
        "// expected-error @-3 {{a}}\n",
        ("--verify-diagnostics",),
    ),
]

CASES = [*SYNTAX, *LAYOUTS, *ANCHORS, *SIZES, *OPS, *FILES, *COMMANDS, *VERIFY]
