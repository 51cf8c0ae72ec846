"""The HTML builder: Sphinx's own with our templates and files instead of its."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx, TemplateBridge
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ExtensionError

from . import assets
from .output.files import PACKED
from .state import SAFE, Setup, fresh, say_written, templates


class BookBuilder(StandaloneHTMLBuilder):
    """Reads only what changed, always writes every page.

    Writing takes seconds, and a page depends on more than its text: the titles of the others, the
    stylesheet's name, the commit.
    """

    bundles: dict[str, assets.Bundle]

    def create_template_bridge(self) -> None:
        self.templates = Bridge()

    def get_outdated_docs(self) -> Iterator[str]:
        """None where the pages are there and are those of now."""
        if not fresh(self.app):
            yield from sorted(self.env.found_docs)

    def prepare_writing(self, docnames: set[str]) -> None:
        super().prepare_writing(docnames)
        if self.indexer is None:
            raise ExtensionError(
                "html: the search cannot be turned off; its script is on every page."
            )
        self.bundles = assets.bundles(self.app, self.indexer)
        self.pages_made: set[str] = set()
        say_written(self.app)

    def write(self, build_docnames: Any, updated_docnames: Any, method: str = "update") -> None:
        """Every page, also where one alone was read again: others may hold its title."""
        super().write(sorted(self.env.found_docs), updated_docnames)

    def load_indexer(self, docnames: Iterable[str]) -> None:
        """The index is made of every page anew; the one there would keep words that are gone."""

    def handle_page(self, pagename: str, *given: Any, **more: Any) -> None:
        self.pages_made.add(f"{pagename}{self.out_suffix}")
        super().handle_page(pagename, *given, **more)

    def finish(self) -> None:
        """What is there and no page of this build belongs to one that is no more."""
        super().finish()
        pages = self.pages_made | {self.get_target_uri(name) for name in self.env.found_docs}
        for path in Path(self.outdir).rglob(f"*{self.out_suffix}"):
            if path.relative_to(self.outdir).as_posix() not in pages:
                for gone in (path, *(path.with_name(path.name + end) for end in PACKED)):
                    gone.unlink(missing_ok=True)

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """What Sphinx made is markup; the templates escape everything else."""
        context = super().get_doc_context(docname, body, metatags)
        context |= {"body": Markup(body), "title": Markup(context["title"])}
        for turn in ("prev", "next"):
            if context[turn]:
                context[turn]["title"] = Markup(context[turn]["title"])
        return context

    def copy_static_files(self) -> None:
        """Ours only: Sphinx's scripts are joined into the search bundle, its stylesheets are not
        used."""
        assets.write(Path(self.outdir) / "_static", self.bundles)

    def write_buildinfo(self) -> None:
        """Not needed where every page is written; it would publish a hash of the configuration."""


class Bridge(TemplateBridge):
    """Sphinx's pages from our templates, with what they escape."""

    def init(self, builder: Builder, theme: Any = None, dirs: list[str] | None = None) -> None:
        self._templates = templates(builder.app)

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        return self._templates.render(template, **context)

    def render_string(self, template: str, context: dict[str, Any]) -> str:
        return self._templates.environment.from_string(template).render(context)


def refuse_other_pages(app: Sphinx) -> None:
    """Another builder of HTML would write pages that lack half of what they need."""
    if app.builder.format == "html" and not isinstance(app.builder, BookBuilder):
        raise ExtensionError(f"{app.builder.name}: this book is written by the builder html alone.")


def remove_foreign_styles(app: Sphinx, exception: Exception | None) -> None:
    """myst-nb copies its stylesheet at the very end; no page links to it."""
    if not exception and app.builder.name == "html":
        for path in (Path(app.outdir) / "_static").glob("mystnb.*.css"):
            path.unlink()


def setup(app: Sphinx) -> Setup:
    app.add_builder(BookBuilder, override=True)
    app.connect("builder-inited", refuse_other_pages)
    app.connect("build-finished", remove_foreign_styles, priority=900)
    return SAFE
