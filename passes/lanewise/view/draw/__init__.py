"""Which lane holds what, as pictures."""
