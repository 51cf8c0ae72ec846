"""`python -m heavyground new FOLDER`: a small book on another subject, for somebody to go on from.

The book lies in `book/`, with two words to fill in: TITLE, and MODULE for the package that
computes.
"""

import re
from pathlib import Path

TEMPLATE = Path(__file__).parent / "book"
TEXT = {".md", ".py", ".yml", ".csv", ".json", ".cff", ".toml"}


class NotEmpty(FileExistsError):
    """The folder holds files already."""


def module_name(folder: Path) -> str:
    """Name of the package that computes, from the folder's: letters, digits and underscores.

    >>> module_name(Path("Tin & jade"))
    'tin_jade_analysis'
    """
    words = re.findall(r"[a-z0-9]+", folder.name.lower())
    name = "_".join(words) or "book"
    return f"{'book_' if name[0].isdigit() else ''}{name}_analysis"


def lay(folder: Path, title: str = "") -> list[Path]:
    """Write a new book into a folder that is not there or is empty; returns the files written.

    title: of the book; by default the folder's name. Raises NotEmpty, or ValueError for a title
    that a settings file cannot hold; nothing is written then.
    """
    folder = folder.resolve()
    if re.search(r'["\\\n]', title or folder.name):
        raise ValueError("a title holds no quotation mark, backslash or line break.")
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(f"{folder} is not empty; name a folder that is not there yet.")
    words = {"MODULE": module_name(folder), "TITLE": title or folder.name}
    written = []
    for path in sorted(TEMPLATE.rglob("*")):
        if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts:
            target = folder / _filled(path.relative_to(TEMPLATE).as_posix(), words)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_filled(path.read_text("utf-8"), words), "utf-8", newline="\n")
            written.append(target)
    return written


def _filled(text: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text
