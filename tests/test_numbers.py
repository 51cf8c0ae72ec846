"""Numbers against what is stated: every bound of the table of words from both sides, units, signs,
ranges, and what the author is told.
"""

import pytest

from heavyground.evidence.amounts import Amount
from heavyground.numbers import compare as comparing
from heavyground.numbers.compare import compare
from heavyground.numbers.parsing import WORDS, NumberError, parse_written
from heavyground.numbers.references import Reference, Statement
from heavyground.numbers.units import Units

UNITS = Units(
    [
        {
            "unit": "t Sn",
            "title": "tonnes of contained tin",
            "basis": "Sn",
            "written": "t Sn content; tonnes of tin",
            "note": "Tin contained, not concentrate.",
        },
        {"unit": "t gross", "title": "tonnes gross", "basis": "gross", "written": "gross tonnes"},
        {"unit": "t", "title": "tonnes", "note": "What was weighed is not said. Never t/yr."},
    ]
)


def stated(
    value: float | None = None,
    unit: str = "t",
    low: float | None = None,
    high: float | None = None,
    *,
    context: str = "",
    misprint: float | None = None,
    inputs: tuple[str, ...] = (),
) -> Statement:
    amount = Amount(value, unit, low, high)
    return Statement(
        Reference.parse("ore-0001"),
        amount,
        amount.words,
        "Somebody 2024",
        context,
        misprint,
        yearly=True,
        inputs=inputs,
    )


def wrong(text: str, row: Statement, before: str = "", after: str = "") -> list[str]:
    return compare(parse_written(text, UNITS), row, UNITS, before, after)


def agrees(text: str, row: Statement, before: str = "", after: str = "") -> bool:
    return not wrong(text, row, before, after)


# ---- The table of words, each bound from both sides: text, inside, outside

BOUNDS = [
    # plain: rounds to the digits written, trailing zeros are digits
    ("41,700 t", [41700, 41700.4, 41699.6], [41711, 41701, 41600]),
    ("41,711 t", [41710.7, 41711.4], [41712, 41710]),
    ("58 %", [57.5, 57.86, 58.49], [57.4, 58.6]),
    ("57.9 %", [57.857, 57.94], [57.84, 57.96]),
    ("58.0 %", [57.96, 58.04], [57.9, 58.1]),
    ("USD 1.4 billion", [1.35e9, 1.441901598e9, 1.4499e9], [1.34e9, 1.46e9]),
    ("USD 1.44 billion", [1.441901598e9], [1.43e9, 1.446e9]),
    ("0.030 mg/L", [0.030, 0.0304], [0.031, 0.0294]),
    ("two hundred million dollars", [2.0e8, 2.004e8], [2.01e8, 1.99e8]),
    ("forty tonnes", [40, 40.4], [39.4, 40.6]),
    # about: within 5 % of the row
    ("about 100 t", [100, 95.3, 105.2], [95.0, 105.4]),
    ("around 100 t", [96, 105], [94, 106]),
    ("some 100 t", [96, 105], [94, 106]),
    ("roughly 100 t", [96, 105], [94, 106]),
    ("approximately 100 t", [96, 105], [94, 106]),
    # nearly, almost, close to: the row lies 0 to 5 % below
    ("nearly 100 t", [95, 97, 100], [94.9, 100.1]),
    ("almost 100 t", [95, 100], [94.9, 100.1]),
    ("close to 100 t", [95, 100], [94.9, 100.1]),
    ("just under 100 t", [95, 99.9], [94.9, 100]),
    ("just over 100 t", [100.1, 105], [100, 105.1]),
    # more than, over, above: the row lies above by at most 10 %
    ("more than 100 t", [100.1, 110], [100, 110.1, 99]),
    ("over 100 t", [100.1, 110], [100, 110.1]),
    ("above 100 t", [100.1, 110], [100, 110.1]),
    ("exceeding 100 t", [100.1, 110], [100, 110.1]),
    ("upwards of 100 t", [100.1, 110], [100, 110.1]),
    ("at least 100 t", [100, 110], [99.9, 110.1]),
    ("100 t or more", [100, 110], [99.9, 110.1]),
    ("no less than 100 t", [100, 110], [99.9, 110.1]),
    ("no fewer than 100", [100, 110], [99.9, 110.1]),
    # less than, under, below: the row lies below by at most 10 %
    ("less than 100 t", [90, 99.9], [89.9, 100]),
    ("under 100 t", [90, 99.9], [89.9, 100]),
    ("below 100 t", [90, 99.9], [89.9, 100]),
    ("fewer than 100", [90, 99.9], [89.9, 100]),
    ("at most 100 t", [90, 100], [89.9, 100.1]),
    ("up to 100 t", [90, 100], [89.9, 100.1]),
    ("no more than 100 t", [90, 100], [89.9, 100.1]),
    ("not more than 100 t", [90, 100], [89.9, 100.1]),
    ("100 t or less", [90, 100], [89.9, 100.1]),
]
UNIT_OF = {"mass": "t", "percent": "% share", "USD": "USD", "concentration": "mg/L"}


