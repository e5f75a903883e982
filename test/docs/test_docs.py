# RUN: %pytest %s
"""The documents say what the code says."""

import re
import subprocess
import sys

from support.root import ROOT


def test_generated_pages_are_what_the_code_says() -> None:
    done = subprocess.run([sys.executable, ROOT / "docs/generate.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_adding_an_op_shows_the_module_that_the_test_runs() -> None:
    module = (ROOT / "test/docs/inputs/interleave.py").read_text()
    assert f"```python\n{module}```" in (ROOT / "docs/adding-an-op.md").read_text()


def test_readme_names_every_pass() -> None:
    readme = (ROOT / "README.md").read_text()
    passes = re.findall(r"^## `(.*)`$", (ROOT / "docs/passes.md").read_text(), re.MULTILINE)
    assert passes
    assert all(f"`--{name}`" in readme for name in passes)
