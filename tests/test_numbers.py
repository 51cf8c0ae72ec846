"""Figures in prose: every bound of the table of words from both sides, units, signs, ranges, and what the author is told."""

import pytest

from heavyground import numbers, prose
from heavyground.numbers import NumberError, Stated, compare, num, parse_number

NAN = float("nan")


def stated(
    value=NAN, unit="t", low=NAN, high=NAN, target="prod-0001", text="", yearly=True, printed=NAN
):
    return Stated(target, value, low, high, unit, "Somebody 2024", text, printed, yearly)


def wrong(text, row, before="", after=""):
    return compare(parse_number(text), row, before, after)


def agrees(text, row, before="", after=""):
    return not wrong(text, row, before, after)


# ---- The table of words, each bound from both sides: (text, inside, outside)

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
    ("at least 100 t", [100, 110], [99.9, 110.1]),
    ("100 t or more", [100, 110], [99.9, 110.1]),
    ("no less than 100 t", [100, 110], [99.9, 110.1]),
    ("less than 100 t", [90, 99.9], [89.9, 100]),
    ("under 100 t", [90, 99.9], [89.9, 100]),
    ("below 100 t", [90, 99.9], [89.9, 100]),
    ("fewer than 100", [90, 99.9], [89.9, 100]),
    ("at most 100 t", [90, 100], [89.9, 100.1]),
    ("up to 100 t", [90, 100], [89.9, 100.1]),
    ("no more than 100 t", [90, 100], [89.9, 100.1]),
    ("100 t or less", [90, 100], [89.9, 100.1]),
]


@pytest.mark.parametrize("text, inside, outside", BOUNDS, ids=[case[0] for case in BOUNDS])
def test_bounds_from_both_sides(text, inside, outside):
    unit = parse_number(text).unit
    row_unit = (
        {"mass": "t", "percent": "% share", "USD": "USD", "concentration": "mg/L"}[unit.what]
        if unit
        else "count"
    )
    for value in inside:
        assert agrees(text, stated(value, row_unit)), (text, value)
    for value in outside:
        assert wrong(text, stated(value, row_unit)), (text, value)


SHARES_AND_MULTIPLES = [
    ("half", "% share", [49, 50, 51], [48.9, 51.1]),
    ("two-thirds", "% share", [65.7, 66.7, 67.6], [65.6, 67.7]),
    ("a third", "% share", [32.4, 34.3], [32.3, 34.4]),
    ("a quarter", "% share", [24, 26], [23.9, 26.1]),
    ("three quarters", "% share", [74, 76], [73.9, 76.1]),
    ("a tenth", "% share", [9, 11], [8.9, 11.1]),
    ("two fifths", "% share", [39, 41], [38.9, 41.1]),
    ("about half", "% share", [47.7, 52.6], [47.6, 52.7]),
    ("more than half", "% share", [50.1, 55], [50, 55.1]),
    ("nearly half", "% share", [47.5, 50], [47.4, 50.1]),
    ("half", "ratio", [0.49, 0.51], [0.48, 0.52]),
    ("twice", "ratio", [1.9, 2.1], [1.89, 2.11]),
    ("double", "ratio", [1.9, 2.1], [1.89, 2.11]),
    ("fivefold", "ratio", [4.75, 5.25], [4.7, 5.3]),
    ("tenfold", "ratio", [9.5, 10.5], [9.4, 10.6]),
    ("three times", "ratio", [2.85, 3.15], [2.8, 3.2]),
    ("tripled", "ratio", [2.85, 3.15], [2.8, 3.2]),
    ("2.18 times", "ratio", [2.1775, 2.184], [2.17, 2.19]),
    ("at least fivefold", "ratio", [5, 5.5], [4.9, 5.6]),
    ("more than double", "ratio", [2.01, 2.2], [2, 2.21]),
    ("doubled", "% change", [90, 110], [89, 111]),
    ("fivefold", "% change", [375, 425], [370, 430]),
]


@pytest.mark.parametrize(
    "text, unit, inside, outside",
    SHARES_AND_MULTIPLES,
    ids=[f"{c[0]} of {c[1]}" for c in SHARES_AND_MULTIPLES],
)
def test_fractions_and_multiples(text, unit, inside, outside):
    for value in inside:
        assert agrees(text, stated(value, unit)), (text, value, wrong(text, stated(value, unit)))
    for value in outside:
        assert wrong(text, stated(value, unit)), (text, value)


