"""Random layouts take as long as the machine takes; the same ones every time."""

from hypothesis import settings

settings.register_profile("lanewise", deadline=None, derandomize=True, database=None)
settings.load_profile("lanewise")
