"""The HTML builder: Sphinx's own, minus its static files, plus ours."""

from pathlib import Path

from sphinx.builders.html import StandaloneHTMLBuilder

from . import assets


class BookBuilder(StandaloneHTMLBuilder):
    """Reads only what changed, always writes every page.

    Writing takes seconds, and a page depends on more than its text: the titles of the others, the stylesheet's name,
    the commit. So no page can be stale.
    """

    def get_outdated_docs(self):
        return sorted(self.env.found_docs)

    def prepare_writing(self, docnames):
        super().prepare_writing(docnames)
        self.bundles = assets.bundles(self.indexer)

    def copy_static_files(self):
        """Ours only: Sphinx's scripts are joined into the search bundle, its stylesheets are not used."""
        assets.write(Path(self.outdir) / "_static", self.bundles)

    def write_buildinfo(self):
        """Not needed where every page is written; it would publish a hash of the configuration."""


def setup(app):
    app.add_builder(BookBuilder, override=True)
    app.connect("build-finished", remove_foreign_styles, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def remove_foreign_styles(app, exception):
    """myst-nb copies its stylesheet at the very end; no page links to it."""
    if not exception and app.builder.name == "html":
        for path in (Path(app.outdir) / "_static").glob("mystnb.*.css"):
            path.unlink()
