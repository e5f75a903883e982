# RUN: env LANEWISE_HOST=%host %pytest %s
"""Nothing is taken for granted of an op without a record: beside vectors it is refused by name."""

from __future__ import annotations

import pytest
from lanewise import transforms as transforms  # registers the passes
from lanewise.command.session import Session, Settings
from lanewise.mlir.diagnostics import Message
from lanewise.pipeline.text import Element
from lanewise.traits.record import TRAITS, OpTraits, register
from support.layouts import row

PROGRAM = (
    f"#lanes = {row(32, 1)}"
    + """
func.func private @next(%n: index) -> index {
  %one = index.constant 1
  %m = index.add %n, %one
  return %m : index
}
func.func @kernel(%in: memref<4x32xf32>, %out: memref<4x32xf32>, %sums: memref<8xf32>, %count: memref<i32>, %n: index) {
  %c0 = index.constant 0
  %c1 = index.constant 1
  %c4 = index.constant 4
  %one = index.castu %c1 : index to i32
  %pad = ub.poison : f32
  %old = memref.atomic_rmw addi %one, %count[] : (i32, memref<i32>) -> i32
  %more = func.call @next(%n) : (index) -> index
  %some = index.cmp ult(%more, %c4)
  %row = affine.apply affine_map<(d0) -> (d0 mod 4)>(%more)
  cf.assert %some, "too many"
  %tile = memref.alloc() : memref<32xf32, 3>
  scf.for %i = %c0 to %c4 step %c1 {
    %x = vector.transfer_read %in[%i, %c0], %pad {in_bounds = [true]} : memref<4x32xf32>, vector<32xf32>
    %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
    vector.transfer_write %a, %tile[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32, 3>
    %s = memref.load %sums[%i] : memref<8xf32>
    scf.if %some {
      memref.store %s, %sums[%more] : memref<8xf32>
      vector.transfer_write %a, %out[%row, %c0] {in_bounds = [true]} : vector<32xf32>, memref<4x32xf32>
    }
  }
  %view = memref.subview %sums[0] [4] [1] : memref<8xf32> to memref<4xf32, strided<[1]>>
  affine.for %i = 0 to 4 {
    %t = affine.load %view[%i] : memref<4xf32, strided<[1]>>
    affine.store %t, %sums[%i + 4] : memref<8xf32>
  }
  gpu.barrier
  memref.copy %sums, %sums : memref<8xf32> to memref<8xf32>
  return
}
"""
)
SCALARS = """
    affine.apply affine.for affine.load affine.store affine.yield cf.assert func.call gpu.barrier index.castu index.cmp
    index.constant memref.alloc memref.atomic_rmw memref.copy memref.load memref.store memref.subview
""".split()
OF_LAYOUTS = "func.return scf.for scf.if scf.yield vector.transfer_read vector.transfer_write".split()
"""Rules say what becomes of their vectors, and nothing of memory and control flow."""


def distribute(text: str) -> tuple[bool, list[str]]:
    said: list[Message] = []
    session = Session(Settings(), "test", said.append)
    with session.context:
        module = session.parse(text)
        assert module is not None, said
        done = session.run(module, (Element("lanewise-distribute", "workgroup-size=32 subgroup-size=32"),))
        return done, [message.text for message in said]


def test_a_program_of_known_ops_is_distributed() -> None:
    assert distribute(PROGRAM) == (True, [])


def test_functions_that_call_each_other_often_are_looked_at_once() -> None:
    """There are 2**40 ways from the first to the last."""
    calls = [
        f"func.func private @f{number}(%n: index) -> index {{\n"
        f"  %a = func.call @f{number + 1}(%n) : (index) -> index\n"
        f"  %b = func.call @f{number + 1}(%a) : (index) -> index\n"
        "  return %b : index\n}\n"
        for number in range(40)
    ]
    last = "func.func private @f40(%n: index) -> index {\n  return %n : index\n}\n"
    assert distribute(PROGRAM.replace("@next(%n) : (", "@f0(%n) : (") + "".join(calls) + last) == (True, [])


@pytest.mark.parametrize("name", [*SCALARS, *OF_LAYOUTS])
def test_an_op_without_a_record_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(TRAITS, name)
    done, said = distribute(PROGRAM)
    assert not done
    assert any(text.startswith(f"cannot distribute '{name}': nobody knows what it does in each lane") for text in said)


def test_an_op_within_a_function_that_is_called_needs_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(TRAITS, "index.add")
    done, said = distribute(PROGRAM)
    assert not done
    assert [text.split(":")[0] for text in said] == ["cannot distribute 'func.call'"]


@pytest.mark.parametrize(
    ("more", "done"), [({"pure": True}, True), ({"once": True}, False), ({"refused": "it is planted"}, False)]
)
def test_a_plugin_says_what_an_op_does(more: dict[str, object], done: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PROGRAM.replace(
        "cf.assert",
        "%size = shape.const_size 4\n  %known = shape.size_to_index %size : !shape.size"
        "\n  memref.store %s0, %sums[%known] : memref<8xf32>\n  cf.assert",
    )
    text = text.replace("%pad = ub", "%s0 = ub.poison : f32\n  %pad = ub")
    assert not distribute(text)[0]
    for name in ("shape.const_size", "shape.size_to_index"):
        monkeypatch.delitem(TRAITS, name, raising=False)
        monkeypatch.setitem(TRAITS, name, OpTraits(name, **more))  # type: ignore[arg-type]
    found, said = distribute(text)
    assert found is done, said


def test_a_second_record_of_an_op_is_refused() -> None:
    with pytest.raises(ValueError, match="has traits already"):
        register(OpTraits("scf.for"))
