"""Numbers as their types say, on numpy."""
