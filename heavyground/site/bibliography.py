"""Citations: the book's sources become the `.bib`, the reference list and the lists on pages.

The `.bib` is written into `_build/` before Sphinx reads it; nobody edits it. What a citation says
in the text is the label of the source, the same as on cards and charts.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel import Locale
from pybtex.plugin import register_plugin
from pybtex.richtext import HRef, Tag, Text
from pybtex.style.formatting import BaseStyle
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from ..evidence import labels
from ..evidence.book import Book
from ..evidence.rows import Source
from .state import SAFE, Setup, book
from .templating import is_web

STYLE = "heavyground"
NAMED = 3  # of more than four authors so many are named, then "others"


# ---- How a citation and a reference look


def round_brackets() -> BracketStyle:
    return BracketStyle(left="(", right=")")


@dataclass
class RoundStyle(AuthorYearReferenceStyle):
    """(Name, year) in the text."""

    bracket_parenthetical: BracketStyle = field(default_factory=round_brackets)
    bracket_textual: BracketStyle = field(default_factory=round_brackets)
    bracket_author: BracketStyle = field(default_factory=round_brackets)
    bracket_label: BracketStyle = field(default_factory=round_brackets)
    bracket_year: BracketStyle = field(default_factory=round_brackets)


class SourceStyle(BaseStyle):  # type: ignore[misc]
    """Who, when, what, where: one sentence each, the title is the link."""

    default_sorting_style = "author_year_title"

    def get_misc_template(self, entry: Any) -> "_Filled":
        return _Filled(reference_text(entry.fields))


class _Filled:
    """pybtex asks for a template; this one is already filled in."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def format_data(self, context: Any) -> Text:
        return self._text


def reference_text(fields: Any) -> Text:
    """Rich text of one reference, from the fields of `bib_entry`."""
    title = Tag("em", Text.from_latex(fields["title"]))
    if is_web(fields.get("url", "")):
        title = HRef(fields["url"], title)
    who = Text.from_latex(fields["who"])
    stop = "" if str(who).endswith(".") else "."
    parts = [Text(who, ", ", fields["day"], stop), Text(title, ".")]
    for name in ("publisher", "about"):
        if fields.get(name):
            parts.append(Text(Text.from_latex(fields[name]), "."))
    return Text(" ").join(parts)


# ---- The .bib


def bib(book: Book) -> str:
    """All sources as BibTeX, by key."""
    dates = labels.dates([row.cells for row in book.tables["sources.csv"]])
    entries = [bib_entry(source, dates[key]) for key, source in sorted(book.sources.items())]
    return "\n\n".join(entries) + "\n"


def bib_entry(source: Source, date: str) -> str:
    """One BibTeX entry. date: what stands after the name in a citation, "2025" or "2025a"."""
    fields = {
        "author": _people(source),
        "year": date,
        "who": latex(_who(source)),
        "day": source.date or "undated",
        "title": latex(source.title or "Untitled"),
        "publisher": latex(source.organisation if source.authors else ""),
        "about": latex(_about(source)),
        "url": source.url if is_web(source.url) else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{source.key},", *lines, "}"])


def _people(source: Source) -> str:
    """Names as BibTeX wants them. Organisations, and names without a family part, stand whole."""
    if source.authors:
        names = [latex(name) for name in source.authors]
        return " and ".join(name if ", " in name else "{" + name + "}" for name in names)
    return "{" + latex(labels.who("", source.organisation, source.title)) + "}"


def _who(source: Source) -> str:
    """Names as a reader wants them."""
    names = [" ".join(reversed(name.split(", ", 1))) for name in source.authors]
    if len(names) > NAMED + 1:
        names = [*names[:NAMED], "others"]
    if len(names) > 1:
        return ", ".join(names[:-1]) + " and " + names[-1]
    return names[0] if names else source.organisation or source.title or "Unsigned"


def _about(source: Source) -> str:
    """What a reader should know before leaning on the source."""
    notes = []
    if source.language not in ("", "en"):
        notes.append(f"In {Locale('en').languages.get(source.language, source.language)}")
    if source.read == "relay":
        notes.append("Known only through another source")
    return ". ".join(notes)


def latex(text: str) -> str:
    """Plain text for a BibTeX field: braces and backslashes would be markup. A dollar sign stays as
    it is: pybtex reads it so, and would print the backslash before it.

    >>> from pybtex.richtext import Text
    >>> str(Text.from_latex(latex("USD_5 & $5, 50 % of {it}")))
    'USD_5 & $5, 50 % of (it)'
    """
    text = text.replace("\\", "").replace("{", "(").replace("}", ")")
    text = re.sub(r"([%&#_])", r"\\\1", text)
    return text.replace("~", "\\textasciitilde{}").replace("^", "\\textasciicircum{}")


def write_bib(app: Sphinx, config: Config) -> None:
    """Write `sources.bib` where Sphinx finds it; unchanged text keeps its time, so nothing is read
    again."""
    path, text = Path(app.outdir).parent / "sources.bib", bib(book(app))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8", newline="\n")
    config.bibtex_bibfiles = [str(path)]


# ---- What a page cites


def cited_on(env: BuildEnvironment, docname: str) -> dict[str, Text]:
    """References of one page by key, in the order of the reference list."""
    domain: Any = env.get_domain("cite")
    refs = [ref for ref in domain.citation_refs if ref.docname == docname]
    keys = {target.key for ref in refs for target in ref.targets}
    cited: dict[str, Text] = {}
    for citation in domain.citations:
        entry = citation.formatted_entry
        if entry.key in keys:
            cited.setdefault(entry.key, entry.text)
    return cited


def setup(app: Sphinx) -> Setup:
    register_plugin("pybtex.style.formatting", STYLE, SourceStyle)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", STYLE, RoundStyle)
    app.connect("config-inited", write_bib, priority=100)
    return SAFE
