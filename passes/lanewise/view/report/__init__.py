"""What layouts cost."""
