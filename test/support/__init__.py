"""What the tests of several rooms need: where things are, the hosts, commands in a process of their own, layouts."""
