"""A run of a kernel on seeded inputs, and what two runs leave differently."""