# ---- Ranges and rows with one bound


def test_a_range_is_low_and_high():
    row = stated(unit="mg/L", low=0.011, high=0.014)
    for text in (
        "0.011 to 0.014 mg/L",
        "0.011-0.014 mg/L",
        "0.011\u20130.014 mg/L",
        "between 0.011 and 0.014 mg/L",
    ):
        assert agrees(text, row), text
    for text in (
        "0.011 to 0.013 mg/L",
        "0.010 to 0.014 mg/L",
        "0.011 mg/L",
        "0.0110 to 0.0145 mg/L",
        "more than 0.014 mg/L",
    ):
        assert wrong(text, row), text
    assert agrees("12 to 40 times", stated(unit="ratio", low=12, high=40))
    assert agrees("USD 1.2 to 1.3 billion", stated(unit="USD", low=1.2e9, high=1.3e9))
    assert agrees(
        "about 15,000 to 16,000", stated(unit="persons", low=15500, high=16400)
    ) and wrong("about 15,000 to 16,000", stated(unit="persons", low=16000, high=16400))
    assert wrong("100 to 110 t", stated(105))


def test_low_alone_reads_more_than():
    row = stated(unit="count", low=20)
    for text in ("more than 20", "over 20", "at least 20", "20 or more", "upwards of 20"):
        assert agrees(text, row), text
    for text in ("20", "about 20", "under 20", "more than 25", "more than 18", "nearly 20"):
        assert wrong(text, row), text
    assert "Write more than 20" in wrong("20", row)[0]


def test_high_alone_reads_under():
    row = stated(unit="% share", high=10)
    for text in ("under 10 %", "less than 10 %", "at most 10 %", "up to 10 %", "almost 10 %"):
        assert agrees(text, row), text
    for text in ("10 %", "over 10 %", "under 9 %", "about 10 %", "under 12 %"):
        assert wrong(text, row), text


def test_a_row_with_value_and_bounds_may_state_a_bound_with_its_word():
    row = stated(116, "persons", 116, 214)
    assert (
        agrees("116 deaths", row)
        and agrees("at most 214", row)
        and agrees("up to 214 deaths", row)
        and agrees("116 to 214", row)
    )
    assert wrong("214", row) and wrong("about 214", row)


def test_the_word_before_the_figure_counts_and_a_preposition_does_no_harm():
    assert agrees("20", stated(unit="count", low=20), before="The KIA counted more than ")
    assert agrees("100 t", stated(96), before="It is about ") and wrong(
        "100 t", stated(96), before="It is "
    )
    assert agrees("0.01 mg/L", stated(0.01, "mg/L"), before="every point above ")
    assert wrong("more than 100 t", stated(100), before="")


def test_a_of_b_needs_b_in_the_row():
    assert (
        agrees("16 of 90", stated(16, "persons", text="16 of 90 people"))
        and wrong("16 of 90", stated(16, "persons"))
        and wrong("15 of 90", stated(16, "persons", text="16 of 90"))
    )
    assert agrees("13 of 13", stated(13, "count", text="all 13 points"))


# ---- Signs

FALL = stated(-38.4, "% change")


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
def test_a_fall_reads_as_a_fall(text, before, after):
    assert agrees(text, FALL, before, after), wrong(text, FALL, before, after)


@pytest.mark.parametrize(
    "text, before, after",
    [
        ("38 %", "", ""),
        ("38.4 %", "Imports rose by ", ""),
        ("a rise of 38 %", "", ""),
        ("38 %", "Lines fell; imports rose ", ""),
        ("up 38 %", "", ""),
    ],
)
def test_a_fall_does_not_read_as_a_rise(text, before, after):
    assert "is a fall" in wrong(text, FALL, before, after)[0]


def test_a_rise_does_not_read_as_a_fall():
    row = stated(38.4, "% change")
    assert agrees("38 %", row, "It grew by ") and agrees("38 %", row) and agrees("38 % more", row)
    assert (
        "is a rise" in wrong("a fall of 38 %", row)[0]
        and "is a rise" in wrong("38 %", row, "It fell by ")[0]
    )
    assert agrees("more than 38 %", row, "Growth was ")


# ---- Units and scales

