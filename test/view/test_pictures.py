# RUN: %pytest %s
"""Pictures and text grids of layouts say what the layouts' own coordinates say."""

import itertools
import math
import random
import re
import runpy
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from lanewise.layout import LayoutError, NestedLayout
from lanewise.view.draw.cells import Limits, table
from lanewise.view.draw.colors import PALETTE, color
from lanewise.view.draw.holders import Congruence, Holders, congruences, holders, implies
from lanewise.view.draw.moves import Move, moves, tables
from lanewise.view.draw.picture import svg, svg_pair
from lanewise.view.draw.text_grid import text_grid, text_pair
from parse_pictures import grid, picture, texts
from random_layouts import Held, held, random_layout, random_shape
from support.root import ROOT

ALL = Limits(rows=12, columns=12, slices=64, elements=4096)

EIGHT_BY_FOUR = NestedLayout((1, 1), (1, 1), (1, 1), (4, 2), (2, 2), (0, 0), (1, 4))
ROWS_OF_LANES = NestedLayout((1, 1), (1, 1), (1, 1), (2, 4), (4, 1), (0, 0), (4, 1))
ACCUMULATOR = NestedLayout((1, 1), (4, 4), (1, 1), (4, 16), (4, 1), (0, 0), (16, 1))
HUGE = NestedLayout(*((2**i,) * 8 for i in (10, 20, 0, 10, 10)), (1,) * 8, (1, 3, 5, 7, 11, 13, 17, 19))


def label(holding: list[tuple[int, int, int]]) -> str:
    """What an element held by these must be labelled."""
    if not holding:
        return "-"
    _, lane, register = min(holding)
    assert {each[2] for each in holding} == {register}
    return f"{lane}:{register}" + (f"+{len(holding) - 1}" if len(holding) > 1 else "")


def expected(layout: NestedLayout, found: Held) -> dict[tuple[int, ...], str]:
    return {at: label(found.get(at, [])) for at in itertools.product(*map(range, layout.shape))}


@pytest.mark.parametrize("seed", range(200))
def test_labels_of_a_random_layout_are_its_coordinates(seed: int) -> None:
    chance = random.Random(seed)
    layout = random_layout(chance, random_shape(chance))
    counts = chance.choice(((None, None), (None, None), (16, 2), (layout.lanes * 2, layout.subgroups + 1)))
    lanes, subgroups = (counts[0] or layout.lanes, counts[1] or layout.subgroups)
    wanted = expected(layout, held(layout, lanes, subgroups))
    limits = replace(ALL, lanes=counts[0], subgroups=counts[1])
    drawn = picture(svg(layout, "", limits), layout.rank)
    assert {at: seen.label for at, seen in drawn} == wanted
    assert len(drawn) == len(wanted)
    written = grid(text_grid(layout, limits), layout.rank)
    assert dict(written) == wanted
    assert len(written) == len(wanted)
    for at, seen in drawn:
        unheld = wanted[at] == "-"
        assert ("nobody" in seen.marks) == unheld
        assert seen.color == ("#ffffff" if unheld else color(int(wanted[at].split(":")[0])))
    assert [cell.label for cell in table(layout, limits).cells] == list(wanted.values())


def test_random_layouts_repeat_elements_and_leave_some_out() -> None:
    layouts = [random_layout(chance, random_shape(chance)) for chance in map(random.Random, range(200))]
    assert sum(not layout.is_surjective() for layout in layouts) > 20
    assert sum(not layout.is_injective() for layout in layouts) > 20
    assert {layout.rank for layout in layouts} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("seed", range(60))
