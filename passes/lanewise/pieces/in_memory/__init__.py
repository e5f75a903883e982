"""Pieces from and to memory, and the barriers between."""
