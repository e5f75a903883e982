"""What a lane holds: building, moving and combining pieces of whole vectors. Distribute rules are made of it."""