@pytest.mark.parametrize("text, inside, outside", BOUNDS, ids=[case[0] for case in BOUNDS])
def test_each_bound_holds_from_both_sides(
    text: str, inside: list[float], outside: list[float]
) -> None:
    measure = parse_written(text, UNITS).measure
    unit = UNIT_OF[measure.what] if measure else "count"
    for value in inside:
        assert agrees(text, stated(value, unit)), value
    for value in outside:
        assert wrong(text, stated(value, unit)), value


SHARES_AND_FACTORS = [
    ("half", "% share", [49, 50, 51], [48.9, 51.1]),
    ("two-thirds", "% share", [65.7, 66.7, 67.6], [65.6, 67.7]),
    ("a third", "% share", [32.4, 34.3], [32.3, 34.4]),
    ("a quarter", "% share", [24, 26], [23.9, 26.1]),
    ("three quarters", "% share", [74, 76], [73.9, 76.1]),
    ("a tenth", "% share", [9, 11], [8.9, 11.1]),
    ("nine tenths", "% share", [89, 91], [88.9, 91.1]),
    ("two fifths", "% share", [39, 41], [38.9, 41.1]),
    ("about half", "% share", [47.7, 52.6], [47.6, 52.7]),
    ("more than half", "% share", [50.1, 55], [50, 55.1]),
    ("nearly half", "% share", [47.5, 50], [47.4, 50.1]),
    ("half", "ratio", [0.49, 0.51], [0.48, 0.52, 1.4]),
    ("nine draws in ten", "% share", [89, 91], [88.9, 91.1]),
    ("nine in ten of them", "ratio", [0.89, 0.91], [0.88, 0.92]),
    ("three of four", "% share", [74, 76], [73.9, 76.1]),
    ("one magnet in a hundred", "% share", [0.9, 1.1], [0.89, 1.11]),
    ("almost nine in ten", "% share", [85.5, 90], [85.4, 90.1]),
    ("twice", "ratio", [1.9, 2.1], [1.89, 2.11]),
    ("double", "ratio", [1.9, 2.1], [1.89, 2.11]),
    ("fivefold", "ratio", [4.75, 5.25], [4.7, 5.3]),
    ("tenfold", "ratio", [9.5, 10.5], [9.4, 10.6]),
    ("fortyfold", "ratio", [38, 42], [37.9, 42.1]),
    ("forty-fold", "ratio", [38, 42], [37.9, 42.1]),
    ("twentyfold", "ratio", [19, 21], [18.9, 21.1]),
    ("thirty-five-fold", "ratio", [33.3, 36.7], [33.2, 36.8]),
    ("a hundredfold", "ratio", [95, 105], [94.9, 105.1]),
    ("three times", "ratio", [2.85, 3.15], [2.8, 3.2]),
    ("two and a half times", "ratio", [2.38, 2.62], [2.37, 2.63]),
    ("tripled", "ratio", [2.85, 3.15], [2.8, 3.2]),
    ("trebled", "ratio", [2.85, 3.15], [2.8, 3.2]),
    ("quadrupled", "ratio", [3.8, 4.2], [3.79, 4.21]),
    ("2.18 times", "ratio", [2.1775, 2.184], [2.17, 2.19]),
    ("at least fivefold", "ratio", [5, 5.5], [4.9, 5.6]),
    ("more than double", "ratio", [2.01, 2.2], [2, 2.21]),
    ("more than doubled", "% change", [101, 120], [100, 121]),
    ("doubled", "% change", [90, 110], [89, 111]),
    ("fivefold", "% change", [375, 425], [370, 430]),
    ("halved", "ratio", [0.475, 0.525], [0.474, 0.526]),
    ("halved", "% change", [-52.5, -47.5], [-52.6, -47.4, 50]),
]


