# RUN: %pytest %s
"""Assembly before its two judges: the upstream bindings read what to_generic writes, iree-opt what to_custom writes."""

import shutil
import subprocess
from pathlib import Path

import pytest
from lanewise.assembly.cursor import SyntaxProblem
from lanewise.assembly.custom import to_custom
from lanewise.assembly.generic import to_generic
from support.layouts import row

pytest.importorskip("mlir.ir")
from mlir import ir

A = row(4, 4)
OLD = "#iree_vector_ext.layout<<[BATCHY, LANEX], [2, 32]>, <[BATCHX, VECTORY, LANEY, VECTORX], [2, 4, 2, 4]>>"
V = "vector<16xf32>"
OPEN = f"#a = {A}\n!v = {V}\nfunc.func @f(%x: !v) {{\n"
CLOSE = "\nreturn\n}\n"
FIRST_LINE = 4


def parse(text: str) -> ir.Module:
    context = ir.Context()
    context.allow_unregistered_dialects = True
    return ir.Module.parse(text, context)


def anchor(module: ir.Module) -> ir.OpView:
    """The first of our ops. It does not keep the module alive."""
    found: list[ir.OpView] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name.startswith("iree_vector_ext.to_"):
            found.append(op)
        return ir.WalkResult.ADVANCE

    module.operation.walk(visit)
    return found[0]


def read(body: str) -> ir.Module:
    return parse(to_generic(OPEN + body + CLOSE).text)


def round_trip(body: str) -> list[str]:
    """Custom assembly, read and printed again: the lines that hold our ops."""
    printed = to_custom(str(read(body)))
    return [line.strip() for line in printed.splitlines() if "iree_vector_ext.to_" in line]


SAME = [
    f"%0 = iree_vector_ext.to_layout %arg0 to layout({A}) : {V}",
    f"%0 = iree_vector_ext.to_layout %arg0 to layout({A}) <shared_memory_conversion = unit> : {V}",
    f"%0 = iree_vector_ext.to_layout %arg0 to layout({A}) <shared_memory_conversion = unit> {{b, c = [1, 2]}} : {V}",
    f'%0 = iree_vector_ext.to_layout %arg0 to layout({A}) {{"a, b" = 3 : i64, m = "x, }}", t = () -> i32}} : {V}',
    f"%0 = iree_vector_ext.to_simt %arg0 : {V} -> vector<1x1x4xf32>",
    f"%0 = iree_vector_ext.to_simd %arg0 {{layout = {A}}} : {V} -> vector<4x16xf32>",
]


@pytest.mark.parametrize("line", SAME)
def test_what_iree_opt_prints_comes_back_unchanged(line: str) -> None:
    assert round_trip(line.replace("%arg0", "%x")) == [line]


@pytest.mark.parametrize(
    "body",
    [
        "iree_vector_ext.to_layout %x to #a : !v",
        "iree_vector_ext.to_layout %x to layout(#a) : !v loc(unknown)",
        f'%0 = iree_vector_ext.to_layout %x to {A} : {V} loc("f.c":3:4)',
        f"%0 = iree_vector_ext.to_layout %x to layout({A}) : {V}",
        "%0=iree_vector_ext.to_layout\t%x\tto\tlayout  ( #a )\t{}:!v",
        "%0 = iree_vector_ext.to_layout\r\n  %x\r\n  to layout(\r\n  #a) : vector\r\n<16xf32>\r\n",
        "%0 = iree_vector_ext.to_layout // to\n %x // :\n to // (\n layout // }\n (#a // )\n)// {\n : // !v\n !v //",
        "%0 = iree_vector_ext.to_layout %x to layout(#a) <{}> {\n} : vector<16x\nf32>",
        '%y:2 = "t.y"() : () -> (!v, !v)\n%0 = iree_vector_ext.to_layout %y#1 to layout(#a) : !v',
        "scf.execute_region { iree_vector_ext.to_layout %x to layout(#a) : !v scf.yield }",
    ],
)
def test_spellings_of_one_anchor(body: str) -> None:
    module = read(body)
    op = anchor(module)
    assert (op.name, str(op.attributes["layout"]), str(op.result.type)) == ("iree_vector_ext.to_layout", A, V)
    assert list(op.attributes) == ["layout"]
    (line,) = round_trip(body)
    assert f" to layout({A}) : {V}" in line


