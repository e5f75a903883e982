"""lit runs everything: .mlir files and pytest files by their RUN lines."""
# ruff: noqa: F821 - lit defines config

import importlib.util
import pathlib
import sys

import lit.formats

here = pathlib.Path(__file__).parent
scripts = pathlib.Path(sys.executable).parent

config.name = "lanewise"
config.test_format = lit.formats.ShTest()
config.suffixes = [".mlir", ".py"]
config.test_source_root = str(here)
config.test_exec_root = str(here / "build" / "test")
config.excludes = [
    *(path.name for path in here.iterdir() if path.name != "test"),
    # What tests read, and what pytest files import.
    "inputs",
    "corpus",
    *(path.name for path in (here / "test").rglob("*.py") if not path.name.startswith("test_")),
]
config.environment["PATH"] = f"{scripts}:{config.environment['PATH']}"
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"
config.substitutions.append(("%root", str(here)))
config.substitutions.append(("%pytest", f"{sys.executable} -m pytest"))
if importlib.util.find_spec("iree") and importlib.util.find_spec("iree.compiler"):
    config.available_features.add("iree")
