"""The engine knows nothing of one subject, and its rooms build on one another in one direction."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parent.parent / "heavyground"
MATTER = re.compile(
    r"\b(?:kachin|kia|kio|myanmar|burma|burmese|china|chinese|india|indian|usgs|reo)\b"
    r"|rare[ -]earths?|heavy ground:",
    re.I,
)
ROOMS = ["evidence", "numbers", "derived", "models", "charts", "checks", "runs", "site"]
TEXT = {".py", ".html", ".j2", ".css", ".js", ".json", ".md", ".csv", ".yml", ".svg", ".toml"}
APART = {"project.py", "chapter.py", "__main__.py", "__init__.py"}  # they put the rooms together


def engine_files() -> Iterator[Path]:
    for path in sorted(ENGINE.rglob("*")):
        if path.suffix in TEXT and not {"vendor", "__pycache__"} & set(path.parts):
            yield path


def test_no_file_of_the_engine_names_the_subject() -> None:
    said = [
        f"{path.relative_to(ENGINE)}:{number}: {line.strip()[:80]}"
        for path in engine_files()
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if MATTER.search(line)
    ]
    assert not said


def imported(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """(room of the engine that a module imports, the statement), late imports among them."""
    package = ("heavyground", *path.relative_to(ENGINE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            up = package[: len(package) - node.level + 1] if node.level else ()
            whole = ".".join([*up, *filter(None, [node.module])])
            for name in node.names:
                parts = f"{whole}.{name.name}".split(".")
                if parts[0] == "heavyground" and len(parts) > 1:
                    yield parts[1], node
        elif isinstance(node, ast.Import):
            for name in node.names:
                parts = name.name.split(".")
                if parts[0] == "heavyground" and len(parts) > 1:
                    yield parts[1], node


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_the_rooms_before_it(room: str) -> None:
    allowed = {
        *ROOMS[: ROOMS.index(room) + 1],
        *({"project", "chapter"} if room in ("runs", "site") else ()),
    }
    for path in sorted((ENGINE / room).rglob("*.py")):
        for target, node in imported(path):
            assert target in allowed, f"{path.relative_to(ENGINE)}:{node.lineno} imports {target}"


def test_no_import_hides_inside_a_function_but_those_of_whole_commands() -> None:
    hidden = []
    for path in sorted(ENGINE.rglob("*.py")):
        if path.name == "__main__.py" or "scaffold" in path.parts:
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{path.relative_to(ENGINE)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    assert not hidden
