"""Stylesheet and scripts of the site: joined, slimmed, named by their content.

static/base.css + other *.css  ->  _static/book.<hash>.css
static/base.js  + other *.js   ->  _static/book.<hash>.js     (deferred)
static/early.js                ->  _static/early.<hash>.js    (runs before the first paint)
Sphinx's search + search.js    ->  _static/search.<hash>.js   (search page only)
"""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
from sphinx import package_dir

STATIC = Path(__file__).parent / "static"
SPHINX_STATIC = Path(package_dir) / "themes" / "basic" / "static"
APART = {"early.js", "search.js"}


def parts(suffix):
    """The files of one bundle, `base` first, the rest by name."""
    found = sorted(path for path in STATIC.glob(f"*.{suffix}") if path.name not in APART)
    return sorted(found, key=lambda path: path.stem != "base")


def read(paths):
    return "\n".join(path.read_text("utf-8") for path in paths)


def slim_css(text):
    """Without comments and spare white space. Strings in our stylesheets hold neither."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,>]) ?", r"\1", text).replace(";}", "}").strip()


def slim_js(text):
    """Without comment blocks, comment lines and indentation: what is safe without parsing. Compression does the rest."""
    text = re.sub(r"^\s*/\*.*?\*/", "", text, flags=re.S | re.M)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def bundles(indexer):
    """{name: (hashed name, text)} of every bundle; `indexer` is Sphinx's, for the search words."""
    texts = {
        "book.css": slim_css(read(parts("css"))),
        "book.js": slim_js(read(parts("js"))),
        "early.js": slim_js(read([STATIC / "early.js"])),
        "search.js": search_script(indexer),
    }
    return {name: (hashed_name(name, text), text) for name, text in texts.items()}


def search_script(indexer):
    """Sphinx's own search as one file: its options, helpers, word list and search, then our start of it.

    The options are written out because the stock file also carries the theme's; summaries are off because they are
    fetched, and nothing can be fetched from `file://`.
    """
    words = indexer.context_for_searchtool()
    options = (
        'const DOCUMENTATION_OPTIONS = {VERSION: "", LANGUAGE: "en", BUILDER: "html", FILE_SUFFIX: ".html", '
        'LINK_SUFFIX: ".html", SHOW_SEARCH_SUMMARY: false, NAVIGATION_WITH_KEYS: false, ENABLE_SEARCH_SHORTCUTS: false};\n'
        "const SPHINX_HIGHLIGHT_ENABLED = false;"
    )
    language = f"var stopwords = {words['search_language_stop_words']};\n{words['search_language_stemming_code']}"
    text = "\n".join(
        [
            options,
            read([SPHINX_STATIC / "doctools.js"]),
            language,
            read([SPHINX_STATIC / "searchtools.js", STATIC / "search.js"]),
        ]
    )
    return slim_js(text)


def hashed_name(name, text):
    stem, suffix = name.split(".")
    return f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:10]}.{suffix}"


def write(folder, made):
    """Write the bundles into `_static` and remove older ones."""
    wanted = dict(made.values())
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_file() and path.name.removesuffix(".gz").removesuffix(".br") not in wanted:
            path.unlink()
    for name, text in wanted.items():
        write_if_new(folder / name, text)


def write_if_new(path, text):
    """Write only what changed, so that file times say when a page last changed. Returns whether it did."""
    data = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


TEXT = {".css", ".csv", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml"}


def precompress(site):
    """Write `.gz` and `.br` beside every text file, for hosts that serve them. Same bytes in, same bytes out."""
    for path in sorted(site.rglob("*")):
        if path.suffix in TEXT and path.is_file():
            data = path.read_bytes()
            packed = path.with_name(path.name + ".gz")
            if packed.is_file() and gzip.decompress(packed.read_bytes()) == data:
                continue
            packed.write_bytes(gzip.compress(data, 9, mtime=0))
            path.with_name(path.name + ".br").write_bytes(brotli.compress(data, quality=9))


def precompress_when_asked(app, exception):
    if not exception and app.config.press_precompress and app.builder.name == "html":
        precompress(Path(app.outdir))


def setup(app):
    app.add_config_value("press_precompress", False, "")
    app.connect("build-finished", precompress_when_asked, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
