"""Lanewise in a process of its own, on a host of choice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.root import PASSES

MODULES = {
    "lanewise-check": "lanewise.check.cli",
    "lanewise-opt": "lanewise.opt",
    "lanewise-reduce": "lanewise.reduce.cli",
    "lanewise-sim": "lanewise.sim.cli",
    "lanewise-view": "lanewise.view.cli",
}
"""What `python -m` starts for each command."""

Done = subprocess.CompletedProcess[str]


def environment(host: str, *folders: Path) -> dict[str, str]:
    """This process's, with that host, and with these folders to import from beside ours."""
    path = filter(None, (str(PASSES), *map(str, folders), os.environ.get("PYTHONPATH", "")))
    return {**os.environ, "LANEWISE_HOST": host, "PYTHONPATH": os.pathsep.join(path)}


def command_line(name: str, *arguments: object) -> list[str]:
    """The line that starts `lanewise-opt` or another command of this checkout."""
    return [sys.executable, "-m", MODULES[name], *map(str, arguments)]


def run(line: Sequence[object], host: str = "upstream", **options: Any) -> Done:
    """What a process said; `options` are those of subprocess.run."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment(host), **options}
    return subprocess.run([*map(str, line)], text=True, check=False, **options)


def lanewise(name: str, *arguments: object, host: str = "upstream", stdin: str = "") -> Done:
    """What a command said and how it ended."""
    return run(command_line(name, *arguments), host, input=stdin)


def heed_interruptions() -> None:
    """For `preexec_fn`: who runs the tests in the background has them ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
