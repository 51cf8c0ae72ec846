"""Numbers on pages: which are found, exactly where, and what is said of those without a row."""

from textwrap import dedent

import pytest

from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.book import Book, Matter
from heavyground.numbers import (
    KINDS,
    Checked,
    Names,
    NumberError,
    Scanned,
    check_scanned,
    find,
    num,
    orphans,
    scan_page,
)
from heavyground.numbers.prose import parse_page
from heavyground.numbers.units import Units
from helpers import small_book

VALUES = Registry()


@VALUES.derive(unit="% share", aliases=["ore-0090"])
def share_of_concentrate(book: Inputs) -> float:
    """Concentrate over ore"""
    return 100 * book.row("ore-0002") / book.row("ore-0001")


OBSERVATIONS = """
    id       | series | item        | period | value    | low | unit     | also     | source
    ore-0001 | output | ore         | 2023   | 72073.76 |     | t gross  | ore-0050 | atlas2025
    ore-0002 | output | concentrate | 2023   | 41700    |     | t gross  |          | atlas2025
    ore-0003 | output | ore         | 2024   | 31000    |     | t Sn     |          | atlas2025
    ore-0004 | mines  | mines       | 2024   |          | 20  | count    |          | atlas2025
    ore-0005 | change | ore         | 2025   | -18.5    |     | % change |          | atlas2025
    ore-0006 | ratio  | price       | 2025   | 40.2     |     | ratio    |          | atlas2025
"""
UNITS = """
    unit     | title                  | kind | basis | written                | note
    t gross  | tonnes gross           | mass | gross | gross tonnes           | With packing.
    t Sn     | tonnes of contained tin| mass | Sn    | t Sn content           | Tin contained.
    count    | number                 | count|       |                        |
    % share  | per cent               | share|       |                        |
    % change | per cent               | change|      |                        |
    ratio    | times                  | ratio|       |                        |
"""
BOOK_TABLES = {
    "observations": OBSERVATIONS,
    "units": UNITS,
    "items": """
        name        | family | spellings
        ore         | ore    | line 2609; Ore-2 (grade 5)
        concentrate | ore    |
        mines       | mines  |
        price       | price  |
    """,
    "entities": """
        name | spellings
        Peru | Guard Force 1001; Peru 2 Sur
    """,
    "events": """
        id      | date
        ev-0001 | 2024-05-01
    """,
    "claims": """
        id  | value_low | unit | figure
        A01 | 35000     | t    | 35,000 tonnes
        A02 | 5         | t    | five
    """,
    "parameters": """
        name      | model          | value | low | unit
        tonnes    | levy choice    | 500   |     | t
        tonnes    | levy: a guess  | 900   |     | t
        collected | levy           | 80    |     | % share
        collected | levy reach     | 70    |     | % share
        tonnes    | freight        | 300   |     | t
    """,
    "left_out": """
        id       | reason
        ore-0080 | no source was found
    """,
}


@pytest.fixture(scope="module")
def book() -> Book:
    return small_book(Matter(values=VALUES), **BOOK_TABLES)


def page(text: str) -> str:
    return f"# Title\n\n{text}\n"


def faults(book: Book, text: str) -> list[tuple[int, str, str]]:
    """(line, rule, message) of every number of a page that has something wrong."""
    return [
        (scanned.line, rule, message)
        for scanned in scan_page(parse_page(text), "a.md", Names.of(book))
        for rule, message in check_scanned(book, scanned)
    ]


def scanned(book: Book, text: str) -> list[Scanned]:
    return scan_page(parse_page(text), "a.md", Names.of(book))


# ---- What a page is told


def test_a_text_off_by_one_digit_fails_with_the_row(book: Book) -> None:
    label = book["ore-0002"].source.label
    (fault,) = faults(book, page("Peru dug {num}`41,900 t <ore-0002>` in 2023."))
    assert fault == (
        3,
        "number",
        f"text says 41,900 t; ore-0002 says 41,700 t gross ({label}). "
        "Write 41,700 t, or cite another row.",
    )


