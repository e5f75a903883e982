"""Text that the host cannot be given as it is."""
