"""--load-pass-plugin: Python files that register passes (by subclassing Pass) or op rules (by `register`)."""

from __future__ import annotations

import importlib.util
import os
import sys
import traceback


class PluginError(Exception):
    """A plugin that cannot be loaded; the message names it and the line at fault."""


def load(path: str) -> None:
    """Import the file. Raises PluginError."""
    if not os.path.isfile(path):
        raise PluginError(f"plugin {path}: no such file")
    name = "lanewise_plugin_" + os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginError(f"plugin {path}: not a Python file (.py)")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as problem:
        frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if frame.filename == path]
        line = f":{frames[-1].lineno}" if frames else ""
        raise PluginError(f"plugin {path}{line}: {type(problem).__name__}: {problem}") from problem
