"""--load-pass-plugin: Python files that register passes (by subclassing Pass) or op rules (by `register`)."""

from __future__ import annotations

import importlib.util
import os
import sys
import traceback

from lanewise.files import FileError


def load(path: str) -> None:
    """Import the file. Raises FileError, which names the plugin and the line at fault."""
    if not os.path.isfile(path):
        raise FileError(f"{path}: error: cannot load the plugin: no such file")
    name = "lanewise_plugin_" + os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FileError(f"{path}: error: cannot load the plugin: not a Python file (.py)")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as problem:  # Whatever a plugin raises is its author's to read.
        lines = [frame.lineno for frame in traceback.extract_tb(problem.__traceback__) if frame.filename == spec.origin]
        if isinstance(problem, SyntaxError) and problem.filename == spec.origin:
            lines.append(problem.lineno)
        at = f":{lines[-1]}" if lines else ""
        raise FileError(f"{path}{at}: error: the plugin raised {type(problem).__name__}: {problem}") from problem