def test_marks_of_a_random_pair_are_what_moves(seed: int) -> None:
    chance = random.Random(seed)
    shape = random_shape(chance)
    before, after = random_layout(chance, shape), random_layout(chance, shape)
    lanes, subgroups = math.lcm(before.lanes, after.lanes), math.lcm(before.subgroups, after.subgroups)
    if lanes * subgroups * math.prod(shape) > 200_000:
        lanes, subgroups = 8, 2
    old, new = held(before, lanes, subgroups), held(after, lanes, subgroups)
    moved = {at: moved_by_definition(old.get(at, []), new.get(at, [])) for at in expected(before, old)}
    limits = replace(ALL, lanes=lanes, subgroups=subgroups)
    assert moves(*tables(before, after, limits)) == moved
    drawn = picture(svg_pair(before, after, ("before", "after"), limits), len(shape))
    middle = sorted(seen.x for _, seen in drawn)[len(drawn) // 2]
    for side, found in ((lambda x: x < middle, old), (lambda x: x >= middle, new)):
        half = {at: seen for at, seen in drawn if side(seen.x)}
        assert {at: seen.label for at, seen in half.items()} == expected(before, found)
        assert {at: seen.marks - {"nobody"} for at, seen in half.items()} == {
            at: {Move.LANE: {"moved-lane"}, Move.REGISTER: {"moved-register"}, Move.STAYS: set()}[move]
            for at, move in moved.items()
        }


def moved_by_definition(old: list[tuple[int, int, int]], new: list[tuple[int, int, int]]) -> Move:
    lanes_before, lanes_after = ({each[:2] for each in holding} for holding in (old, new))
    if bool(old) != bool(new) or not lanes_after <= lanes_before:
        return Move.LANE
    return Move.REGISTER if {each[2] for each in new} - {each[2] for each in old} else Move.STAYS


def test_text_of_a_pair_marks_what_moves() -> None:
    lines = text_pair(EIGHT_BY_FOUR, ROWS_OF_LANES).splitlines()
    assert lines[4] == " 0  0:0  0:1* 4:0* 4:1*   ||    0  0:0  1:0* 2:0* 3:0*"
    assert lines[5] == " 1  0:2' 0:3* 4:2* 4:3*   ||    1  0:1' 1:1* 2:1* 3:1*"
    assert "* 24 of 32 elements shown moved to another lane" in lines
    assert "' 4 of 32 elements shown moved to another register of the same lane" in lines


def test_equal_layouts_move_nothing() -> None:
    assert "none of the 32 elements shown moves" in text_pair(EIGHT_BY_FOUR, EIGHT_BY_FOUR)


def test_fewer_lanes_that_keep_an_element_do_not_move_it() -> None:
    everywhere = NestedLayout((1,), (1,), (1,), (1,), (4,), (0,), (0,))
    once = NestedLayout((1,), (1,), (1,), (4,), (1,), (0,), (1,))
    assert set(moves(*tables(everywhere, once, ALL)).values()) == {Move.STAYS, Move.REGISTER}
    assert set(moves(*tables(once, everywhere, ALL)).values()) == {Move.LANE}


def test_layouts_of_different_vectors_are_no_pair() -> None:
    with pytest.raises(LayoutError, match=r"\[8, 4\] and \[64, 64\]"):
        svg_pair(EIGHT_BY_FOUR, ACCUMULATOR)


def test_a_large_vector_is_cropped_with_a_note() -> None:
    drawn = svg(ACCUMULATOR)
    assert len(picture(drawn, 2)) == 32 * 32
    assert "left out: rows 32 to 63, columns 32 to 63" in [text for _, _, text in texts(parsed(drawn), "notes")]
    assert drawn.count('class="left-out"') == 1
    written = text_grid(ACCUMULATOR)
    assert len(grid(written, 2)) == 32 * 16
    assert "left out: rows 32 to 63, columns 16 to 63" in written.splitlines()


def test_what_is_not_cropped_has_no_such_note() -> None:
    for text in (svg(EIGHT_BY_FOUR), text_grid(EIGHT_BY_FOUR)):
        assert "left out" not in text
        assert "left-out" not in text
        assert "..." not in text


def test_slices_are_cropped_with_a_note() -> None:
    cube = NestedLayout((1, 1, 1), (40, 1, 1), (1, 1, 1), (1, 2, 2), (1, 1, 1), (0, 0, 0), (0, 1, 2))
    for text in (svg(cube), text_grid(cube)):
        assert "left out: 8 of 40 slices" in text
        assert "slice [31, :, :]" in text
        assert "slice [32, :, :]" not in text


def test_absurd_sizes_are_never_enumerated() -> None:
    for text, seen in ((svg(HUGE), picture), (text_grid(HUGE), grid)):
        assert 0 < len(seen(text, 8)) <= 1024
        assert "left out: rows 32 to 1125899906842623" in text
    assert "left out" in text_pair(HUGE, HUGE)
    far = NestedLayout((1,), (1,), (1,), (2**40,), (1,), (0,), (2**20,))
    assert table(far).cells[31].lane == 31 * 2**20
    assert table(far).cells[31].holders == 2**20
    ones, strides = (1,) * 100, tuple(2 ** (i % 60) for i in range(100))
    deep = NestedLayout(ones, ones, ones, (2,) * 100, ones, ones, strides)
    assert table(deep).cells[0].label == "0:0"


def test_labels_in_doubt_say_so() -> None:
    # Coprime, so that the search would take about as many steps as the sizes say.
    strange = NestedLayout((1, 1), (1, 1), (1, 1), (1000003, 1000033), (1, 1), (0, 0), (1, 1000))
    labels = {cell.at: cell.label for cell in table(strange).cells}
    assert labels[0, 0] == "0:0+?"
    assert labels[1, 0] == "1:0+?"
    assert labels[0, 1] == "?"
    assert "?: it was not found out who holds it" in text_grid(strange).splitlines()
    other = NestedLayout((1, 1), (1, 1), (1, 1), (1000003, 1000033), (1, 1), (0, 0), (1, 1001))
    assert Move.LANE in moves(*tables(strange, other, ALL)).values()


@pytest.mark.parametrize("seed", range(300))
def test_holders_are_those_that_trying_each_finds(seed: int) -> None:
    chance = random.Random(seed)
    rank, limit = chance.randrange(1, 4), chance.randrange(1, 120)

    def wanted() -> tuple[tuple[Congruence, ...] | None, set[int]]:
        tile = [chance.randrange(1, 5) for _ in range(rank)]
        strides = [chance.randrange(7) for _ in range(rank)]
        digits = [chance.randrange(size) for size in tile]
        layout = NestedLayout(*[(1,) * rank] * 3, tuple(tile), (1,) * rank, (0,) * rank, tuple(strides))
        lanes = {lane for lane in range(limit) if next(layout.coordinates(0, lane)) == tuple(digits)}
        return congruences(digits, tile, strides), lanes

    (one, lanes), (other, other_lanes) = wanted(), wanted()
    assert holders(one, limit) == Holders(min(lanes, default=None), len(lanes))
    assert implies(one, other, limit) == (lanes <= other_lanes)


def test_titles_are_escaped() -> None:
    nasty = '</svg><script>alert(1)</script> & "quotes" \' \x00\x1b\ud800\ufffe end'
    for drawn in (svg(EIGHT_BY_FOUR, nasty), svg_pair(EIGHT_BY_FOUR, EIGHT_BY_FOUR, (nasty, nasty))):
        root = parsed(drawn.encode().decode())
        assert "<script" not in drawn
        assert (root[0].text or "").startswith(nasty[:-8] + "\ufffd" * 4 + " end")
        assert any("<script>" in text for _, _, text in texts(root, "titles"))


def test_pictures_need_nothing_else_and_can_stand_side_by_side_in_a_page() -> None:
    for drawn in (svg(ACCUMULATOR, "a"), svg_pair(EIGHT_BY_FOUR, ROWS_OF_LANES)):
        tags = {element.tag.rpartition("}")[2] for element in parsed(drawn).iter()}
        assert tags == {"svg", "title", "rect", "path", "g", "text"}
        names = {name for element in parsed(drawn).iter() for name in element.attrib}
        assert not names & {"id", "href", "style", "onclick", "onload"}
        assert "url(" not in drawn


def test_a_picture_is_the_same_each_time() -> None:
    assert svg(ACCUMULATOR) == svg(NestedLayout.parse(str(ACCUMULATOR)))


def test_a_picture_has_its_own_paper() -> None:
    root = parsed(svg(EIGHT_BY_FOUR))
    paper = root[1]
    assert (paper.attrib["width"], paper.attrib["height"]) == (root.attrib["width"], root.attrib["height"])
    assert (paper.attrib["fill"], root.attrib["fill"]) == ("#ffffff", "#000000")


def test_all_text_lies_on_the_paper() -> None:
    for drawn in (svg(ACCUMULATOR, "title " * 50), svg(HUGE), svg_pair(EIGHT_BY_FOUR, ROWS_OF_LANES, ("b" * 200, "a"))):
        root = parsed(drawn)
        width, height = int(root.attrib["width"]), int(root.attrib["height"])
        for kind in ("titles", "notes", "subgroups", "slices"):
            for x, y, text in texts(root, kind):
                assert x + len(text) * (8.4 if kind == "titles" else 7.2) <= width
                assert y < height


def test_subgroups_are_framed_and_named() -> None:
    layout = NestedLayout((2, 2), (1, 1), (1, 1), (2, 2), (1, 2), (1, 2), (2, 1))
    drawn = svg(layout)
    root = parsed(drawn)
    names = {(x, y): text for x, y, text in texts(root, "subgroups")}
    assert [names[key] for key in sorted(names, key=lambda key: key[::-1])] == [
        "subgroup 0",
        "subgroup 2",
        "subgroup 1",
        "subgroup 3",
    ]
    frame = next(path for path in root.iter() if path.attrib.get("class") == "subgroup")
    assert frame.attrib["d"].count("M") == 4
    assert frame.attrib["stroke-dasharray"]
    written = text_grid(layout)
    assert "subgroup 0      | subgroup 2" in written
    assert "--------------- | ---------------" in written


def test_lanes_differ_in_grey_and_carry_black_text() -> None:
    luminances = sorted(luminance(each) for each in PALETTE)
    lightnesses = [116 * each ** (1 / 3) - 16 for each in luminances]
    assert min(b - a for a, b in itertools.pairwise(lightnesses)) > 5
    assert min((each + 0.05) / 0.05 for each in luminances) >= 4.5
    assert all(color(lane) != color(lane + 2**i) for lane in range(64) for i in range(6))


def test_the_page_about_layouts_shows_what_is_drawn() -> None:
    docs = ROOT / "docs"
    script = runpy.run_path(str(docs / "pictures.py"))
    stored = {path.name: path.read_text() for path in (docs / "pictures").iterdir()}
    assert stored == script["pictures"](), "run: python docs/pictures.py"
    page = (docs / "layouts.md").read_text()
    assert set(re.findall(r"\(pictures/(.*?)\)", page)) == set(stored)
    assert re.findall(r"^#iree_vector_ext.*", page, re.MULTILINE) == list(map(str, script["SPELLED"]))
    assert re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL) == list(script["texts"]())


def luminance(color: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parsed(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)