@pytest.mark.parametrize(
    "attributes",
    [
        "{shared_memory_conversion}",
        "{ z , shared_memory_conversion}",
        "<{shared_memory_conversion}>",
        "< { shared_memory_conversion } > {z}",
        "<shared_memory_conversion = unit>",
        "<// >\n{// }\nshared_memory_conversion// ,\n}>",
    ],
)
def test_shared_memory_conversion_in_every_spelling(attributes: str) -> None:
    body = f"iree_vector_ext.to_layout %x to layout(#a) {attributes} : !v"
    module = read(body)
    op = anchor(module)
    assert "shared_memory_conversion" in op.attributes
    assert ("z" in op.attributes) == ("z" in attributes)
    assert " <shared_memory_conversion = unit>" in round_trip(body)[0]


@pytest.mark.parametrize(
    "type_",
    [
        "vector<[4]xf32>",
        "tuple<i32, tuple<>>",
        '!t.u<"->>">',
        "!t.u<(a) -> b>",
        "tensor<?xf32, #t.e<1>>",
        "bf16",
        "index",
    ],
)
def test_types_are_passed_whole(type_: str) -> None:
    attributes = "{s = affine_set<(d0) : (d0 - 1 >= 0)>}"
    body = f'%y = "t.y"() : () -> {type_}\niree_vector_ext.to_simt %y {attributes} : {type_} -> {type_}'
    module = read(body)
    op = anchor(module)
    assert str(op.operands[0].type) == str(op.result.type) == type_
    assert round_trip(body)[0].endswith(f": {type_} -> {type_}")


def test_the_layouts_of_2024_are_carried_whole() -> None:
    module = read(f"iree_vector_ext.to_layout %x to {OLD} : !v")
    op = anchor(module)
    assert str(op.attributes["layout"]) == OLD


@pytest.mark.parametrize(
    "body",
    [
        '"t.op"() {s = "iree_vector_ext.to_layout %x"} : () -> ()',
        '"t.op"() {s = "\\\\\\"// iree_vector_ext.to_simd"} : () -> () // iree_vector_ext.to_layout "',
        '"t.op"() {iree_vector_ext.to_layout = 3, iree_vector_ext.to_simd, iree_vector_ext.to_simt} : () -> ()',
        '%iree_vector_ext.to_layout = "iree_vector_ext.to_layout"(%x) {layout = #a} : (!v) -> !v',
        'func.call @iree_vector_ext.to_simt() : () -> () // "iree_vector_ext.to_simd"(%x) : (!v) -> !v',
        "iree_vector_ext.to_layouts %x",
    ],
)
def test_what_only_looks_like_an_anchor_is_left_alone(body: str) -> None:
    assert to_generic(body).text == body


@pytest.mark.parametrize(
    "printed",
    [
        '  emitc.call "iree_vector_ext.to_simd"(%0) : (i32) -> i32',
        '  "t.op"() {s = "\\"iree_vector_ext.to_simd\\"(%0) : (i32) -> i32"} : () -> ()',
        '  "iree_vector_ext.to_layout"(%0) : (i32) -> i32',
        '  "iree_vector_ext.to_layout"(%0) {layout = 3 : i64} : (i32) -> i32',
        '  "iree_vector_ext.to_layout"(%0) {layout = #l} : (i32) -> f32',
        '  "iree_vector_ext.to_simd"(%0, %1) : (i32, i32) -> i32',
        '  "iree_vector_ext.to_simd"(%0) : (i32) -> (i32, i32)',
        '  "iree_vector_ext.to_simd"(%0) ({\n  }) : (i32) -> i32',
        '  "iree_vector_ext.to_simd"(%0) {a',
        '  // "iree_vector_ext.to_simd"(%0) : (i32) -> i32',
    ],
)
def test_what_has_no_custom_form_stays_generic(printed: str) -> None:
    custom = '\n  "iree_vector_ext.to_simd"(%0) : (i32) -> i32\n'
    assert to_custom(printed + custom) == printed + "\n  iree_vector_ext.to_simd %0 : i32 -> i32\n"


