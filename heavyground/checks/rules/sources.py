"""Rules on sources: used, reachable, one key each, and what may rest on which."""

import re
from urllib.parse import urlsplit

from ...evidence.text import listed
from .rulebook import Evidence, Rules, Said, number

rules = Rules()

SOURCES = "sources.csv"


@rules.rule("unused-source")
def sources_are_used(evidence: Evidence) -> Said:
    """A source that nothing rests on is dropped, or marked as context."""
    if not evidence.whole:
        return
    used = _used(evidence)
    for row in evidence.rows(SOURCES):
        if row["key"] not in used and row["status"] != "context":
            yield (
                row,
                f'nothing rests on {row["key"]}; remove it, or give it the status "context" with a '
                "note.",
            )


def _used(evidence: Evidence) -> set[str]:
    """Keys named by any column that names sources."""
    used: set[str] = set()
    for table in evidence.tables.values():
        columns = [link.column for link in table.schema.links if link.table == SOURCES]
        if table.schema.prefix:
            columns.append("cites")
        if table.name == "parameters.csv":
            columns.append("source")
        for row in table:
            for column in columns:
                used.update(listed(row[column]))
    return used


@rules.rule("url")
def addresses_are_web_addresses(evidence: Evidence) -> Said:
    """http or https, with a host; the site links to them as they stand."""
    for row in evidence.rows(SOURCES):
        if not row["url"] and not row["note"]:
            yield row, f"{row['key']} has no url; give it, or say in note why there is none."
        elif row["url"] and not _web_address(row["url"]):
            yield (
                row,
                f'url "{row["url"][:60]}" is no web address; write one that begins with https:// '
                "or http://.",
            )


def _web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    usable = not re.search(r"[\s<>\"]", url)
    return parts.scheme in ("http", "https") and "." in parts.netloc and usable


@rules.rule("one-page-two-keys")
def one_page_has_one_key(evidence: Evidence) -> Said:
    """The same address under two keys is one source, unless its note names the other key (two
    editions of one page). Compared without scheme, www, trailing stroke and fragment.
    """
    first: dict[str, str] = {}
    for row in evidence.rows(SOURCES):
        page = re.sub(r"^https?://(www\.)?|#.*$", "", row["url"]).rstrip("/").lower()
        if not page:
            continue
        if page in first and first[page] not in row["note"]:
            yield (
                row,
                f"{row['key']} and {first[page]} are one page; keep one key, or say in note which "
                "edition each is, naming the other key.",
            )
        first.setdefault(page, row["key"])


UNDER_TEST = "founding-article"  # status of a source


@rules.rule("claim")
def claims_rest_on_founding_articles(evidence: Evidence) -> Said:
    """Rows of the founding articles are claims under test, and nothing else is."""
    for row in evidence.observations:
        source = evidence.sources.get(row["source"])
        if source is None:
            continue
        claim, article = row["basis"] == "claim", source["status"] == UNDER_TEST
        if claim and not article:
            yield (
                row,
                f"basis claim, but {row['source']} is no founding article; say reported, estimated "
                "or compiled.",
            )
        if article and not claim:
            yield (
                row,
                f"{row['source']} is a founding article under test; its rows have the basis claim.",
            )


@rules.rule("correction")
def corrections_meet_what_they_correct(evidence: Evidence) -> Said:
    """A correction names a row and a field, and `expect` still stands there."""
    rows = {row["id"]: row for row in reversed(evidence.observations)}
    for fix in evidence.rows("corrections.csv"):
        row, field = rows.get(fix["id"]), fix["field"]
        if row is None:
            if evidence.whole:
                yield (
                    fix,
                    f"{fix['id']} is no row; remove the correction or name the row it is for.",
                )
        elif field not in row.cells:
            yield fix, f'"{field}" is no column of the observations.'
        elif not _same_cell(row[field], fix["expect"]):
            yield (
                fix,
                f'{fix["id"]} has {field} "{row[field]}" where "{fix["expect"]}" is expected; the '
                "row was changed: look whether the correction is still needed.",
            )
        elif field in ("value", "low", "high") and fix["use"] and number(fix["use"]) is None:
            yield fix, f'use "{fix["use"]}" is not a number.'


def _same_cell(found: str, expected: str) -> bool:
    return found == expected or (number(found) is not None and number(found) == number(expected))
