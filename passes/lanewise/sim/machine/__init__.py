"""What runs: a function compiled, lanes, memory, and the faults that they come to."""
