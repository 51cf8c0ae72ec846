"""References: what is written in a role, where it leads, and what it states."""

import pytest

from heavyground.evidence.amounts import Amount
from heavyground.numbers.references import NoReference, Reference, parameter_of, state
from helpers import small_book

PARSED = [
    ("prod-0701", "row", "prod-0701", "data/prod.html#prod-0701"),
    ("ev-0134", "event", "ev-0134", "data/ev.html#ev-0134"),
    ("A42", "claim", "A42", "chapters/ledger.html#A42"),
    ("=oxide_share_2023", "derived", "oxide-share-2023", "data/derived.html#oxide-share-2023"),
    ("@levy.collected", "parameter", "levy-collected", "chapters/data.html"),
    ("@collected", "parameter", "collected", "chapters/data.html"),
]


@pytest.mark.parametrize("text, kind, slug, href", PARSED)
def test_a_reference_knows_its_kind_and_its_addresses(
    text: str, kind: str, slug: str, href: str
) -> None:
    reference = Reference.parse(f" {text} ")
    assert (reference.kind, reference.text, reference.slug) == (kind, text, slug)
    assert (reference.anchor, reference.href) == (f"n-{slug}", href)


@pytest.mark.parametrize("text", ["", "because", "=", "@", "@a.b.c", "prod", "prod-", "A", "=a b"])
def test_what_refers_to_nothing_says_what_to_write(text: str) -> None:
    with pytest.raises(NoReference, match="refers to nothing; write the id of a row"):
        Reference.parse(text)


BOOK = small_book(
    observations="""
        id       | period    | value | low | high | unit  | printed   | note      | item | source
        ore-0001 | 2024      | 5     |     |      | t     | 5 of 90 t | so it is. | tin  | atlas2025
        ore-0002 | 2024-05-31|       | 3   | 4    | t     |           |           | tin  | atlas2025
        ore-0003 | 2024      | 14446 |     |      | t     |           |           | tin  | atlas2025
    """,
    corrections="""
        id       | field | printed | use   | reason
        ore-0003 | value | 4446    | 14446 | A digit is missing.
    """,
    claims="""
        id  | value_low | value_high | unit | figure
        A01 | 35000     |            | t    | 35,000 tonnes
        A07 | 5         | 9          | t    | five to nine
        B02 |           |            | t    | many
    """,
    parameters="""
        name      | model          | value | low | high | unit
        tonnes    | levy choice    | 500   |     |      | t
        tonnes    | levy: a guess  | 900   |     |      | t
        collected | levy           | 80    | 50  | 100  | % share
        collected | levy reach     | 70    |     |      | % share
        tonnes    | freight        | 300   |     |      | t
    """,
)


def test_a_row_states_its_amount_its_words_and_its_source() -> None:
    said = state(BOOK, "ore-0001")
    assert (said.amount, said.words) == (Amount(5, "t"), "5 t")
    assert said.source == BOOK["ore-0001"].source.label
    assert said.context == "5 of 90 t so it is. tin"
    assert said.yearly
    assert not state(BOOK, "ore-0002").yearly


def test_a_corrected_row_states_what_we_use_and_what_is_printed() -> None:
    said = state(BOOK, "ore-0003")
    assert (said.amount.value, said.misprint) == (14446, 4446)


def test_a_claim_states_the_number_it_gives() -> None:
    assert state(BOOK, "A01").words == "35,000 t"
    assert state(BOOK, "A07").words == "5 to 9 t"
    with pytest.raises(NoReference, match="the ids are A01 to A07 and B02"):
        state(BOOK, "A02")


def test_a_parameter_is_that_of_a_model_and_not_of_a_scenario_or_a_slider() -> None:
    assert state(BOOK, "@levy.tonnes").words == "500 t"
    assert state(BOOK, "@freight.tonnes").words == "300 t"
    assert state(BOOK, "@levy.collected").words == "80 (50 to 100) %"
    assert parameter_of(BOOK, Reference.parse("@collected")).amount.value == 80


@pytest.mark.parametrize(
    "text, words",
    [
        ("@tonnes", "of several models; write @levy.tonnes or @freight.tonnes"),
        ("@levy.tonne", "near: @levy.tonnes"),
        ("@colected", "near: collected.*write @MODEL.NAME"),
    ],
)
def test_a_parameter_that_is_not_one_says_what_to_write(text: str, words: str) -> None:
    with pytest.raises(NoReference, match=words):
        state(BOOK, text)


def test_a_book_without_claims_says_so() -> None:
    with pytest.raises(NoReference, match="there is none"):
        state(small_book(), "A01")