@pytest.mark.parametrize(
    "text, unit, inside, outside",
    SHARES_AND_FACTORS,
    ids=[f"{case[0]} of {case[1]}" for case in SHARES_AND_FACTORS],
)
def test_fractions_and_factors_hold_from_both_sides(
    text: str, unit: str, inside: list[float], outside: list[float]
) -> None:
    for value in inside:
        assert not wrong(text, stated(value, unit)), value
    for value in outside:
        assert wrong(text, stated(value, unit)), value


# ---- Ranges and rows with one bound


@pytest.mark.parametrize(
    "text",
    [
        "0.011 to 0.014 mg/L",
        "0.011-0.014 mg/L",
        "0.011\u20130.014 mg/L",
        "between 0.011 and 0.014 mg/L",
    ],
)
def test_a_range_is_low_and_high(text: str) -> None:
    assert agrees(text, stated(unit="mg/L", low=0.011, high=0.014))
    assert wrong(text, stated(unit="mg/L", low=0.011, high=0.015))
    assert wrong(text, stated(unit="mg/L", low=0.012, high=0.014))
    assert wrong(text, stated(0.0125, "mg/L"))


@pytest.mark.parametrize(
    "text",
    ["0.011 to 0.013 mg/L", "0.011 mg/L", "0.0110 to 0.0145 mg/L", "more than 0.014 mg/L"],
)
def test_a_range_is_not_one_of_its_ends(text: str) -> None:
    assert wrong(text, stated(unit="mg/L", low=0.011, high=0.014))


def test_a_range_may_have_a_scale_a_unit_or_words() -> None:
    assert agrees("12 to 40 times", stated(unit="ratio", low=12, high=40))
    assert agrees("USD 1.2 to 1.3 billion", stated(unit="USD", low=1.2e9, high=1.3e9))
    assert agrees("five to ten", stated(unit="count", low=5, high=10))
    rounded = "about 15,000 to 16,000"
    assert agrees(rounded, stated(unit="persons", low=15500, high=16400))
    assert wrong(rounded, stated(unit="persons", low=16000, high=16400))


def test_low_alone_reads_more_than() -> None:
    row = stated(unit="count", low=20)
    for text in ("more than 20", "over 20", "at least 20", "20 or more", "upwards of 20"):
        assert agrees(text, row), text
    for text in ("20", "about 20", "under 20", "more than 25", "more than 18", "nearly 20"):
        assert wrong(text, row), text
    assert "Write more than 20, or" in wrong("20", row)[0]


def test_high_alone_reads_under() -> None:
    row = stated(unit="% share", high=10)
    for text in ("under 10 %", "less than 10 %", "at most 10 %", "up to 10 %", "almost 10 %"):
        assert agrees(text, row), text
    for text in ("10 %", "over 10 %", "under 9 %", "about 10 %", "under 12 %"):
        assert wrong(text, row), text


def test_a_bound_below_zero_turns_round() -> None:
    row = stated(unit="% change", high=-40)
    assert agrees("a fall of more than 40 %", row)
    assert wrong("a fall of less than 40 %", row)


