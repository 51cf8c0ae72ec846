"""Where things are. Everything else asks here, so that nothing depends on the folder a command was started in."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
CHAPTERS = ROOT / "chapters"


def relative(path):
    """A path as people write it: from the book's root where it lies there, else as given."""
    path = Path(path)
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return path.as_posix()


def prose_files():
    """Pages whose figures and wording are checked: the front page, every chapter, the list of references."""
    return [
        path
        for path in (ROOT / "index.md", *sorted(CHAPTERS.glob("*.md")), ROOT / "references.md")
        if path.exists()
    ]
