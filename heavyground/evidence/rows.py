"""What a row is once it has been read: typed, frozen, and able to say its amount, its words and its
address.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from .amounts import Amount
from .periods import Period


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `label` is what it is called everywhere: "Global Witness 2024"; no two sources
    share one.
    """

    key: str
    label: str
    authors: tuple[str, ...]
    organisation: str
    title: str
    date: str
    date_basis: str
    url: str
    kind: str
    language: str
    rights: str
    reliability: str
    read: str
    accessed: str
    status: str
    note: str
    original_of: str

    @property
    def href(self) -> str:
        """Its place in the reference list, from the site's root."""
        return f"references.html#ref-{self.key}"


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity in one unit. `quantity` is the question it answers; series that share it are
    rivals.
    """

    name: str
    title: str
    quantity: str
    unit: str
    definition: str
    not_to_confuse_with: str
    preferred: tuple[str, ...]
    reason: str
    theme: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the short list; `kind` says what it measures (mass, share, price ...)."""

    name: str
    title: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Named:
    """An entity or an item: its name, its kind, what makes two of them rivals, and the spellings
    met.
    """

    name: str
    kind: str
    family: str
    spellings: tuple[str, ...]
    script_name: str
    note: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One number from one source, with corrections applied. `correction` says why where one was."""

    id: str
    theme: str
    series: Series
    entity: str
    partner: str
    item: str
    family: str
    period: Period
    amount: Amount
    misprint: float | None  # what the source prints, where corrections.csv uses another value
    printed: str
    basis: str
    source: Source
    cites: tuple[str, ...]
    locator: str
    quality: str
    verified: str
    also: tuple[str, ...]
    note: str
    correction: str
    path: str
    line: int

    @property
    def unit(self) -> str:
        return self.amount.unit

    @property
    def central(self) -> float | None:
        """The one number that stands for it; see Amount."""
        return self.amount.central

    @property
    def words(self) -> str:
        """Its amount in words: "41,700 t gross"."""
        return self.amount.words

    @property
    def href(self) -> str:
        """Its lasting address, from the site's root."""
        return row_href(self.id)

    @property
    def claimed(self) -> bool:
        """Is it a statement under test, and so no evidence?"""
        return self.basis == "claim"

    @property
    def sound(self) -> bool:
        """Is it evidence: no statement under test and no known error?"""
        return not self.claimed and self.quality != "known wrong"


def row_href(id: str) -> str:
    """Address of a row or an event, from the site's root: `data/prod.html#prod-0701`."""
    return f"data/{id.partition('-')[0]}.html#{id}"


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event; `start` and `end` are the first and last day its date allows."""

    id: str
    date: str
    precision: str
    start: datetime.date
    end: datetime.date
    title: str
    description: str
    actors: tuple[str, ...]
    place: str
    topic: str
    source: Source
    also: tuple[str, ...]
    path: str
    line: int

    @property
    def href(self) -> str:
        return row_href(self.id)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement under test, in our words. `amount` is the one it gives; `article` the source
    that makes it.
    """

    id: str
    article: Source
    topic: str
    paraphrase: str
    figure: str
    amount: Amount
    period: str
    kind: str
    testable_by: str
    bears_on: tuple[str, ...]
    path: str
    line: int

    @property
    def central(self) -> float | None:
        """The number it gives: the middle of its bounds, or the one that is there."""
        return self.amount.central


@dataclass(frozen=True, slots=True)
class Place:
    """A place with coordinates in degrees, as exact as is safe."""

    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    precision: str
    source: Source
    spellings: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One input of a model. `model` is its cell as written (`dues`, `dues choice`, `dues: a
    scenario`, `dues reach`; see `models.parameters`), which the properties take apart.

    `ends` says which of value, low and high *are* a row or a derived value: {"value": "ore-0001"};
    `source` what it rests on.
    """

    name: str
    model: str
    amount: Amount
    ends: Mapping[str, str]
    source: tuple[str, ...]
    assumption: str
    note: str
    path: str
    line: int

    @property
    def feeds(self) -> str:
        """Name of the model."""
        name = self.model.partition(": ")[0]
        return name.removesuffix(" choice").removesuffix(" reach")

    @property
    def scenario(self) -> str:
        """The scenario that sets it; empty where it stands for the model itself."""
        return self.model.partition(": ")[2]

    @property
    def choice(self) -> bool:
        """Does somebody decide it, so that its range is only that of the slider?"""
        return not self.scenario and self.model.endswith(" choice")

    @property
    def reach(self) -> bool:
        """Is it no input, but how far a slider goes?"""
        return not self.scenario and self.model.endswith(" reach")

    @property
    def given(self) -> bool:
        """Is it an input of the model itself, a fact or a choice?"""
        return not self.scenario and not self.reach

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of those rows and names of those derived values, once each."""
        return tuple(dict.fromkeys(self.ends.values()))


@dataclass(frozen=True, slots=True)
class Derived:
    """A computed value: `inputs` are what it was made from (row ids, events, `=name`, places), in
    the order asked.
    """

    name: str
    amount: Amount
    formula: str
    inputs: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Its amount in words, to five digits."""
        return self.amount.rounded().words

    @property
    def href(self) -> str:
        return derived_href(self.name)


def derived_href(name: str) -> str:
    """Address of a computed value, from the site's root: `data/derived.html#import-share`."""
    return f"data/derived.html#{name.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Alias:
    """An old id that was our own arithmetic and that nothing needs: its formula in words and its
    last value. `also` are the names it had as a computed value.
    """

    id: str
    formula: str
    amount: Amount
    inputs: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary."""

    term: str
    aliases: tuple[str, ...]
    definition: str
    script_name: str
    source: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What we say of a claim, as written in verdicts.csv; `reason` holds numbers in braces."""

    claim: str
    verdict: str
    how: str
    reason: str
    ids: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why some rows differ, in our words."""

    ids: tuple[str, ...]
    text: str
    path: str
    line: int
