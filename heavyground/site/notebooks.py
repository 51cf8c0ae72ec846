"""Pages with code: `runs` has their outputs before a page is read, and here they come to the page.

Nothing executes while Sphinx reads. A page is read again when its outputs are not those that it was
read with, whatever files that comes from.
"""

from pathlib import Path
from typing import Any, cast

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from ..runs.decision import Outcome, run_pages
from ..runs.store import Store, load
from .domain import domain
from .state import SAFE, Setup, book, fresh, project

LOG = logging.getLogger(__name__)
FOLDER = "runs"  # beside the pages
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}  # as a kernel would say
READER = f"{__name__}.read"


def have_outputs(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Have the outputs of every page at hand; name the pages that were read with others.

    Raises ExtensionError where a cell fails; all faults of all pages are listed before.
    """
    if fresh(app):
        return []
    outcomes = _outcomes(app, env)
    if failed := [outcome for outcome in outcomes.values() if outcome.run is None]:
        for fault in (fault for outcome in failed for fault in outcome.faults):
            LOG.error("%s", fault)
        raise ExtensionError(f"{len(failed)} of {len(outcomes)} pages with code failed; see above.")
    myst = cast(Any, env)  # where MyST-NB keeps its settings
    myst.mystnb_config = myst.mystnb_config.copy(custom_formats=_readers(env, outcomes))
    outdated = []
    for docname, outcome in outcomes.items():
        if domain(env).outputs.get(docname) != outcome.digest:
            outdated.append(docname)
        domain(env).outputs[docname] = outcome.digest
    return outdated


def _outcomes(app: Sphinx, env: BuildEnvironment) -> dict[str, Outcome]:
    """How each page with code stands, by its name in Sphinx."""
    pages = {Path(env.doc2path(docname)): docname for docname in sorted(env.found_docs)}
    book_of_pages = project(app)
    found = run_pages(
        book_of_pages,
        pages,
        Store(Path(app.outdir).parent / FOLDER),
        say=lambda line: LOG.info("cells: %s", line),
        book=book(app),
    )
    shown = {book_of_pages.shown(path): docname for path, docname in pages.items()}
    return {shown[page]: outcome for page, outcome in found.items()}


def _readers(
    env: BuildEnvironment, outcomes: dict[str, Outcome]
) -> dict[str, tuple[str, dict[str, Any], bool]]:
    """MyST-NB's readers of formats, one for each page, by its whole path."""
    readers = {}
    for docname, outcome in outcomes.items():
        path = env.doc2path(docname)
        said = {"path": path, "run": outcome.run, "config": cast(Any, env).myst_config}
        readers[str(path)] = (READER, said, False)
    return readers


def read(text: str, path: str, run: Path, config: MdParserConfig) -> NotebookNode:
    """A page as a notebook, with the outputs of a run.

    Raises ExtensionError where they do not fit.
    """
    notebook = read_myst_markdown_notebook(text, config=config, add_source_map=True, path=path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = load(run)
    if len(cells) != len(outputs):
        raise ExtensionError(
            f"{path}: {len(cells)} cells, but outputs of {len(outputs)}; a cell must not stand "
            "inside another part of the page."
        )
    for cell, put_out in zip(cells, outputs, strict=True):
        cell.outputs = nbformat.from_dict(put_out)  # type: ignore[no-untyped-call]
    notebook.metadata["language_info"] = LANGUAGE
    return cast(NotebookNode, notebook)


def setup(app: Sphinx) -> Setup:
    app.connect("env-get-outdated", have_outputs)
    return SAFE
