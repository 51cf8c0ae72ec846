"""Format the code cells of MyST pages with ruff, and change nothing else.

    python -m tools.format_cells [--check] [PAGE ...]

ruff formats `.py` files and leaves `{code-cell}` fences alone; jupytext's pipe drops a header's
`description`. Without pages, those of the book are taken: `index.md`, `references.md` and
`chapters/*.md`.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CELL = re.compile(
    r"^(?P<fence>`{3,})\{code-cell\}[^\n]*\n"
    r"(?P<options>(?::[^\n]*\n)*\n?)"
    r"(?P<code>.*?)"
    r"^(?P=fence)[ \t]*$",
    re.M | re.S,
)
BROKEN = re.compile(r"[^\s:]*(\d{5})\.py")

Format = Callable[[list[str]], list[str]]


class CellFault(Exception):
    """A cell that ruff cannot read, by its number among those it was given, and ruff's words."""

    def __init__(self, cell: int, words: str) -> None:
        super().__init__(words)
        self.cell = cell


def pages(root: Path = ROOT) -> list[Path]:
    """The book's pages, in a fixed order, without what macOS lays beside files."""
    found = [
        root / "index.md",
        *sorted((root / "chapters").glob("[!.]*.md")),
        root / "references.md",
    ]
    return [path for path in found if path.is_file()]


def ruff(codes: list[str]) -> list[str]:
    """Some cells' code as ruff writes it. Raises CellFault where one cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number:05}.py" for number in range(len(codes))]
        for path, code in zip(files, codes, strict=True):
            path.write_text(code, "utf-8", newline="\n")
        options = ["--no-cache", "--config", str(ROOT / "pyproject.toml")]
        command = [sys.executable, "-m", "ruff", "format", *options, folder]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode:
            words = done.stderr.strip()
            broken = BROKEN.search(words)
            raise CellFault(int(broken[1]) if broken else 0, BROKEN.sub("cell", words))
        return [path.read_text("utf-8") for path in files]


def codes_of(text: str) -> list[str]:
    """The code of a page's cells, in order."""
    return [match["code"] for match in CELL.finditer(text)]


def with_codes(text: str, codes: Sequence[str]) -> str:
    """A page with other code in its cells."""
    left = iter(codes)

    def cell(match: re.Match[str]) -> str:
        start, end = (at - match.start() for at in match.span("code"))
        return match[0][:start] + next(left) + match[0][end:]

    return CELL.sub(cell, text)


def formatted(texts: Sequence[str], format_codes: Format = ruff) -> list[str]:
    """Some pages with their cells formatted, all in one go. Raises CellFault."""
    codes = [codes_of(text) for text in texts]
    left = iter(format_codes([code for page in codes for code in page]))
    return [
        with_codes(text, [next(left) for _ in page])
        for text, page in zip(texts, codes, strict=True)
    ]


def page_of(cell: int, texts: Sequence[str]) -> int:
    """Which page a cell stands on, where the cells of all pages are counted through."""
    for page, text in enumerate(texts):
        cell -= len(codes_of(text))
        if cell < 0:
            return page
    raise IndexError(cell)


def main(arguments: Sequence[str] | None = None) -> int:
    """Format the pages, or with `--check` only say which would change. Returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if a page would"
    )
    parser.add_argument("pages", nargs="*", type=Path)
    chosen = parser.parse_args(arguments)
    paths = chosen.pages or pages()
    before = [path.read_text("utf-8") for path in paths]
    try:
        after = formatted(before)
    except CellFault as fault:
        path = paths[page_of(fault.cell, before)]
        print(f"{path}: a cell cannot be formatted: {fault}", file=sys.stderr)
        return 2
    changed = [at for at in range(len(paths)) if after[at] != before[at]]
    for at in changed:
        if not chosen.check:
            paths[at].write_text(after[at], "utf-8", newline="\n")
        print(f"{paths[at]}: {'would be formatted' if chosen.check else 'formatted'}")
    return 1 if chosen.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
