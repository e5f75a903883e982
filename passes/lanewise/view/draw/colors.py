"""Colours of lanes: eight that differ in lightness, so they differ in grey and to any eye, and carry black text."""

PALETTE = ("#faf6bb", "#18b7f7", "#fed8c1", "#57ac71", "#f4c2dc", "#d46b47", "#dabb5f", "#8e68bb")
"""CIE lightness 96, 70, 89, 64, 83, 57, 77, 51: neighbours are far apart. Black on the darkest has contrast 4.8."""

INK = "#000000"
PAPER = "#ffffff"


def color(lane: int) -> str:
    """Lanes that are apart by a power of two below 64, as neighbours in a layout are, differ."""
    ones, eights, rest = lane % 8, lane // 8 % 8, lane // 64
    return PALETTE[(ones + 3 * eights + 7 * rest) % 8]