@pytest.mark.parametrize(
    "spelling", ["<{layout = #a, shared_memory_conversion}> {z}", "{layout = #a, shared_memory_conversion, z}"]
)
def test_generic_input_comes_out_custom(spelling: str) -> None:
    assert round_trip(f'"iree_vector_ext.to_layout"(%x) {spelling} : (!v) -> !v') == [
        f"%0 = iree_vector_ext.to_layout %arg0 to layout({A}) <shared_memory_conversion = unit> {{z}} : {V}"
    ]
    assert round_trip('"iree_vector_ext.to_simd"(%x) <{layout = #a}> {z} : (!v) -> !v') == [
        f"%0 = iree_vector_ext.to_simd %arg0 {{layout = {A}, z}} : {V} -> {V}"
    ]


def test_an_op_made_in_python_comes_out_custom() -> None:
    module = parse(OPEN + CLOSE)
    block = module.body.operations[0].regions[0].blocks[0]
    with module.context, ir.InsertionPoint.at_block_begin(block), ir.Location.unknown():
        value = block.arguments[0]
        layout = ir.Attribute.parse(A)
        shared = {"layout": layout, "shared_memory_conversion": ir.UnitAttr.get()}
        ir.Operation.create("iree_vector_ext.to_layout", [value.type], [value], shared)
        ir.Operation.create("iree_vector_ext.to_simt", [value.type], [value], {"layout": layout})
    custom = to_custom(str(module))
    assert f"iree_vector_ext.to_layout %arg0 to layout({A}) <shared_memory_conversion = unit> : {V}\n" in custom
    assert f"iree_vector_ext.to_simt %arg0 {{layout = {A}}} : {V} -> {V}\n" in custom


@pytest.mark.parametrize("local", [False, True])
def test_locations_survive_both_ways(local: bool) -> None:
    body = '  %0 = iree_vector_ext.to_layout %x to layout(#a) : !v loc("k.py":7:9)'
    module = read(body)
    custom = to_custom(module.operation.get_asm(enable_debug_info=True, use_local_scope=local))
    again = parse(to_generic(custom).text)
    assert str(anchor(again).location) == 'loc("k.py":7:9)'
    assert f": {V} loc(" in custom


def test_lines_hold_and_columns_map_back() -> None:
    body = """
  %0 = iree_vector_ext.to_layout %x // é
    to layout(#a) : !v  "t.a"() {s = "é"} : () -> ()  "t.b"() : () -> ()
  "t.s"() {s = "é"} : () -> () %1 = iree_vector_ext.to_simt %0 : !v -> !v "t.c"() : () -> ()
  "t.d"() : () -> ()"""
    source = OPEN + body + CLOSE
    generic = to_generic(source)
    assert generic.text.count("\n") == source.count("\n")
    module = parse(generic.text)
    *ops, _ = module.body.operations[0].regions[0].blocks[0].operations
    for op in ops:
        line, column = op.location.start_line, op.location.start_col
        rest = source.split("\n")[line - 1].encode()[generic.columns.source(line, column) - 1 :].decode()
        assert rest.lstrip('"').startswith(op.name)
    assert len(ops) == 7


