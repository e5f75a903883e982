# RUN: %pytest %s
"""ruff and mypy are content with all of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.root import ROOT


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy", "--cache-dir", "build/mypy"]],
    ids=["lint", "format", "types"],
)
def test_tool_finds_nothing(command: list[str]) -> None:
    tool = shutil.which(command[0], path=str(Path(sys.executable).parent)) or command[0]
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
