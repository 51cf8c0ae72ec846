"""One visual language: hues that are seen on both grounds and by every eye, written once."""

import re
from itertools import combinations

import pytest
from coloraide import Color

from heavyground import theme
from heavyground.paths import ROOT

STATIC = ROOT / "heavyground" / "press" / "static"
GROUNDS = {"light": 0, "dark": 1}
EYES = ["every hue", "protan", "deutan", "tritan"]
LEAST_APART = 8  # CIEDE2000; about four times what side by side is just told apart


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", [*theme.HUES, "ink", "quiet", "slate"])
def test_a_hue_stands_out_from_its_ground(name, ground):
    at = GROUNDS[ground]
    least = 4.5 if name in ("ink", "quiet") else 3  # words need more than marks
    assert (
        Color(theme.COLOURS[name][at]).contrast(theme.COLOURS["paper"][at], method="wcag21")
        >= least
    )


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("eye", EYES)
def test_any_two_hues_stay_apart(eye, ground):
    seen = {name: Color(pair[GROUNDS[ground]]) for name, pair in theme.HUES.items()}
    if eye != "every hue":
        seen = {name: hue.filter(eye) for name, hue in seen.items()}
    apart = {
        pair: seen[pair[0]].delta_e(seen[pair[1]], method="2000") for pair in combinations(seen, 2)
    }
    assert min(apart.values()) >= LEAST_APART, min(apart, key=apart.get)


def test_there_are_at_most_seven_hues():
    assert len(theme.HUES) <= 7


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_steps_of_a_scale_go_one_way(ground):
    light = [Color(pair[GROUNDS[ground]]).luminance() for pair in theme.STEPS.values()]
    assert light in (sorted(light), sorted(light, reverse=True))


def test_the_stylesheet_has_the_colours_of_the_theme():
    """`python -m heavyground.theme` prints the block."""
    assert theme.css() in (STATIC / "figure.css").read_text("utf-8")


def test_the_page_and_its_charts_share_their_greys():
    blocks = re.findall(r"\{([^{}]*--paper:[^{}]*)\}", (STATIC / "base.css").read_text("utf-8"))
    light, dark, chosen, _paper = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]+)", block)) for block in blocks
    ]
    for name in ("paper", "ink", "quiet", "line"):
        assert (light[name], dark[name]) == theme.GREYS[name], name
    assert (light["accent"], dark["accent"]) == theme.HUES["laterite"] and dark == chosen


def test_an_actor_keeps_its_colour_in_any_company():
    alone = theme.scale("entity", ["China"]).to_dict()
    together = theme.scale("entity", ["Laos", "China", "Myanmar"]).to_dict()
    assert alone["range"] == [theme.BLUE] and together["range"] == [
        theme.SLATE,
        theme.BLUE,
        theme.LATERITE,
    ]


def test_two_items_of_one_family_are_told_apart():
    hues = theme.scale("item", ["neodymium oxide", "praseodymium oxide"]).to_dict()["range"]
    assert hues[0] == theme.VIOLET and hues[1] != theme.VIOLET


def test_a_seventh_category_is_refused():
    with pytest.raises(ValueError, match="at most 6"):
        theme.scale("basis", list("abcdefg"))


def test_a_picture_outside_the_page_has_literal_colours():
    assert (
        theme.literal(f'fill="{theme.GOLD}" stroke="{theme.LINE}"')
        == 'fill="#a9830c" stroke="#d9d5cc"'
    )


def test_labels_are_moved_apart_as_little_as_needed():
    assert theme.spread([1, 50, 100], 10) == [1, 50, 100]
    assert theme.spread([10, 10], 4) == [8, 12]
    moved = theme.spread([5, 5.5, 6, 40], 2)
    assert all(b - a >= 2 - 1e-9 for a, b in zip(moved, moved[1:])) and moved[3] == 40


def test_a_long_word_is_cut_and_nothing_is_lost():
    lines = theme.wrap("Hkakaborazi " + "x" * 40, 12)
    assert (
        all(len(line) <= 12 for line in lines) and "".join(lines).replace("-", "").count("x") == 40
    )
