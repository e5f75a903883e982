"""One module a pass. The modules are found, not listed; who imports them has the passes registered."""

from importlib import import_module
from pkgutil import iter_modules

from lanewise.pipeline.manager import add_passes
from lanewise.pipeline.text import PipelineError

__all__ = ["PipelineError", "add_passes"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
