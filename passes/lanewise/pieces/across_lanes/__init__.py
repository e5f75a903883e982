"""What lanes give each other: conversions, reductions, scans."""
