"""How each of the commands begins, says what it has to say, and ends."""
