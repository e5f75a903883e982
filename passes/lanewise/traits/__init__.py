"""What ops do, apart from layouts: memory, lanes, control flow. What has no record here is not known, and refused.

One module a dialect, each registering the records of its ops. The modules are found, not listed.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
