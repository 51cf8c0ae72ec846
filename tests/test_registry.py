"""The registry of computed values on tiny books: inputs, ranges, families, old ids, errors."""

import math
from typing import Any

import pytest

from heavyground.derived.geometry import great_circle
from heavyground.derived.registry import Inputs, Registry, UnknownDerived
from heavyground.evidence.amounts import Amount
from heavyground.evidence.book import Book, Matter
from heavyground.evidence.rows import Derived
from helpers import changed, schema, small_book, small_tables

ROWS = """
    id       | series | entity  | item | period | value | low | high | unit | source
    ore-0001 | output | Peru    | tin  | 2023   | 40    |     |      | t    | atlas2025
    ore-0002 | output | Peru    | tin  | 2024   | 50    |     |      | t    | atlas2025
    ore-0003 | output | Chile   | tin  | 2024   |       | 10  | 30   | t    | atlas2025
    ore-0004 | output | Brazil  | tin  | 2024   |       | 60  |      | t    | atlas2025
    ore-0005 | output | Bolivia | tin  | 2024   |       |     | 8    | t    | atlas2025
    ore-0006 | output | World   | tin  | 2024   | 200   | 180 | 250  | t    | atlas2025
"""
EVENTS = """
    id      | date
    ev-0001 | 2024-02-28
    ev-0002 | 2024-03
"""
PLACES = """
    name | lat | lon
    Here | 0   | 0
    Half | 0   | 1
    Away | 0   | 3
"""


@pytest.fixture
def values() -> Registry:
    return Registry()


def book_of(values: Registry, models: dict[str, Any] | None = None) -> Book:
    matter = Matter(values=values, models=models or {})
    return small_book(matter, observations=ROWS, events=EVENTS, places=PLACES)


def computed(values: Registry, name: str) -> Derived:
    return book_of(values).derived(name)


def mined(book: Inputs, entity: str, period: str = "2024") -> float:
    return book.one("output", entity=entity, period=period)


# ---- What a value is made from


def test_a_value_has_unit_words_and_the_rows_it_asked_in_that_order(values: Registry) -> None:
    @values.derive(unit="% change")
    def rise(book: Inputs) -> float:
        """output of 2024
        against that of 2023.
        """
        return 100 * (mined(book, "Peru") / mined(book, "Peru", "2023") - 1)

    found = computed(values, "rise")
    assert found.amount.value == pytest.approx(25)
    assert found.amount.unit == "% change"
    assert found.formula == "output of 2024 against that of 2023"
    assert found.inputs == ("ore-0002", "ore-0001")


def test_all_rows_of_a_selection_count(values: Registry) -> None:
    @values.derive(unit="t")
    def two_years(book: Inputs) -> float:
        """both years added"""
        return sum(book.all("output", entity="Peru"))

    found = computed(values, "two_years")
    assert (found.amount.value, found.inputs) == (90, ("ore-0001", "ore-0002"))


def test_of_rows_to_choose_among_only_the_taken_count(values: Registry) -> None:
    @values.derive(unit="t")
    def neighbours(book: Inputs) -> float:
        """outputs of 2024 added, without the world's and Brazil's"""
        rows = book.select("output", period="2024")
        return sum(book.row(row.id) for row in rows if row.entity in ("Peru", "Chile"))

    found = computed(values, "neighbours")
    assert (found.amount.value, found.inputs) == (70, ("ore-0002", "ore-0003"))


def test_events_count_as_days_and_begin_with_their_first(values: Registry) -> None:
    @values.derive(unit="days")
    def wait(book: Inputs) -> float:
        """days from one to the other"""
        return book.day("ev-0002") - book.day("ev-0001")

    found = computed(values, "wait")
    assert (found.amount.value, found.inputs) == (2, ("ev-0002", "ev-0001"))


def test_a_distance_follows_its_legs(values: Registry) -> None:
    @values.derive(unit="km")
    def way(book: Inputs) -> float:
        """two legs"""
        return book.distance("Here", "Half", "Away")

    @values.derive(unit="km")
    def nowhere(book: Inputs) -> float:
        """a place that is not there"""
        return book.distance("Here", "Atlantis")

    found = computed(values, "way")
    assert found.amount.value == pytest.approx(3 * 111.195, rel=1e-4)
    assert found.inputs == ("Here", "Half", "Away")
    with pytest.raises(UnknownDerived, match=r"=nowhere: Atlantis: no such place in data/places"):
        computed(values, "nowhere")


