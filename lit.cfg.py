"""lit runs everything: .mlir files and pytest files by their RUN lines, on each host where they say `%host`."""
# ruff: noqa: F821 - lit defines config and lit_config

import pathlib
import sys

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here / "test"))

from support.each_host import EachHost  # noqa: E402
from support.hosts import installed  # noqa: E402

scripts = pathlib.Path(sys.executable).parent

config.name = "lanewise"
config.test_format = EachHost()
config.suffixes = [".mlir", ".py"]
config.test_source_root = str(here)
config.test_exec_root = str(here / "build" / "test")
config.excludes = [
    # Of the top folder only test is searched; test/docs is, too, though there is a docs beside test.
    *({path.name for path in here.iterdir()} - {"test", *(path.name for path in (here / "test").iterdir())}),
    # What tests read, and what pytest files import.
    "inputs",
    "corpus",
    *(path.name for path in (here / "test").rglob("*.py") if not path.name.startswith("test_")),
]
config.environment["PATH"] = f"{scripts}:{config.environment['PATH']}"
config.environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # It takes a second to import what no test uses.
config.substitutions.append(("%root", str(here)))
config.substitutions.append(("%pytest", f"{sys.executable} -m pytest"))
if installed("iree") and lit_config.params.get("host") != "upstream":
    config.available_features.add("iree")
