"""One visual language: hues that are seen on both grounds and by every eye, written once."""

import subprocess
import sys
from itertools import combinations, pairwise

import altair as alt
import pytest
from coloraide import Color

from heavyground.charts import colours
from heavyground.charts.palette import Palette
from heavyground.charts.theme import CONFIG, Theme, in_style, spread

GROUNDS = {"light": 0, "dark": 1}
EYES = ["every hue", "protan", "deutan", "tritan"]
LEAST_APART = 8  # CIEDE2000; about four times what side by side is just told apart
PALETTE = Palette(
    entities={"Peru": "laterite", "China": "blue"},
    items={"tin": "violet", "oxide": "blue", "lead": "violet"},
)


@pytest.fixture
def theme() -> Theme:
    return Theme(PALETTE)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", [*colours.HUES, "ink", "quiet", "slate"])
def test_a_hue_stands_out_from_its_ground(name: str, ground: str) -> None:
    at = GROUNDS[ground]
    least = 4.5 if name in ("ink", "quiet") else 3  # words need more than marks
    hue, paper = Color(colours.COLOURS[name][at]), colours.COLOURS["paper"][at]
    assert hue.contrast(paper, method="wcag21") >= least


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("eye", EYES)
def test_any_two_hues_stay_apart(eye: str, ground: str) -> None:
    seen = {name: Color(pair[GROUNDS[ground]]) for name, pair in colours.HUES.items()}
    if eye != "every hue":
        seen = {name: hue.filter(eye) for name, hue in seen.items()}
    apart = {
        pair: seen[pair[0]].delta_e(seen[pair[1]], method="2000") for pair in combinations(seen, 2)
    }
    assert min(apart.values()) >= LEAST_APART, min(apart, key=lambda pair: apart[pair])


def test_there_are_at_most_seven_hues() -> None:
    assert len(colours.HUES) <= 7


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_steps_of_a_scale_go_one_way(ground: str) -> None:
    light = [Color(pair[GROUNDS[ground]]).luminance() for pair in colours.STEPS.values()]
    assert light in (sorted(light), sorted(light, reverse=True))


def test_the_stylesheet_names_every_colour_for_both_grounds() -> None:
    light, dark, chosen, paper = colours.css().split("\n")
    for name, (day, night) in colours.COLOURS.items():
        assert f"--c-{name}: {day};" in light
        assert f"--c-{name}: {night};" in dark
        assert f"--c-{name}: {night};" in chosen
        assert f"--c-{name}: {day};" in paper


def test_an_unknown_hue_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="no colour 'pink'; there are laterite, blue"):
        Theme(Palette(entities={"Peru": "pink"}))


def test_an_actor_keeps_its_colour_in_any_company(theme: Theme) -> None:
    alone = theme.scale("entity", ["China"]).to_dict()
    together = theme.scale("entity", ["Laos", "China", "Peru"]).to_dict()
    assert alone["range"] == [theme.BLUE]
    assert together["range"] == [theme.SLATE, theme.BLUE, theme.LATERITE]


def test_two_goods_of_one_hue_are_told_apart(theme: Theme) -> None:
    hues = theme.scale("item", ["tin oxide", "lead"]).to_dict()["range"]
    assert hues[0] == theme.VIOLET != hues[1]


def test_a_seventh_category_is_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="at most 6"):
        theme.scale("basis", list("abcdefg"))


def test_named_hues_have_no_legend(theme: Theme) -> None:
    channel = theme.hues("partner", {"Peru": theme.LATERITE}).to_dict()
    assert channel["scale"] == {"domain": ["Peru"], "range": [theme.LATERITE]}
    assert channel["legend"] is None


def test_a_picture_outside_the_page_has_literal_colours(theme: Theme) -> None:
    text = f'fill="{theme.GOLD}" stroke="{theme.LINE}"'
    assert colours.literal(text) == 'fill="#a9830c" stroke="#d9d5cc"'


def test_labels_are_moved_apart_as_little_as_needed() -> None:
    assert spread([1, 50, 100], 10) == [1, 50, 100]
    moved = spread([5, 5.5, 6, 40], 2)
    assert all(b - a >= 2 - 1e-9 for a, b in pairwise(moved))
    assert moved[3] == 40


def test_an_axis_has_room_for_words_and_round_ends(theme: Theme) -> None:
    assert theme.up_to([41700, 72074], 0.08) == [0, 78000]


def test_the_style_is_on_only_where_it_is_asked_for() -> None:
    chart = alt.Chart({"values": []}).mark_point()
    with alt.theme.enable("default"):  # whatever a test before left switched on
        with in_style():
            assert chart.to_dict()["config"]["axis"] == CONFIG["axis"]
        assert "axis" not in chart.to_dict()["config"]


def test_nothing_is_switched_on_at_import() -> None:
    code = "import altair; before = altair.theme.active\n"
    code += "import heavyground.charts.figure, heavyground.charts.maps, heavyground.chapter\n"
    code += "assert altair.theme.active == before"
    subprocess.run([sys.executable, "-c", code], check=True)
