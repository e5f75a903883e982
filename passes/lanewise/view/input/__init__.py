"""The kernel that is looked at."""
