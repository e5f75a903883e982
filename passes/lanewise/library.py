"""What others call from their own programs: passes on a PassManager that they made."""

from __future__ import annotations

from lanewise import transforms  # noqa: F401 - registers the passes
from lanewise.pipeline import add_passes
from lanewise.pipeline_text import PipelineError

__all__ = ["PipelineError", "add_passes"]
