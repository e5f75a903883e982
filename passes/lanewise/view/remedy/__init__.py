"""Why there is a conversion, and what would remove it."""