def test_a_row_with_value_and_bounds_may_state_a_bound_with_its_word() -> None:
    row = stated(116, "persons", 116, 214)
    for text in ("116 deaths", "at most 214", "up to 214 deaths", "116 to 214"):
        assert agrees(text, row), text
    for text in ("214", "about 214"):
        assert wrong(text, row), text


def test_the_word_before_the_number_counts_and_a_preposition_does_no_harm() -> None:
    assert agrees("20", stated(unit="count", low=20), before="They counted more than ")
    assert agrees("100 t", stated(96), before="It is about ")
    assert wrong("100 t", stated(96), before="It is ")
    assert agrees("0.01 mg/L", stated(0.01, "mg/L"), before="every point above ")
    assert wrong("more than 100 t", stated(100))


def test_a_of_b_needs_b_in_the_row() -> None:
    assert agrees("16 of 90", stated(16, "persons", context="16 of 90 people"))
    assert agrees("13 of 13", stated(13, "count", context="all 13 points"))
    assert agrees("16 people in 90", stated(16, "persons", context="16 of 90"))
    assert agrees("16 of 90", stated(16, "persons", inputs=("ore-0002",)))
    assert wrong("15 of 90", stated(16, "persons", context="16 of 90"))
    assert "says nothing of 90" in wrong("16 of 90", stated(16, "persons"))[0]
    assert wrong("16 of 90", stated(16, "persons", context="16 of 1905"))


# ---- Signs

A_FALL, A_RISE = stated(-38.4, "% change"), stated(38.4, "% change")


@pytest.mark.parametrize(
    "text, before, after",
    [
        ("a fall of 38 %", "", ""),
        ("38.4 %", "Imports fell by ", "."),
        ("38 % less", "", ""),
        ("38 %", "It is ", " less than a year before"),
        ("\u221238.4 %", "", ""),
        ("-38 %", "", ""),
        ("down 38 %", "", ""),
        ("about 40 %", "The drop was ", ""),
    ],
)
def test_a_fall_reads_as_a_fall(text: str, before: str, after: str) -> None:
    assert not wrong(text, A_FALL, before, after)
    assert "is a rise" in wrong(text, A_RISE, before, after)[0]


@pytest.mark.parametrize(
    "text, before",
    [
        ("38 %", ""),
        ("38.4 %", "Imports rose by "),
        ("a rise of 38 %", ""),
        ("38 %", "Lines fell; imports rose "),
        ("up 38 %", ""),
        ("38 % more", ""),
        ("more than 38 %", "Growth was "),
    ],
)
def test_a_rise_reads_as_a_rise(text: str, before: str) -> None:
    assert agrees(text, A_RISE, before)
    assert "is a fall" in wrong(text, A_FALL, before)[0]


# ---- Units and scales

