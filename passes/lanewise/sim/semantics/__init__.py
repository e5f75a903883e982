"""What ops mean: one module a dialect or family, each registering its ops. The modules are found, not listed."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
