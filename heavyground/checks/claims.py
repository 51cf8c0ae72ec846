"""The ledger: what the evidence says of each statement under test.

`data/claims.csv` holds the statements, `data/verdicts.csv` what we say of them. A verdict marked
`computed` is returned by a test of the book (see `verdicts`), from the rows as they stand; the file
repeats it so that a reason can be written for it, and `check_ledger` reports every claim whose rows
now say something else. The others are `judged`: a person weighed them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..evidence.book import Book
from ..evidence.faults import Fault
from ..evidence.rows import Claim, Verdict
from ..numbers import NumberError, num
from .verdicts import Ask, Verdicts

FILE = "data/verdicts.csv"
COMPUTED, JUDGED = "computed", "judged"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    verdict: what the rows say now · written: the verdict that the reason was written for ·
    reason: holds numbers as `{text <id>}` · test: the test behind the verdict in words, empty where
    it is judged · ids: the rows and events it rests on.
    """

    id: str
    topic: str
    paraphrase: str
    verdict: str
    how: str
    reason: str
    test: str
    ids: tuple[str, ...]
    written: str
    path: str
    line: int


def ledger(book: Book, verdicts: Verdicts) -> list[Entry]:
    """All lines of the ledger in the order of `claims.csv`, made once for a book.

    Raises LookupError where a claim has no line in `verdicts.csv`, or a test asks for a row that is
    gone.
    """
    return book.remember(("ledger", verdicts), lambda: _ledger(book, verdicts))


def _ledger(book: Book, verdicts: Verdicts) -> list[Entry]:
    if missing := [id for id in book.claims if id not in book.verdicts]:
        raise LookupError(
            f"{FILE} has no line for {', '.join(missing)}; every claim gets a verdict."
        )
    return [_entry(book, claim, verdicts) for claim in book.claims.values()]


def _entry(book: Book, claim: Claim, verdicts: Verdicts) -> Entry:
    line = book.verdicts[claim.id]
    verdict, words = line.verdict, ""
    asked: tuple[str, ...] = ()
    if line.how == COMPUTED and claim.id in verdicts.tests:
        verdict, asked = _decide(book, claim.id, verdicts)
        words = verdicts.words(claim.id)
    return Entry(
        id=claim.id,
        topic=claim.topic,
        paraphrase=claim.paraphrase,
        verdict=verdict,
        how=line.how,
        reason=line.reason,
        test=words,
        ids=tuple(dict.fromkeys((*asked, *line.ids))),
        written=line.verdict,
        path=line.path,
        line=line.line,
    )


def _decide(book: Book, claim: str, verdicts: Verdicts) -> tuple[str, tuple[str, ...]]:
    """The verdict of a test, and the ids it asked."""
    ask = Ask(book)
    try:
        return verdicts.tests[claim](ask, claim), ask.ids
    except LookupError as error:
        raise LookupError(f"{claim} cannot be decided: {error.args[0]}") from error


# ---- The check


def check_ledger(book: Book, verdicts: Verdicts) -> list[Fault]:
    """Faults of `verdicts.csv` that its schema cannot say: a claim without a line, a mark that does
    not fit, a verdict the rows no longer give, a reason whose numbers differ from their rows.
    """
    faults = [
        Fault(FILE, 1, "verdict", f"{id} has no line; every claim gets a verdict.")
        for id in book.claims
        if id not in book.verdicts
    ]
    for line in book.verdicts.values():
        messages = list(_mark_faults(line, verdicts))
        if not messages and line.claim in book.claims:
            messages = list(_entry_faults(book, book.claims[line.claim], verdicts))
        faults += [Fault(line.path, line.line, rule, message) for rule, message in messages]
    for claim in sorted(verdicts.tests.keys() - book.claims.keys()):
        words = f"a test decides {claim}, which is no claim of data/claims.csv; remove the test."
        faults.append(Fault(FILE, 1, "verdict", words))
    return faults


def _mark_faults(line: Verdict, verdicts: Verdicts) -> Iterator[tuple[str, str]]:
    tested = line.claim in verdicts.tests
    if line.how == COMPUTED and not tested:
        yield (
            "verdict",
            f"{line.claim} is marked computed, but no test of the analysis decides it; write one "
            "or mark it judged.",
        )
    if line.how == JUDGED and tested:
        yield (
            "verdict",
            f"{line.claim} is marked judged, but a test of the analysis decides it; mark it "
            "computed.",
        )


def _entry_faults(book: Book, claim: Claim, verdicts: Verdicts) -> Iterator[tuple[str, str]]:
    try:
        entry = _entry(book, claim, verdicts)
    except LookupError as error:
        yield "verdict", str(error.args[0])
        return
    if entry.verdict != entry.written:
        yield (
            "verdict",
            f"{entry.id}: the rows now say {entry.verdict}, the reason was written for "
            f"{entry.written}. It rests on {', '.join(entry.ids)}. Read them again and rewrite "
            "verdict and reason.",
        )
    for id in entry.ids:
        if id not in book and id not in book.events:
            yield "verdict", f"{entry.id}: {id} is no row of the evidence."
    try:
        num(book, entry.reason)
    except NumberError as error:
        yield "number", f"{entry.id}: {error}"