SAME = [
    ("41.7 kt", "t", 41700),
    ("41,700 t", "kt", 41.7),
    ("72,073,760 kg", "t gross", 72073.76),
    ("41,700 tonnes", "t gross", 41700),
    ("58,396 t Sn", "t Sn", 58396),
    ("58,396 t Sn content", "t Sn", 58396),
    ("one tonne of tin", "t Sn", 1),
    ("41,700 t", "t Sn", 41700),
    ("USD 20,006 per tonne", "USD/t", 20006),
    ("USD 20 per kg", "USD/t", 20006),
    ("USD 20,006 a tonne of tin", "USD/t Sn", 20006),
    ("1.63 million yuan a tonne", "CNY/kg", 1630),
    ("35,000 yuan", "CNY/t", 35000),
    ("CNY 35,000/t", "CNY/t", 35000),
    ("RMB 35,000 a tonne", "CNY/t", 35000),
    ("325 rupees per kg", "INR/kg", 324.8),
    ("7,280 crore rupees", "INR crore", 7280),
    ("INR 7,280 crore", "INR crore", 7280),
    ("7,280 INR crore", "INR crore", 7280),
    ("72.8 billion rupees", "INR crore", 7280),
    ("5 lakh", "count", 500000),
    ("USD 200 million", "USD", 200160000),
    ("USD 200m", "USD", 2.0e8),
    ("1.4bn", "USD", 1.4e9),
    ("USD 1.4bn", "USD", 1.4e9),
    ("97.34 km\u00b2", "km2", 97.34),
    ("9,734 ha", "km2", 97.34),
    ("5 m\u00b3", "m3/t", 5),
    ("11 \u00b5g/L", "mg/L", 0.011),
    ("0.4 mg/L", "ug/L", 400),
    ("five", "count", 5),
    ("twelve", "count", 12),
    ("thirty-five years", "years", 35),
    ("a dozen", "count", 12),
    ("fifteen hundred t", "t", 1500),
    ("a thousand tonnes", "t", 1000),
    ("18 streams", "count", 18),
    ("four people", "persons", 4),
    ("367 days", "days", 367),
    ("seven weeks", "days", 52),
    ("a year", "days", 367),
    ("eighteen months", "years", 1.5),
    ("5,000 t a year", "t/yr", 5000),
    ("5,000 t", "t/yr", 5000),
    ("27,000 t a year", "t Sn", 27000),
    ("58 per cent", "% share", 57.86),
    ("1.5 km", "m", 1500),
    ("2027", "year", 2027),
    ("41\u2009700 t", "t", 41700),
    ("41\u00a0700 t", "t", 41700),
    ("41\u202f700 t", "t", 41700),
    ("88.8", "INR/USD", 88.81),
    ("3 percentage points", "percentage points", 3),
]


@pytest.mark.parametrize(
    "text, unit, value", SAME, ids=[f"{case[0]} as {case[1]}" for case in SAME]
)
def test_units_and_scales_are_read_and_converted(text: str, unit: str, value: float) -> None:
    assert not wrong(text, stated(value, unit))
    assert wrong(text, stated(value * 1.8, unit))


def test_ranges_of_counts_and_of_ph_need_no_unit() -> None:
    assert agrees("10 to 15 a day", stated(unit="trucks/day", low=10, high=15))
    assert agrees("pH 3 to 4", stated(unit="pH", low=3, high=4))


CONTRADICT = [
    ("41,700 t Sn", "t gross", 41700),
    ("41,700 t gross", "t Sn", 41700),
    ("41,700 gross tonnes", "t Sn", 41700),
    ("41,700 t Sn", "t", 41700),
    ("USD 41,700", "t", 41700),
    ("58 %", "t", 58),
    ("58 t", "% share", 58),
    ("CNY 1.4 billion", "USD", 1.4e9),
    ("58 percentage points", "% share", 58),
    ("58 %", "percentage points", 58),
    ("USD 1,630 per kg", "CNY/kg", 1630),
    ("5 km", "km2", 5),
    ("5 mg/L", "mg/kg", 5),
    ("120 villages", "t", 120),
    ("5 tonnes", "count", 5),
    ("five times", "count", 5),
    ("35,000 yuan a year", "CNY/t", 35000),
    ("three tonnes", "ratio", 3),
    ("5 days", "year", 5),
    ("a third", "t", 0.333),
]


@pytest.mark.parametrize(
    "text, unit, value", CONTRADICT, ids=[f"{case[0]} as {case[1]}" for case in CONTRADICT]
)
def test_a_unit_that_contradicts_is_a_fault_that_names_both(
    text: str, unit: str, value: float
) -> None:
    (said,) = wrong(text, stated(value, unit))
    assert f"ore-0001 is in {unit}" in said


def test_a_fault_of_basis_says_what_the_row_weighs() -> None:
    (said,) = wrong("41,700 t gross", stated(41700, "t Sn"))
    assert said == (
        "text says gross; ore-0001 is in t Sn (tin contained, not concentrate). "
        "Write its own basis, or cite another row."
    )


def test_yes_or_no_is_no_number() -> None:
    assert "answers yes or no" in wrong("1", stated(1, "yes/no"))[0]


# ---- Known errors


