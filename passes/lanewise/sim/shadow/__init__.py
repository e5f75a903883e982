"""What a run would give without rounding, beside what it gives."""
