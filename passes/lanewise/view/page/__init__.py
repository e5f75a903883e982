"""A kernel to click through."""
