"""Citations from `data/sources.csv`: the one table of sources becomes the `.bib`, the reference list and the page lists.

The `.bib` is written into `_build/` before Sphinx reads it; nobody edits it.
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pybtex.plugin import register_plugin
from pybtex.richtext import HRef, Tag, Text
from pybtex.style.formatting import BaseStyle
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

LANGUAGES = {
    "de": "German",
    "fr": "French",
    "hi": "Hindi",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "kac": "Jinghpaw",
    "ko": "Korean",
    "lo": "Lao",
    "ms": "Malay",
    "my": "Burmese",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ta": "Tamil",
    "th": "Thai",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def round_brackets():
    return BracketStyle(left="(", right=")")


@dataclass
class RoundStyle(AuthorYearReferenceStyle):
    """(Name, year) in the text."""

    bracket_parenthetical: BracketStyle = field(default_factory=round_brackets)
    bracket_textual: BracketStyle = field(default_factory=round_brackets)
    bracket_author: BracketStyle = field(default_factory=round_brackets)
    bracket_label: BracketStyle = field(default_factory=round_brackets)
    bracket_year: BracketStyle = field(default_factory=round_brackets)


class SourceStyle(BaseStyle):
    """Who, when, what, where: one sentence each, the title is the link."""

    default_sorting_style = "author_year_title"

    def get_misc_template(self, entry):
        return _Fixed(source_text(entry))


class _Fixed:
    """pybtex asks for a template; this one is already filled in."""

    def __init__(self, text):
        self.text = text

    def format_data(self, context):
        return self.text


def source_text(entry):
    """Rich text of one reference."""
    fields = entry.fields
    title = Tag("em", Text.from_latex(fields["title"]))
    if is_web(fields.get("url", "")):
        title = HRef(fields["url"], title)
    who = Text.from_latex(fields["who"])
    parts = [
        Text(who, ", ", fields["day"], "." if not str(who).endswith(".") else ""),
        Text(title, "."),
    ]
    parts += [
        Text(Text.from_latex(fields[name]), ".")
        for name in ("publisher", "about")
        if fields.get(name)
    ]
    return Text(" ").join(parts)


def is_web(url):
    """Only these become links: an address in the data is text from outside."""
    return re.match(r"https?://[^\s<>\"]+$", url or "") is not None


def people(row):
    """Names as BibTeX wants them; organisations and Burmese names, which have no family part, stand whole."""
    if row["authors"]:
        names = [latex(name) for name in re.split(r";\s*", row["authors"]) if name]
        return " and ".join(name if ", " in name else "{" + name + "}" for name in names)
    short = re.sub(r"\s*\([^()]*\)$", "", row["organisation"])
    return "{" + latex(short or row["title"] or "Unsigned") + "}"


def who(row):
    """Names as a reader wants them."""
    names = [
        " ".join(reversed(name.split(", ", 1)))
        for name in re.split(r";\s*", row["authors"])
        if name
    ]
    if len(names) > 4:
        names = [*names[:3], "others"]
    if len(names) > 1:
        return ", ".join(names[:-1]) + " and " + names[-1]
    return names[0] if names else row["organisation"] or row["title"] or "Unsigned"


def short_dates(rows):
    """What stands after the name in a citation: the year; where that names two sources, the day; else a letter."""

    def label(row, date):
        return (people(row).lower(), date)

    by_year, by_day = defaultdict(list), defaultdict(list)
    for row in rows:
        by_year[label(row, row["date"][:4])].append(row["key"])
        by_day[label(row, row["date"])].append(row["key"])
    dates = {}
    for row in rows:
        same_day = by_day[label(row, row["date"])]
        if len(by_year[label(row, row["date"][:4])]) == 1:
            dates[row["key"]] = row["date"][:4] or "undated"
        elif len(same_day) == 1 and len(row["date"]) == 10:
            dates[row["key"]] = row["date"]
        else:
            dates[row["key"]] = (row["date"][:4] or "undated") + letters(
                sorted(same_day).index(row["key"])
            )
    return dates


def letters(number):
    """0 is a, 25 is z, 26 is aa."""
    first, last = divmod(number, 26)
    return (letters(first - 1) if first else "") + chr(ord("a") + last)


def about(row):
    """What a reader should know before leaning on the source."""
    notes = [
        ""
        if row["language"] in ("", "en")
        else f"In {LANGUAGES.get(row['language'], row['language'])}",
        "Known only through another source" if row["read"] == "relay" else "",
    ]
    return ". ".join(note for note in notes if note)


def bib_entry(row, date):
    """One BibTeX entry."""
    organisation = row["organisation"] if row["authors"] else ""
    fields = {
        "author": people(row),
        "year": date,
        "who": latex(who(row)),
        "day": row["date"] or "undated",
        "title": latex(row["title"] or "Untitled"),
        "publisher": latex(organisation),
        "about": latex(about(row)),
        "url": row["url"] if is_web(row["url"]) else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{row['key']},", *lines, "}"])


def latex(text):
    """Plain text for a BibTeX field: braces and backslashes would be markup."""
    text = text.replace("\\", "").replace("{", "(").replace("}", ")")
    return (
        re.sub(r"([%&$#_])", r"\\\1", text)
        .replace("~", "\\textasciitilde{}")
        .replace("^", "\\textasciicircum{}")
    )


def write_bib(app, config):
    """Write `sources.bib` where Sphinx finds it; unchanged text keeps its time, so nothing is read again."""
    table = Path(app.srcdir) / "data" / "sources.csv"
    rows = list(csv.DictReader(table.open(encoding="utf-8", newline=""))) if table.is_file() else []
    dates = short_dates(rows)
    path = Path(app.outdir).parent / "sources.bib"
    text = (
        "\n\n".join(
            bib_entry(row, dates[row["key"]]) for row in sorted(rows, key=lambda row: row["key"])
        )
        + "\n"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
    config.bibtex_bibfiles = [str(path)]


def cited_on(env, docname):
    """References of one page as (key, rich text), in the order of the reference list."""
    domain = env.get_domain("cite")
    keys = {
        target.key
        for ref in domain.citation_refs
        if ref.docname == docname
        for target in ref.targets
    }
    seen = {}
    for citation in domain.citations:
        if citation.formatted_entry.key in keys:
            seen.setdefault(citation.formatted_entry.key, citation.formatted_entry.text)
    return list(seen.items())


def setup(app):
    register_plugin("pybtex.style.formatting", "heavyground", SourceStyle)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", "heavyground", RoundStyle)
    app.connect("config-inited", write_bib, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