FAILING = [
    ("another unit", "{num}`41,700 t Sn <ore-0002>`", "number", "is in t gross (with packing)"),
    ("the wrong sign", "It rose by {num}`18.5 % <ore-0005>`.", "number", "is a fall"),
    ("another year's row", "{num}`43,000 t <ore-0003>`.", "number", "ore-0003 says 31,000 t Sn"),
    ("a merged id", "{num}`72,074 t <ore-0050>`", "number", "was merged into ore-0001; cite that"),
    ("an unknown id", "{num}`41,700 t <ore-9999>`", "number", "is no row of the evidence"),
    ("a left-out id", "{num}`5 <ore-0080>`", "number", "was left out of the evidence"),
    ("an old id", "{num}`58 % <ore-0090>`", "number", "is now =share_of_concentrate; cite that"),
    ("an event", "{num}`5 <ev-0001>`", "number", "is an event and states no number; cite a row"),
    ("an unknown event", "{num}`5 <ev-0002>`", "number", "ev-0002 is no row of the evidence"),
    ("an unknown value", "{num}`5 % <=share_of_conc>`", "number", "near: share_of_concentrate"),
    ("an unknown parameter", "{num}`5 % <@nothing>`", "number", "is no parameter"),
    ("a strange target", "{num}`5 % <because>`", "number", '"because" refers to nothing; write'),
    ("no target", "{num}`58 %`", "number", "names no row. Write {num}`58 % <id>`"),
    ("no number", "{num}`most of it <ore-0001>`", "number", "holds no number"),
    ("two numbers", "{num}`5 t and 6 t <ore-0001>`", "number", "more than one number (6 too)"),
    ("an orphan", "It dug 72,074 t in 2023.", "orphan", "Rows with this number: ore-0001."),
    ("an orphan per cent", "About twenty per cent of it.", "orphan", "twenty per cent stands"),
    ("orphan money", "It cost USD 12 million.", "orphan", "USD 12 million stands"),
    ("orphan money of a year", "It cost USD 2024.", "orphan", "USD 2024 stands"),
    ("an orphan sign", "It was 58% of it.", "orphan", "Write {num}`58% <id>`"),
    ("a literal of no kind", "{lit}`5 % <because>`", "literal", "must be one of name"),
    ("a kind misspelt", "{lit}`5 % <rules>`", "literal", "(near: rule)"),
    ("a literal that is evidence", "{lit}`72,074 t <name>`", "literal", "is evidence (ore-0001)"),
    ("a rule that is evidence", "{lit}`72,074 t <rule>`", "literal", "Write {num}`72,074 t <id>`"),
    ("an unknown claim", "{claim}`A999`", "claim", "the ids are A01 to A02."),
]


@pytest.mark.parametrize(
    "text, rule, words", [case[1:] for case in FAILING], ids=[case[0] for case in FAILING]
)
def test_what_must_fail_fails(book: Book, text: str, rule: str, words: str) -> None:
    found = faults(book, page(text))
    assert [fault for fault in found if fault[:2] == (3, rule) and words in fault[2]], found


@pytest.mark.parametrize("text", ["```{code-cell} ipython3\nx = 1\n", "<!-- 72,074 t\n"])
def test_what_is_never_closed_is_a_problem_of_its_line(text: str) -> None:
    ((line, words),) = parse_page(page(text)).problems
    assert line == 3
    assert "never closed" in words


PASSING = [
    "{num}`72,074 t <ore-0001>`, {num}`58 % <=share_of_concentrate>`, {num}`35,000 t <A01>`.",
    "{num}`500 t <@levy.tonnes>`, {num}`80 % <@levy.collected>` and {num}`80 % <@collected>`.",
    "A fall of {num}`18.5 % <ore-0005>`; {num}`more than 20 <ore-0004>` mines.",
    "{num}`58 % <=share_of_concentrate>` is {lit}`60 % <example>`, {lit}`5 % <rule>`.",
    "In 2023 and 2017-2025, FY2024-25, 2024/25, the 1990s, 2021 to 2024.",
    "On 22 October 2024, 7 March, 18 and 19 October, March 7, 2024-10-22.",
    "HS 2846, HS 284690 and HS 28469019.",
    "Operation 1027; Guard Force 1001; Peru 2 Sur; line 2609; Ore-2 (grade 5).",
    "Article 5, Figure 3, chapter 4 is Chapter 4, page 12, pages 3-5, Table 2, Region 1.",
    "Dy2O3, Tb4O7, CO2, A42, B03, Nd2Fe14B.",
    "The 19th century; 10:30.",
    "1. first\n2. second",
    "`72,074 t` and [72,074 t](https://x.org/72074) and {cite:p}`usgs2025mcs`.",
    "% a comment with 72,074 t",
    "<!-- 72,074 t -->",
    "```\n72,074 t\n```",
    "```{code-cell} ipython3\n:tags: [hide-input]\nx = 72074\n```",
    "(label-5)=",
    ":::{note}\n:class: x5\nWords.\n:::",
    "Two-thirds of it, twice as much, one of three.",
]