def test_a_model_brings_the_rows_of_its_parameters(values: Registry) -> None:
    class Bound:
        rows = ("ore-0001", "ore-0002")
        doubled = 2.0

    class Model:
        def of(self, book: Book) -> Bound:
            return Bound()

    @values.derive(unit="ratio")
    def by_model(book: Inputs) -> float:
        """what the model says"""
        return float(book.model("plant").doubled)

    @values.derive(unit="ratio")
    def by_none(book: Inputs) -> float:
        """what no model says"""
        return float(book.model("plants").doubled)

    book = book_of(values, {"plant": Model()})
    assert book.derived("by_model").inputs == ("ore-0001", "ore-0002")
    assert book.derived("by_model").amount == Amount(2.0, "ratio")
    with pytest.raises(UnknownDerived, match=r"there is no model 'plants'.*plant"):
        book.derived("by_none")


def test_a_changed_row_changes_the_value_of_its_book_alone(values: Registry) -> None:
    @values.derive(unit="t")
    def twice(book: Inputs) -> float:
        """the output doubled"""
        return 2 * mined(book, "Peru")

    tables = small_tables(observations=ROWS)
    other = {
        **tables,
        "observations/ore.csv": changed(tables["observations/ore.csv"], "ore-0002", value="7"),
    }
    first, second = (Book(schema(), made, Matter(values)) for made in (tables, other))
    assert first.derived("twice").amount.value == 100
    assert second.derived("twice").amount.value == 14
    assert first.derived("twice") is first.derived("twice")


# ---- Ranges


def share_of(book: Inputs, part: str, whole: str) -> float:
    return mined(book, part) / mined(book, whole)


@pytest.mark.parametrize(
    "part, whole, value, low, high",
    [
        ("Peru", "Peru", 1, None, None),  # exact: no range
        ("Chile", "Peru", 20 / 50, 10 / 50, 30 / 50),  # a span counts as its middle
        ("Peru", "World", 50 / 200, 50 / 250, 50 / 180),  # falls as its input rises
        ("Chile", "World", 20 / 200, 10 / 250, 30 / 180),  # each end with the other's
        ("Brazil", "Peru", 60 / 50, 60 / 50, None),  # "more than": open above
        ("Peru", "Brazil", 50 / 60, None, 50 / 60),
        ("Bolivia", "Peru", 8 / 50, None, 8 / 50),  # "under": open below
        ("Peru", "Bolivia", 50 / 8, 50 / 8, None),
    ],
)
def test_ranges_travel(
    values: Registry, part: str, whole: str, value: float, low: float | None, high: float | None
) -> None:
    @values.derive(unit="ratio")
    def quotient(book: Inputs) -> float:
        """one output over another"""
        return share_of(book, part, whole)

    amount = computed(values, "quotient").amount
    assert (amount.value, amount.low, amount.high) == tuple(
        end if end is None else pytest.approx(end) for end in (value, low, high)
    )


def test_below_a_limit_counts_as_the_floor_and_at_most_as_the_limit(values: Registry) -> None:
    @values.derive(unit="t", floor=0.0)
    def both(book: Inputs) -> float:
        """two outputs added; what is below the limit counts as nothing"""
        return mined(book, "Peru") + mined(book, "Bolivia")

    assert computed(values, "both").amount == Amount(50, "t", 50, 58)


def test_the_range_of_a_value_is_handed_on(values: Registry) -> None:
    @values.derive(unit="ratio")
    def part(book: Inputs) -> float:
        """a part"""
        return share_of(book, "Chile", "Peru")

    @values.derive(unit="% share")
    def per_cent(book: Inputs) -> float:
        """the part in per cent"""
        return 100 * book.value("part")

    found = computed(values, "per_cent")
    assert found.inputs == ("=part",)
    amount = found.amount
    assert (amount.value, amount.low, amount.high) == pytest.approx((40, 20, 60))


# ---- Families, old ids, several registries


def test_a_family_fills_name_and_words(values: Registry) -> None:
    @values.derive_each(
        "output_{key}",
        unit="t",
        over={"peru": {"state": "Peru"}, "chile": {"state": "Chile"}},
        aliases={"peru": ["ore-0090"]},
    )
    def output(book: Inputs, key: str, state: str) -> float:
        """output of {state} in 2024"""
        return mined(book, state)

    assert values.names() == ("output_peru", "output_chile")
    assert computed(values, "output_chile").formula == "output of Chile in 2024"
    assert computed(values, "output_peru").amount.value == 50
    assert values.aliases == {"ore-0090": "output_peru"}