@pytest.mark.parametrize(
    ("right", "wrong", "plain"),
    [
        ("%x", "%y", False),
        ("%x", "%y", True),
        ("#a", "#b", False),
        ("#a", "#b", True),
        ("!v", "!w", False),
        (V, "vector<16xf31>", True),
        ("c = 1", "c = 1, c = 2", False),
        ("1", "#d", False),
    ],
)
def test_the_hosts_errors_map_to_the_true_column(right: str, wrong: str, plain: bool) -> None:
    body = f"  %0 = iree_vector_ext.to_layout %x to layout(#a) {f': {V}' if plain else '{c = 1} : !v'}"
    body = body.replace(right, wrong, 1)
    wrong = wrong.removeprefix("c = 1, ")
    generic = to_generic(OPEN + body + CLOSE)
    with pytest.raises(ir.MLIRError) as caught:
        parse(generic.text)
    location = caught.value.error_diagnostics[0].location
    assert location.start_line == FIRST_LINE
    # MLIR points at an alias or just past a key, always within what is wrong.
    column = generic.columns.source(FIRST_LINE, location.start_col) - 1
    assert body.index(wrong) <= column <= body.index(wrong) + len(wrong)


@pytest.mark.parametrize(
    ("op", "at", "message"),
    [
        ("to_layout to layout(#a) : !v", "to layout", "expected an operand, found 'to'"),
        ("to_layout (%x) to layout(#a) : !v", "(%x", "expected an operand, found '('"),
        ("to_layout %x layout(#a) : !v", "layout(", "expected 'to', found 'layout'"),
        ("to_layout %x : !v", ": !v", "expected 'to', found ':'"),
        ("to_layout %x to : !v", ": !v", "expected 'layout', found ':'"),
        ("to_layout %x to layout() : !v", ") :", "expected a layout attribute, found ')'"),
        ("to_layout %x to layout(#a : !v", ": !v", "expected ')', found ':'"),
        ("to_layout %x to layout(#t.l<[(1>) : !v", ">)", "expected ')', found '>'"),
        ("to_layout %x to layout(#a) !v", "!v", "expected ':', found '!v'"),
        ("to_layout %x to layout(#a) :", "return", "expected a type, found 'return'"),
        ("to_simd %x : !v", "return", "expected '->', found 'return'"),
        ("to_simd %x : !v to !v", "to !v", "expected '->', found 'to'"),
        ("to_simt %x : !v -> ", "return", "expected a type, found 'return'"),
        ("to_simt %x <{a}> : !v -> !v", "<{", "expected ':', found '<'"),
    ],
)
def test_bad_assembly_says_what_was_found_and_needed(op: str, at: str, message: str) -> None:
    source = OPEN + '"é"() : () -> () iree_vector_ext.' + op + "\n  return\n}"
    with pytest.raises(SyntaxProblem) as caught:
        to_generic(source)
    line, column = caught.value.line, caught.value.column
    assert source.split("\n")[line - 1].encode()[column - 1 :].decode().startswith(at)
    assert caught.value.message == message


@pytest.mark.parametrize(
    "op", ["", " %x", " %x to", " %x to layout(#a", " %x to layout(#t<", " %x to layout(#a) {", " %x to #a :"]
)
def test_input_that_ends_early(op: str) -> None:
    with pytest.raises(SyntaxProblem, match="found the end of the input"):
        to_generic("iree_vector_ext.to_layout" + op)


@pytest.mark.skipif(not shutil.which("iree-opt"), reason="needs iree-opt (the oracle extra)")
def test_iree_opt_reads_and_prints_our_custom_form(tmp_path: Path) -> None:
    body = "\n".join(line.replace("%arg0", "%x").replace("%0", f"%r{i}") for i, line in enumerate(SAME))
    ours = to_custom(str(read(body)))
    file = tmp_path / "ours.mlir"
    file.write_text(ours)
    run = subprocess.run(["iree-opt", "--mlir-print-local-scope", file], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ours.split()
