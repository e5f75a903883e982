"""Passes, what they report, and the pipelines that run them."""