def test_a_family_over_plain_members(values: Registry) -> None:
    @values.derive_each("output_{key}", unit="t", over=[2023, 2024])
    def output(book: Inputs, year: int) -> float:
        """output of Peru in {key}"""
        return mined(book, "Peru", str(year))

    assert [computed(values, name).amount.value for name in values.names()] == [40, 50]


def test_an_old_id_answers_with_the_value_it_became(values: Registry) -> None:
    @values.derive(unit="t", aliases=["ore-0090", "ore-0091"])
    def output(book: Inputs) -> float:
        """output of Peru"""
        return mined(book, "Peru")

    assert values.alias("ore-0091") == "output"
    assert values.alias("ore-0092") is None
    assert computed(values, "ore-0090").name == "output"
    assert computed(values, "output").aliases == ("ore-0090", "ore-0091")
    assert "output" in values
    assert "ore-0090" not in values


def test_registries_are_merged_in_order_and_may_not_clash() -> None:
    first, second = Registry(), Registry()

    @first.derive(unit="t", aliases=["ore-0090"])
    def one(book: Inputs) -> float:
        """one"""
        return 1

    @second.derive(unit="t")
    def two(book: Inputs) -> float:
        """one and one"""
        return book.value("one") + book.value("one")

    whole = Registry.merged([first, second])
    assert whole.names() == ("one", "two")
    assert computed(whole, "two").amount.value == 2
    with pytest.raises(ValueError, match="one, ore-0090 exists already"):
        Registry.merged([first, whole])


@pytest.mark.parametrize("name, aliases", [("taken", []), ("free", ["ore-0090"])])
def test_a_name_or_an_old_id_is_given_once(values: Registry, name: str, aliases: list[str]) -> None:
    @values.derive(unit="t", aliases=["ore-0090"])
    def taken(book: Inputs) -> float:
        """one"""
        return 1

    def another(book: Inputs) -> float:
        """two"""
        return 2

    another.__name__ = name
    with pytest.raises(ValueError, match="exists already; choose another name"):
        values.derive(unit="t", aliases=aliases)(another)
    assert values.names() == ("taken",)


def test_a_formula_without_words_is_refused(values: Registry) -> None:
    with pytest.raises(ValueError, match="write its formula in words"):

        @values.derive(unit="t")
        def silent(book: Inputs) -> float:
            return 1


# ---- What cannot be computed


def test_an_unknown_name_is_told_its_neighbours(values: Registry) -> None:
    @values.derive(unit="t")
    def output_2023(book: Inputs) -> float:
        """output"""
        return mined(book, "Peru", "2023")

    with pytest.raises(UnknownDerived, match=r"=output_2032 is no derived value.*output_2023"):
        computed(values, "output_2032")


@pytest.mark.parametrize(
    "selection, message",
    [
        ({"entity": "Peru"}, r"=wrong: series output .* means 2 rows"),
        ({"entity": "Atlantis"}, r'=wrong: series output has no row with entity "Atlantis"'),
    ],
)
def test_a_selection_that_means_no_single_row_names_the_value(
    values: Registry, selection: dict[str, str], message: str
) -> None:
    @values.derive(unit="t")
    def wrong(book: Inputs) -> float:
        """a selection that says too little, or something else"""
        return book.one("output", **selection)

    with pytest.raises(UnknownDerived, match=message):
        computed(values, "wrong")


def test_a_value_that_needs_itself_is_refused_with_the_circle(values: Registry) -> None:
    @values.derive(unit="t")
    def hen(book: Inputs) -> float:
        """from the egg"""
        return book.value("egg")

    @values.derive(unit="t")
    def egg(book: Inputs) -> float:
        """from the hen"""
        return book.value("hen")

    with pytest.raises(UnknownDerived, match="=hen needs itself: hen -> egg -> hen"):
        computed(values, "hen")
    with pytest.raises(UnknownDerived, match="needs itself"):
        computed(values, "egg")  # the first failure left nothing behind


# ---- Distances


def test_great_circles_of_known_length() -> None:
    """A quarter of a meridian on a sphere of 6,371 km; a point from itself; the other way round."""
    assert great_circle((0, 0), (90, 0)) == pytest.approx(6371 * math.pi / 2)
    assert great_circle((25.6, 98.4), (25.6, 98.4)) == 0
    assert great_circle((20, 99), (26, 98)) == pytest.approx(great_circle((26, 98), (20, 99)))