SAME = [
    ("41.7 kt", "t", 41700),
    ("41,700 t", "kt", 41.7),
    ("72,073,760 kg", "t gross", 72073.76),
    ("41,700 tonnes", "t gross", 41700),
    ("58,396 t REO", "t REO", 58396),
    ("41,700 t", "t REO", 41700),
    ("USD 20,006 per tonne", "USD/t", 20006),
    ("USD 20 per kg", "USD/t", 20006),
    ("1.63 million yuan a tonne", "CNY/kg", 1630),
    ("35,000 yuan", "CNY/t", 35000),
    ("CNY 35,000/t", "CNY/t", 35000),
    ("RMB 35,000 a tonne", "CNY/t", 35000),
    ("325 rupees per kg", "INR/kg", 324.8),
    ("7,280 crore rupees", "INR crore", 7280),
    ("INR 7,280 crore", "INR crore", 7280),
    ("72.8 billion rupees", "INR crore", 7280),
    ("5 lakh", "count", 500000),
    ("USD 200 million", "USD", 200160000),
    ("USD 200m", "USD", 2.0e8),
    ("1.4bn", "USD", 1.4e9),
    ("USD 1.4bn", "USD", 1.4e9),
    ("97.34 km\u00b2", "km2", 97.34),
    ("9,734 ha", "km2", 97.34),
    ("11 \u00b5g/L", "mg/L", 0.011),
    ("0.4 mg/L", "ug/L", 400),
    ("five", "count", 5),
    ("twelve", "count", 12),
    ("18 streams", "count", 18),
    ("four people", "persons", 4),
    ("367 days", "days", 367),
    ("5,000 t a year", "t/yr", 5000),
    ("5,000 t", "t/yr", 5000),
    ("27,000 t a year", "t REO", 27000),
    ("58 per cent", "% share", 57.86),
    ("1.5 km", "m", 1500),
    ("2027", "year", 2027),
    ("41\u2009700 t", "t", 41700),
    ("41\u00a0700 t", "t", 41700),
    ("41\u202f700 t", "t", 41700),
    ("pH 3 to 4", "pH", None),
    ("10 to 15 a day", "trucks/day", None),
    ("88.8", "INR/USD", 88.81),
    ("3 percentage points", "percentage points", 3),
]


@pytest.mark.parametrize("text, unit, value", SAME, ids=[f"{c[0]} / {c[1]}" for c in SAME])
def test_units_and_scales_are_read_and_converted(text, unit, value):
    row = (
        stated(value, unit)
        if value is not None
        else stated(
            unit=unit,
            low=float(text.split()[-3] if "day" not in text else 10),
            high=float(text.split()[-1] if "day" not in text else 15),
        )
    )
    assert agrees(text, row), wrong(text, row)


CONTRADICT = [
    ("41,700 t REO", "t gross", 41700),
    ("41,700 t gross", "t REO", 41700),
    ("41,700 t REO", "t", 41700),
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
    ("35,000 yuan a year", "CNY/t", 35000),
    ("three tonnes", "ratio", 3),
    ("5 days", "weeks", 5),
    ("1", "yes/no", 1),
    ("a third", "t", 0.333),
]


@pytest.mark.parametrize(
    "text, unit, value", CONTRADICT, ids=[f"{c[0]} / {c[1]}" for c in CONTRADICT]
)
def test_a_unit_that_contradicts_is_a_fault_that_names_both(text, unit, value):
    said = wrong(text, stated(value, unit))
    assert (
        said and ("prod-0001" in said[0]) and (unit.split()[0] in said[0] or "yes or no" in said[0])
    )


def test_a_corrected_figure():
    misprint = stated(14446, "t REO", printed=4446)
    assert (
        agrees("14,446 t", misprint)
        and agrees("printed 4,446 t", misprint)
        and agrees("4,446 t", misprint, before="The page prints ")
    )
    assert wrong("4,446 t", misprint)
    unused = stated(NAN, "kg", printed=218.9e6)
    assert "known error that is not used" in wrong("218.9 million kg", unused)[0] and agrees(
        "218.9 million kg", unused, before="The reply says "
    )


def test_one_role_one_figure_and_years_are_none():
    with pytest.raises(NumberError, match="more than one figure"):
        parse_number("31,000 t and 27,000 t")
    assert parse_number("31,000 t in 2024").low == 31000
    with pytest.raises(NumberError, match="holds no figure"):
        parse_number("many tonnes")