@pytest.mark.parametrize("text", PASSING, ids=[text[:24] for text in PASSING])
def test_what_has_its_origin_or_is_no_number_passes(book: Book, text: str) -> None:
    assert not faults(book, page(text))


def test_front_matter_is_not_scanned(book: Book) -> None:
    assert not faults(book, "---\nx: 5\n---\n# T\n")


@pytest.mark.parametrize("name", ["Guard Force 1001", "line 2609", "Peru 2 Sur"])
def test_a_name_holds_a_digit_only_where_the_book_says_so(book: Book, name: str) -> None:
    assert not orphans(f"The {name} came.", Names.of(book))
    assert orphans(f"The {name} came.", Names())
    assert orphans(f"The {name}0 came, the X{name} went.", Names.of(book)) or name == "Peru 2 Sur"


def test_an_orphan_is_named_with_its_unit(book: Book) -> None:
    names = Names.of(book)
    assert orphans("It has 5 t Sn content of it.", names) == [(7, "5 t Sn content")]
    assert orphans("It is CNY 35,000 a tonne.", names) == [(6, "CNY 35,000")]
    assert orphans("35,000 yuan a tonne, 5 of them.", names) == [
        (0, "35,000 yuan a tonne"),
        (21, "5"),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "\n", "```", "{num}`", "{num}`` <>``", "`{num}`x <y>", "# \u0000\n", "{lit}``\n"],
)
def test_an_unreadable_page_is_no_traceback(book: Book, text: str) -> None:
    assert isinstance(faults(book, text + "\n"), list)


@pytest.mark.parametrize("target", ["\u202e", "=", "@.", "-", "ore-", "..", "A"])
def test_a_target_of_no_form_is_a_fault(book: Book, target: str) -> None:
    assert [rule for _, rule, _ in faults(book, f"# T\n\n{{num}}`1 <{target}>`\n")] == ["number"]


# ---- Where a number stands


def test_scanned_numbers_have_exact_places(book: Book) -> None:
    text = """\
    # T

    - a list
      with {num}`58 % <=share_of_concentrate>` here, {claim}`A01`, 12 t

    :::{admonition} Of {num}`41,700 t <ore-0002>` and 13 t
    :class: x
    Text.
    :::
    """
    assert [
        (one.line, one.col, one.role, one.text, one.target) for one in scanned(book, dedent(text))
    ] == [
        (4, 8, "num", "58 %", "=share_of_concentrate"),
        (4, 50, "claim", "A01", "A01"),
        (4, 64, "orphan", "12 t", ""),
        (6, 20, "num", "41,700 t", "ore-0002"),
        (6, 51, "orphan", "13 t", ""),
    ]


def test_a_role_knows_the_rest_of_its_sentence(book: Book) -> None:
    (one,) = scanned(book, page("It fell by {num}`5 % <ore-0005>`, **or** {cite}`x`."))
    assert (one.before, one.after) == ("It fell by ", ", **or**          .")


def cell(code: str) -> str:
    return page(f"```{{code-cell}} ipython3\n:tags: [hide-input]\n{code}\n```")


FIGURE = """\
figure(
    chart,
    title="A line of {58 % <=share_of_concentrate>}",
    subtitle="tonnes gross, 2017-2025",
    alt=num("In 2023 it was {72,074 t <ore-0001>}. "
            "The year before {41,700 t <ore-0001>}, and 5 % more; 5 % less."),
)"""


