"""Stylesheet and scripts of the site: joined, and named by their content.

colours, static/*.css               ->  _static/book.<hash>.css
static/*.js, formulas of the models ->  _static/book.<hash>.js     (deferred)
static/early.js                     ->  _static/early.<hash>.js    (runs before the first paint)
Sphinx's search                     ->  _static/search.<hash>.js   (search page only)
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sphinx import package_dir
from sphinx.application import Sphinx
from sphinx.search import IndexBuilder

from ..models.translate import scripts
from .colours import stylesheet
from .output.files import unpacked, write_if_new
from .state import project

STATIC = Path(__file__).parent / "static"
SPHINX_STATIC = Path(package_dir) / "themes" / "basic" / "static"
EARLY = "early.js"
# Summaries are off because they are fetched, and nothing can be fetched from `file://`.
SEARCH_OPTIONS = {
    "VERSION": "",
    "BUILDER": "html",
    "FILE_SUFFIX": ".html",
    "LINK_SUFFIX": ".html",
    "SHOW_SEARCH_SUMMARY": False,
    "NAVIGATION_WITH_KEYS": False,
    "ENABLE_SEARCH_SHORTCUTS": False,
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """One file of `_static`. Its name holds a digest of its text, so that it may be kept."""

    file: str
    text: str

    @classmethod
    def of(cls, name: str, text: str) -> "Bundle":
        """name: without the digest, "book.css"."""
        stem, suffix = name.split(".")
        digest = hashlib.sha256(text.encode()).hexdigest()[:10]
        return cls(f"{stem}.{digest}.{suffix}", text)


def bundles(app: Sphinx, indexer: IndexBuilder) -> dict[str, Bundle]:
    """Every bundle by its name without the digest. indexer: Sphinx's, for the search words."""
    analysis = project(app).analysis
    first, *rest = parts("js")
    texts = {
        "book.css": joined([stylesheet(analysis.palette.home), *read(parts("css"))]),
        "book.js": joined([*read([first]), scripts(analysis.models), *read(rest)]),
        EARLY: (STATIC / EARLY).read_text("utf-8"),
        "search.js": search_script(indexer, app.config.language),
    }
    return {name: Bundle.of(name, text) for name, text in texts.items()}


def parts(suffix: str) -> list[Path]:
    """The files of one bundle, `base` first, the rest by name."""
    found = [path for path in STATIC.glob(f"*.{suffix}") if path.name != EARLY]
    return sorted(found, key=lambda path: (path.stem != "base", path.name))


def read(paths: Iterable[Path]) -> list[str]:
    return [path.read_text("utf-8") for path in paths]


def joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def search_script(indexer: IndexBuilder, language: str) -> str:
    """Sphinx's own search as one file: its options, helpers, word list and search.

    The options are written out because the stock file also carries the theme's.
    """
    words = indexer.context_for_searchtool()
    options = json.dumps({**SEARCH_OPTIONS, "LANGUAGE": language}, sort_keys=True)
    return joined(
        [
            f"const DOCUMENTATION_OPTIONS = {options};",
            "const SPHINX_HIGHLIGHT_ENABLED = false;",
            *read([SPHINX_STATIC / "doctools.js"]),
            f"var stopwords = {words['search_language_stop_words']};",
            words["search_language_stemming_code"],
            *read([SPHINX_STATIC / "searchtools.js"]),
        ]
    )


def write(folder: Path, made: dict[str, Bundle]) -> None:
    """Write the bundles into `_static` and remove older ones."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {bundle.file for bundle in made.values()}
    for path in folder.iterdir():
        if path.is_file() and unpacked(path.name) not in wanted:
            path.unlink()
    for bundle in made.values():
        write_if_new(folder / bundle.file, bundle.text)
