"""lanewise-check and `check_many`: many kernels, each resolved, distributed and judged in a process of its own."""
