"""lanewise-reduce: the smallest kernel on which a command still fails as it does on a given one."""
