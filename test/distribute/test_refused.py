# RUN: env LANEWISE_HOST=%host %pytest %s
"""lanewise-distribute, when it refuses: nothing is changed; and what it asks of its options and of the function."""

from __future__ import annotations

import pytest
from lanewise import transforms as transforms  # registers the passes
from lanewise.command.session import Session, Settings
from lanewise.mlir.diagnostics import Message
from lanewise.pipeline.text import Element
from support.layouts import row
from support.run import lanewise

KERNEL = (
    f"#lanes = {row(32, 1)}"
    + """
func.func @sound(%in: memref<32xf32>) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %table = arith.constant dense<[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0,
    0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0]> : vector<32xf32>
  %x = vector.transfer_read %in[%c0], %pad {in_bounds = [true]} : memref<32xf32>, vector<32xf32>
  %a = iree_vector_ext.to_layout %x to layout(#lanes) : vector<32xf32>
  %y = arith.addf %a, %table : vector<32xf32>
  vector.transfer_write %y, %in[%c0] {in_bounds = [true]} : vector<32xf32>, memref<32xf32>
  return
}
"""
)
REFUSED = (
    KERNEL[KERNEL.index("func.func") :]
    .replace("@sound", "@refused")
    .replace("  return", "  vector.print %y : vector<32xf32>\n  return")
)
SIZES = "workgroup-size=32 subgroup-size=32"


def distribute(text: str, options: str) -> tuple[bool, str, str, list[str]]:
    """Whether it was done, the program before and after, and what was said."""
    said: list[Message] = []
    session = Session(Settings(), "test", said.append)
    with session.context:
        module = session.parse(text)
        assert module is not None, said
        before = session.print(module)
        done = session.run(module, (Element("lanewise-distribute", options),))
        return done, before, session.print(module), [message.text for message in said]


def test_a_module_is_as_it_was_when_one_of_its_functions_is_refused() -> None:
    """Constants that became globals of the module go with the copy."""
    done, before, after, said = distribute(KERNEL + REFUSED, SIZES)
    assert not done
    assert after == before
    assert ["cannot distribute 'vector.print'" in text for text in said] == [True]
    done, before, after, said = distribute(KERNEL, SIZES)
    assert (done, said) == (True, [])
    assert after != before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("", "how many lanes a workgroup has is not said: needed the option workgroup-size, translation_info"),
        ("workgroup-size=32", "how many lanes a subgroup has is not said: needed the option subgroup-size"),
        ("workgroup-size=0 subgroup-size=32", "needed one to three sizes of at least 1"),
        ("workgroup-size=16 subgroup-size=16", "needs 32 lanes, a subgroup has 16, the workgroup 16"),
    ],
)
def test_sizes_that_are_missing_or_do_not_fit(options: str, said: str) -> None:
    done, before, after, texts = distribute(KERNEL, options)
    assert not done
    assert after == before
    assert texts
    assert all(said in text for text in texts)


def test_sizes_of_the_function() -> None:
    sizes = "gpu.known_block_size = array<i32: 32, 1, 1>, lanewise.subgroup_size = 32"
    sized = f"%in: memref<32xf32>) attributes {{{sizes}}} {{"
    done, _, after, said = distribute(KERNEL.replace("%in: memref<32xf32>) {", sized), "")
    assert (done, said) == (True, [])
    assert "gpu.thread_id" in after


def test_functions_without_layouts_are_left_alone() -> None:
    """Even what has no rule, and no sizes are asked for."""
    text = """
      func.func @whole(%a: vector<64xf32>, %b: vector<4xf32>) -> (vector<64xf32>, vector<2xf32>) {
        %x = arith.negf %a : vector<64xf32>
        %y = vector.shuffle %b, %b [0, 5] : vector<4xf32>, vector<4xf32>
        return %x, %y : vector<64xf32>, vector<2xf32>
      }
      func.func private @without_a_body(vector<4xf32>)
    """
    done, before, after, said = distribute(text, "")
    assert (done, said) == (True, [])
    assert after == before
    done, _, after, said = distribute(text + KERNEL[KERNEL.index("func.func") :].replace("#lanes", row(32, 1)), SIZES)
    assert (done, said) == (True, [])
    assert "arith.negf %arg0 : vector<64xf32>" in after
    assert "gpu.thread_id" in after


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("workgroup-size=a", "option 'workgroup-size' needs one to three numbers below 10^9, found 'a'"),
        ("workgroup-size=1,2,3,4", "option 'workgroup-size' needs one to three numbers below 10^9"),
        (f"workgroup-size={'9' * 5000}", "option 'workgroup-size' needs one to three numbers below 10^9"),
        ("subgroup-size=x", "option 'subgroup-size' needs a whole number"),
        ("lanes=64", "no such option 'lanes': its options are workgroup-size, subgroup-size, max-workgroup-memory"),
    ],
)
def test_wrong_options_are_wrong_usage(options: str, problem: str) -> None:
    done = lanewise("lanewise-opt", f"--lanewise-distribute={options}", stdin=KERNEL)
    assert (done.returncode, done.stdout) == (2, "")
    assert problem in done.stderr
