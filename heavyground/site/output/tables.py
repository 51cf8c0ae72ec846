"""The tables on the site: what `datapackage.json` names, byte for byte, and all of it as one zip.

    data/observations/*.csv, data/*.csv ...   the files of the package, and the README beside them
    data/datapackage.json                     the schema, with the size and digest of each file
    data/<name>-data.zip                      the same files; its bytes depend on them alone

Whatever else lies in the folder of the evidence stays there, and what an earlier build put on the
site goes when the package no longer names it.
"""

import copy
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from ...evidence.book import Book
from ...evidence.schema import PACKAGE
from ..state import SAFE, Setup, book, pages_written, project
from . import row_pages, rows_index
from .files import unpacked, write_if_new

FOLDER = "data"
README = "README.md"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip knows
MODE = 0o644 << 16
UNIX = 3


def zip_name(book: Book) -> str:
    """File name of the zip: that of the package, and "-data"."""
    return f"{book.schema.package.get('name', 'book')}-data.zip"


def published(data: Path, package: Mapping[str, Any]) -> dict[str, bytes]:
    """{path in the folder: bytes} of all that the package names, of its README files and of itself.

    Raises ExtensionError for a file that is not there or lies outside of the folder.
    """
    files = {name: _read(data, name) for name in sorted(named(package))}
    for name in sorted({str(PurePosixPath(name).parent / README) for name in files}):
        if (data / name).is_file():
            files[name] = (data / name).read_bytes()
    measured = json.dumps(with_sizes(package, files), ensure_ascii=False, indent=1)
    files[PACKAGE] = f"{measured}\n".encode()
    return files


def named(package: Mapping[str, Any]) -> Iterator[str]:
    """Paths that the package names: files of its resources, and schemas that several share."""
    for resource in package["resources"]:
        yield from _listed(resource["path"])
        if isinstance(resource.get("schema"), str):
            yield resource["schema"]


def _listed(path: str | list[str]) -> list[str]:
    return [path] if isinstance(path, str) else path


def _read(data: Path, name: str) -> bytes:
    path = (data / name).resolve()
    if not path.is_relative_to(data.resolve()):
        raise ExtensionError(f"{FOLDER}/{PACKAGE}: {name} lies outside of {FOLDER}/; name a file.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExtensionError(
            f"{FOLDER}/{PACKAGE}: {name} cannot be read ({error.strerror}); restore the file or "
            "take its entry out."
        ) from error


def with_sizes(package: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """The package with `bytes` and `hash` of each resource that is one file."""
    measured = copy.deepcopy(dict(package))
    for resource in measured["resources"]:
        if isinstance(resource["path"], str):
            content = files[resource["path"]]
            resource["bytes"] = len(content)
            resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return measured


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip: in the order of their names, without times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in sorted(files):
            about = zipfile.ZipInfo(name, EPOCH)
            about.external_attr, about.create_system = MODE, UNIX
            bundle.writestr(about, files[name], zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def remove_others(folder: Path, wanted: Iterable[str]) -> None:
    """Remove every file that is not wanted, with its packed copies, and folders left empty."""
    kept = set(wanted)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif unpacked(path.relative_to(folder).as_posix()) not in kept:
            path.unlink()


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the files and the zip; remove what no part of the site put into the folder."""
    if not pages_written(app, exception):
        return
    evidence, folder = book(app), Path(app.outdir) / FOLDER
    files = published(project(app).data, evidence.schema.package)
    bundle = zip_name(evidence)
    for name, content in files.items():
        write_if_new(folder / name, content)
    write_if_new(folder / bundle, zipped(files))
    pages = {PurePosixPath(page.href).name for page in row_pages.pages(evidence)}
    remove_others(folder, {*files, bundle, *pages, rows_index.script(evidence).file})


def setup(app: Sphinx) -> Setup:
    app.connect("build-finished", write, priority=900)
    return SAFE