def test_strings_in_code_cells_are_checked_at_their_lines(book: Book) -> None:
    found = faults(book, cell(FIGURE))
    assert [(line, rule) for line, rule, _ in found] == [
        (10, "number"),
        (10, "orphan"),
        (10, "orphan"),
    ]
    assert "Write {5 % <id>}" in found[1][2]
    places = [(one.line, one.col, one.role, one.text) for one in scanned(book, cell(FIGURE))]
    lines = cell(FIGURE).split("\n")

    def place(line: int, piece: str, start: int = 0) -> tuple[int, int]:
        return line, lines[line - 1].index(piece, start) + 1

    assert places == [
        (*place(7, "{58"), "num", "58 %"),
        (*place(9, "{72"), "num", "72,074 t"),
        (*place(10, "{41"), "num", "41,700 t"),
        (*place(10, "5 % more"), "orphan", "5 %"),
        (*place(10, "5 % less"), "orphan", "5 %"),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "x = 72074\nprint('72,074 t')",
        "figure(chart, name='five-times', data=rows[:5])",
        "figure(chart, title=f'It was {value} t in {year}')",
        "figure(chart, title=TITLE, note=maps.note(EXTENT) + ' In 2024.')",
        "not python (",
    ],
)
def test_what_no_reader_sees_is_not_scanned(book: Book, code: str) -> None:
    assert not scanned(book, cell(code))


@pytest.mark.parametrize(
    "code",
    [
        "chapter.figure(chart, title='It was 12 t')",
        "figure(chart, note=maps.note(EXTENT) + ' It was 12 t.')",
        "figure(chart, alt=f'It was {value}, then 12 t')",
        "figure(chart, title='It was 12 t' if wide else 'It was')",
        "label = chapter.num('It was 12 t')",
    ],
)
def test_what_a_reader_sees_is_scanned_wherever_it_stands(book: Book, code: str) -> None:
    assert [one.text for one in scanned(book, cell(code))] == ["12 t"]


# ---- Number words in titles, subtitles, captions and notes

WORDED = {
    "The price rose fortyfold": "fortyfold",
    "It is forty-fold": "forty-fold",
    "A hundredfold": "A hundredfold",
    "It passed five times the limit": "five times",
    "Two and a half times as much": "Two and a half times",
    "It held twice the limit": "twice",
    "Quotas more than doubled": "doubled",
    "It trebled": "trebled",
    "Exports halved": "halved",
    "The weight is three fifths of it": "three fifths",
    "It was under a fifth of the price": "a fifth",
    "Half the flow": "Half",
    "A quarter of the oxide is assured": "A quarter",
    "It grew by two-thirds": "two-thirds",
    "It grew by a third": "a third",
    "Three of four mills": "Three of four",
    "One magnet in a hundred": "One magnet in a hundred",
    "Interval of nine draws in ten, by year": "nine draws in ten",
    "Two hundred million needs a year": "Two hundred million",
    "It stops at a hundred in May": "a hundred",
    "It was forty tonnes": "forty tonnes",
    "It was fifteen hundred": "fifteen hundred",
    "A million tonnes of it": "A million tonnes",
}


@pytest.mark.parametrize("title, words", WORDED.items())
def test_number_words_in_a_title_need_an_origin(book: Book, title: str, words: str) -> None:
    for part in ("title", "subtitle", "caption", "note"):
        (one,) = scanned(book, cell(f"figure(chart, {part}={title!r})"))
        assert (one.role, one.text) == ("orphan", words)
    for text in (cell(f"figure(chart, alt={title!r})"), cell(f"num({title!r})"), page(title)):
        assert not scanned(book, text)


@pytest.mark.parametrize(
    "title",
    [
        "Two ministries, one plan",
        "The second half of 2024",
        "A half-year of it",
        "The third line, a third way",
        "The first quarter, by quarter",
        "One militia for thirty-five years",
        "Sixteen statements of twelve sources",
        "Three cases in two years, five in ten days",
        "Hundreds of tonnes",
        "The single largest",
    ],
)
def test_words_that_do_not_say_how_much_are_free(book: Book, title: str) -> None:
    assert not scanned(book, cell(f"figure(chart, title={title!r})"))


