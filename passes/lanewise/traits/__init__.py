"""What ops do, apart from layouts: memory, lanes, control flow. What has no record here is not known, and refused."""
