"""What a lane holds: building, moving and combining pieces of whole vectors. The distribute rules of `ops/` are made of it."""