# ---- Pages


def page(tmp_path, text):
    path = tmp_path / "chapter.md"
    path.write_text(text, "utf-8")
    return path


def faults(tmp_path, text):
    return [(f.line, f.rule, f.message) for f in numbers.check_text(page(tmp_path, text))]


def test_a_text_off_by_one_digit_fails_with_the_row(tmp_path):
    found = numbers.check_text(
        page(tmp_path, "# T\n\nChina recorded {num}`41,900 t <prod-0701>` in 2023.\n")
    )
    assert len(found) == 1 and found[0].line == 3 and found[0].rule == "number"
    assert (
        found[0].message
        == "text says 41,900 t; prod-0701 says 41,700 t gross (Global Witness 2024). Write 41,700 t, or cite another row."
    )


FAILING = [
    ("wrong unit", "{num}`41,700 t REO <prod-0701>`", "number", "is in t gross"),
    (
        "wrong sign",
        "It rose by {num}`18.5 % <=usgs2026_burma_change_2025>`.",
        "number",
        "is a fall",
    ),
    (
        "wrong year's row",
        "{num}`43,000 t <prod-0011>` in 2023.",
        "number",
        "prod-0011 says 31,000 t REO",
    ),
    (
        "merged id",
        "{num}`41,700 t <ctrl-0157>`",
        "number",
        "ctrl-0157 was merged into prod-0701; cite that.",
    ),
    ("unknown id", "{num}`41,700 t <prod-9999>`", "number", "prod-9999 is no row of the evidence"),
    ("left-out id", "{num}`5 <econ-0505>`", "number", "econ-0505 was left out of the evidence"),
    (
        "old derived id",
        "{num}`20,006 <prod-0592>`",
        "number",
        "is now =unit_value_myanmar_2023; cite that",
    ),
    (
        "unknown derived name",
        "{num}`58 % <=oxide_share_2022>`",
        "number",
        "near: =oxide_share_2023",
    ),
    ("unknown parameter", "{num}`58 % <@nothing>`", "number", "no parameter"),
    ("no target", "{num}`58 %`", "number", "names no row"),
    ("no figure", "{num}`most of it <prod-0701>`", "number", "holds no figure"),
    ("orphan", "Imports were 72,074 t in 2023.", "orphan", "prod-0332"),
    ("orphan per cent", "About twenty per cent of it.", "orphan", "twenty per cent"),
    ("orphan money", "It cost USD 12 million.", "orphan", "USD 12 million"),
    ("orphan percent sign", "It was 58% of it.", "orphan", "58%"),
    ("literal of no kind", "{lit}`5 % <because>`", "literal", "must be one of"),
    ("literal that is evidence", "{lit}`72,074 t <name>`", "literal", "is evidence"),
    (
        "literal rule that is evidence",
        "{lit}`57.9 % <rule>` and {lit}`72,074 t <example>`",
        "literal",
        "72,074 t is evidence",
    ),
    ("unknown statement", "{claim}`A999`", "claim", "no statement"),
    ("open fence", "```{code-cell} ipython3\nx = 1\n", "markup", "never closed"),
    ("open comment", "<!-- 72,074 t\n", "markup", "never closed"),
]


@pytest.mark.parametrize(
    "text, rule, words", [case[1:] for case in FAILING], ids=[case[0] for case in FAILING]
)
def test_what_must_fail_fails(tmp_path, text, rule, words):
    found = faults(tmp_path, f"# T\n\n{text}\n")
    assert [one for one in found if one[1] == rule and words in one[2] and one[0] == 3], found


NOT_ORPHANS = [
    "In 2023 and 2017-2025, FY2024-25, 2024/25, the 1990s, 2021 to 2024.",
    "On 22 October 2024, 7 March, 18 and 19 October, March 7, 2024-10-22.",
    "HS 2846, HS 284690 and HS 28469019; MCS 2025.",
    "Operation 1027; BGF 1003; Border Guard Force 1001; Kachin Special Region 1.",
    "Article 5, Figure 3, chapter 4 is Chapter 4, page 12, pages 3-5, Table 2.",
    "Dy2O3, Tb4O7, CO2, A42, B03, Nd2Fe14B.",
    "The 19th century; 10:30.",
    "1. first\n2. second",
    "`72,074 t` and [72,074 t](https://x.org/72074) and {cite:p}`usgs2025mcs`.",
    "% a comment with 72,074 t",
    "<!-- 72,074 t -->",
    "```\n72,074 t\n```",
    "```{code-cell} ipython3\n:tags: [hide-input]\nx = 72074\n```",
    "---\nx: 5\n---",
    "(label-5)=",
    ":::{note}\n:class: x5\nWords.\n:::",
    "{num}`72,074 t <prod-0332>`.",
    "{lit}`5 % <rule>`.",
    "Two-thirds of it, twice as much, one of three.",
]