def test_number_words_count_in_the_num_of_a_title_too(book: Book) -> None:
    text = cell("figure(chart, title=num('Half of {72,074 t <ore-0001>}'))")
    assert [one.text for one in scanned(book, text)] == ["Half", "72,074 t"]


def test_number_words_with_their_origin_pass(book: Book) -> None:
    title = "It rose {fortyfold <ore-0006>}, to {nearly three fifths <=share_of_concentrate>}"
    assert not faults(book, cell(f"figure(chart, title='{title}')"))


@pytest.mark.parametrize(
    "text, place",
    [
        (":::{figure} x.png\n:alt: A map of 12 t\nHalf of it.\n:::", [(4, 16), (5, 1)]),
        (":::{table} Half of it\n| a |\n|---|\n| half |\n:::", [(3, 12)]),
        (":::{list-table} Half of it\n* - half\n:::", [(3, 17)]),
        (":::{figure} x.png\n:::\n\nHalf of it.", []),
    ],
)
def test_captions_of_directives_are_read_like_titles(
    book: Book, text: str, place: list[tuple[int, int]]
) -> None:
    assert [(one.line, one.col) for one in scanned(book, page(text))] == place


# ---- Strings


def test_num_returns_clean_text_and_what_it_refers_to(book: Book) -> None:
    source = "It is {58 % <=share_of_concentrate>} of {72,074 t <ore-0001>} in 2023, {5 % <rule>}."
    text = num(book, source)
    assert text == "It is 58 % of 72,074 t in 2023, 5 %."
    assert isinstance(text, Checked)
    assert text.source == source
    assert [reference.text for reference in text.references] == [
        "=share_of_concentrate",
        "ore-0001",
    ]


def test_num_lists_all_mistakes(book: Book) -> None:
    with pytest.raises(NumberError) as error:
        num(book, "It is {59 % <=share_of_concentrate>} of {72,075 t <ore-0001>}, or 12 t.")
    for words in ("text says 59 %", "text says 72,075 t", "12 t stands without an origin"):
        assert words in str(error.value)


def test_what_was_checked_as_a_text_can_be_checked_as_a_title(book: Book) -> None:
    text = num(book, "Half of {72,074 t <ore-0001>}")
    assert num(book, text) == text
    with pytest.raises(NumberError, match="Half stands without an origin"):
        num(book, text, worded=True)


def test_a_changed_input_fails_the_text_that_cites_the_derived_value() -> None:
    changed = OBSERVATIONS.replace("72073.76", "62073.76")
    book = small_book(Matter(values=VALUES), **{**BOOK_TABLES, "observations": changed})
    ((_, _, message),) = faults(book, page("It is {num}`58 % <=share_of_concentrate>` of it."))
    assert message == (
        "text says 58 %; =share_of_concentrate says 67.178 % (our arithmetic). "
        "Write 67 %, or cite another row."
    )


# ---- Which rows hold a number


def test_find_names_the_rows_with_a_number_in_any_unit(book: Book) -> None:
    assert find(book, "41.7 kt") == ["ore-0002"]
    assert find(book, "41,700") == ["ore-0002"]
    assert find(book, "72,074 gross tonnes") == ["ore-0001"]
    assert find(book, "72,074 t Sn") == []
    assert find(book, "a fall of 18.5 %") == ["ore-0005"]
    assert find(book, "fortyfold") == []
    assert find(book, "many") == []


def test_find_keeps_the_order_of_the_evidence() -> None:
    rows = """
        id       | value | unit
        ore-0009 | 5     | t
        ore-0001 | 5     | kt
        ore-0005 | 5     | t
    """
    assert find(small_book(observations=rows), "5") == ["ore-0009", "ore-0001", "ore-0005"]


def test_a_book_without_units_of_its_own_knows_the_general_ones() -> None:
    book = small_book(observations="id | value | unit\nore-0001 | 5 | t")
    assert Units.of(book) is Units.of(book)
    assert find(book, "5,000 kg") == ["ore-0001"]


def test_the_kinds_of_literals_say_what_they_are() -> None:
    assert all(KINDS.values())
