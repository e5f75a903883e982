"""One function from whole vectors to what a lane does: the rules of all its ops applied, in order."""