@pytest.mark.parametrize("text", NOT_ORPHANS, ids=[text[:24] for text in NOT_ORPHANS])
def test_what_is_no_figure_passes(tmp_path, text):
    text = text if text.startswith("---") else f"# T\n\n{text}\n"
    assert not faults(tmp_path, text)


CELL = """# T

```{code-cell} ipython3
:tags: [hide-input]
figure(
    chart,
    title="A line of {58 % <=oxide_share_2023>}",
    subtitle="tonnes gross, 2017-2025",
    alt=num("In 2023 it was {72,074 t <prod-0332>}. "
            "The year before {41,700 t <prod-0330>}, and 5 % more."),
)
```
"""


def test_strings_in_code_cells_are_checked_at_their_lines(tmp_path):
    found = faults(tmp_path, CELL)
    assert [(line, rule) for line, rule, _ in found] == [(10, "number"), (10, "orphan")]
    scanned = numbers.scan(page(tmp_path, CELL))
    assert [(n.line, n.role, n.text, n.target, n.where) for n in scanned][:2] == [
        (7, "num", "58 %", "=oxide_share_2023", "figure"),
        (9, "num", "72,074 t", "prod-0332", "figure"),
    ]


def test_scan_gives_exact_places(tmp_path):
    scanned = numbers.scan(
        page(
            tmp_path,
            "# T\n\n- a list\n  with {num}`58 % <=oxide_share_2023>` here, {claim}`A49`\n\n:::{admonition} Of {num}`41,700 t <prod-0701>`\n:class: x\nText.\n:::\n",
        )
    )
    assert [(n.line, n.col, n.role, n.target) for n in scanned] == [
        (4, 8, "num", "=oxide_share_2023"),
        (4, 46, "claim", "A49"),
        (6, 20, "num", "prod-0701"),
    ]


def test_num_returns_clean_text_or_lists_all_mistakes():
    assert (
        num("It is {58 % <=oxide_share_2023>} of {72,074 t <prod-0332>} in 2023, {5 % <rule>}.")
        == "It is 58 % of 72,074 t in 2023, 5 %."
    )
    with pytest.raises(NumberError) as error:
        num("It is {59 % <=oxide_share_2023>} of {72,075 t <prod-0332>}, or 12 t.")
    assert all(
        words in str(error.value)
        for words in ("text says 59 %", "text says 72,075 t", "12 t stands without an origin")
    )


def test_a_changed_input_fails_the_text_that_cites_the_derived_value(tmp_path, data_copy):
    path = data_copy / "observations" / "production.csv"
    path.write_text(
        path.read_text("utf-8").replace(
            "prod-0332,imports-weight,China,Myanmar,HS 284690,2023,year,printed,72073.76",
            "prod-0332,imports-weight,China,Myanmar,HS 284690,2023,year,printed,62073.76",
        ),
        "utf-8",
    )
    text = page(tmp_path, "# T\n\nIt is {num}`58 % <=oxide_share_2023>` of the weight.\n")
    assert not numbers.check_text(text)
    assert [
        "text says 58 %; =oxide_share_2023 says 67.178 % (our arithmetic). Write 67 %, or cite another row."
    ] == [f.message for f in numbers.check_text(text, data_copy)]


def test_the_table_of_words_is_in_the_docstring():
    for words in numbers.WORDS.values():
        assert words[0] in numbers.__doc__


def test_an_unreadable_page_is_no_traceback(tmp_path):
    for text in (
        "",
        "\n",
        "```",
        "{num}`",
        "{num}`` <>``",
        "`{num}`x <y>",
        "# \u0000\n",
        "{lit}``\n",
        "{num}`1 <\u202e>`\n",
    ):
        numbers.check_text(page(tmp_path, text + "\n"))
    assert prose.read("# T\n\ntext\n").lines[1].number == 3