def test_a_misprint_may_be_quoted_as_one() -> None:
    row = stated(14446, "t Sn", misprint=4446)
    assert agrees("14,446 t", row)
    assert agrees("printed 4,446 t", row)
    assert agrees("4,446 t", row, before="The page prints ")
    assert wrong("4,446 t", row)


def test_an_error_that_is_not_used_may_only_be_quoted() -> None:
    row = stated(None, "kg", misprint=218.9e6)
    assert "known error that is not used" in wrong("218.9 million kg", row)[0]
    assert agrees("218.9 million kg", row, before="The reply says ")


# ---- What the author is told

MESSAGES = [
    ("41,900 t", stated(41700, "t gross"), "says 41,700 t gross (Somebody 2024). Write 41,700 t"),
    ("about 41,000 t", stated(31000), "Write 31,000 t"),
    ("USD 1.5 billion", stated(1.441901598e9, "USD"), "Write USD 1.4 billion"),
    ("40 t", stated(low=50, high=60), "Write 50 to 60 t"),
    ("40 t", stated(high=60), "Write under 60 t"),
    ("half", stated(57.9, "% share"), "says 57.9 % (Somebody 2024). Write 57.9 %"),
    ("twice", stated(3, "ratio"), "Write 3 ratio"),
    ("six", stated(5, "count"), "says 5 (Somebody 2024). Write 5"),
]


@pytest.mark.parametrize("text, row, words", MESSAGES)
def test_a_fault_says_what_to_write_in_the_texts_own_digits(
    text: str, row: Statement, words: str
) -> None:
    (said,) = wrong(text, row)
    assert said.startswith(f"text says {text}; ore-0001 says ")
    assert f"{words}, or cite another row." in said


def test_the_table_of_words_is_in_the_docstring() -> None:
    for words in WORDS.values():
        for word in words:
            if word not in ("not less than", "no fewer than", "not more than", "from"):
                assert word in (comparing.__doc__ or "")


# ---- Parsing


@pytest.mark.parametrize(
    "text",
    ["31,000 t and 27,000 t", "half of 90 t", "at least fivefold of 12", "three tonnes in 12 days"],
)
def test_one_role_holds_one_number(text: str) -> None:
    with pytest.raises(NumberError, match="more than one number"):
        parse_written(text, UNITS)


def test_a_year_is_no_second_number() -> None:
    assert parse_written("31,000 t in 2024", UNITS).low == 31000
    assert parse_written("three in 2024", UNITS).of is None


@pytest.mark.parametrize("text", ["many tonnes", "", "a", "most of it", "USD"])
def test_a_text_without_a_number_says_so(text: str) -> None:
    with pytest.raises(NumberError, match="holds no number"):
        parse_written(text, UNITS)


@pytest.mark.parametrize(
    "text, part, whole",
    [
        ("16 of 90", 16, 90),
        ("three of four", 3, 4),
        ("sixteen out of the ninety", 16, 90),
        ("nine draws in ten", 9, 10),
        ("one magnet in a hundred", 1, 100),
        ("two in every three", 2, 3),
    ],
)
def test_a_count_of_parts_is_read_with_its_whole(text: str, part: float, whole: float) -> None:
    written = parse_written(text, UNITS)
    assert (written.low, written.of) == (part, whole)


@pytest.mark.parametrize("text", ["two thirds of ten", "five tonnes in ten", "six in five"])
def test_what_is_no_count_of_parts_is_read_as_what_it_is(text: str) -> None:
    assert parse_written(text, UNITS).of is None


def test_a_units_of_a_book_stands_under_a_stroke_too() -> None:
    measure = parse_written("USD 20 a tonne of tin", UNITS).measure
    assert measure is not None
    assert (measure.what, measure.per, measure.per_factor) == ("USD", "mass", 1.0)


def test_without_units_of_its_own_a_book_reads_the_general_ones() -> None:
    written = parse_written("5 t Sn", Units())
    assert written.measure is not None
    assert (written.measure.what, written.measure.basis, written.noun) == ("mass", "", "Sn")
