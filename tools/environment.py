"""Make the environment in which the book is built and tested, or leave a good one alone.

    python -m tools.environment FOLDER [--ready | --only PACKAGE]

The packages are those of `requirements.txt`, with their hashes; the book's own two are installed as
they lie here, for editing. What was installed is written down in the folder at the end, so an
environment whose making was cut short, or whose Python is gone, is made anew.
Only the standard library is used, since nothing else is there yet.
"""

import argparse
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
PROJECT = ROOT / "pyproject.toml"
STAMP = "heavyground.json"
OLDEST = (3, 11)
PROBE = "hatchling"  # the package that stands for all in the lock

Run = Callable[[Sequence[str]], int]
Stamp = dict[str, str]


class EnvironmentFault(Exception):
    """Why there is no environment, and what to do."""


def python_of(folder: Path) -> Path:
    """Where an environment keeps its Python."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(command: Sequence[str]) -> int:
    """Run a command in the book's folder and return its exit code; 127 where it is not there."""
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except OSError:
        return 127


def digest(*parts: bytes) -> str:
    """One short name for some bytes."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def wanted() -> Stamp:
    """What a finished environment of this checkout has written down."""
    return {
        "lock": digest(LOCK.read_bytes()),
        "project": digest(PROJECT.read_bytes(), os.fsencode(ROOT)),
    }


def stamp_of(folder: Path) -> Stamp:
    """What an environment has written down: nothing where it is missing or was cut short."""
    try:
        read = json.loads((folder / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in read.items()} if isinstance(read, dict) else {}


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Write down what an environment holds now."""
    (folder / STAMP).write_text(json.dumps(stamp) + "\n", "utf-8")


def answers(command: Sequence[str], seconds: float = 60) -> bool:
    """Whether a command ends well, without its words."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def starts(folder: Path) -> bool:
    """Whether an environment's Python starts and is not too old."""
    return answers(
        [str(python_of(folder)), "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"]
    )


def holds(folder: Path) -> bool:
    """Whether the packages can be imported; not so after the system's Python became another one."""
    return answers([str(python_of(folder)), "-I", "-c", f"import {PROBE}"])


def ready(folder: Path) -> bool:
    """Whether an environment holds what this checkout asks for."""
    return stamp_of(folder) == wanted() and starts(folder) and holds(folder)


def any_console() -> None:
    """Let this program print every letter on a console that knows few."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def part_of(lock: str, package: str) -> str:
    """What a lock says of one package and its needs. Raises KeyError where it is not there."""
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    names = {entry: entry.split("==")[0] for entry in entries}
    if package not in names.values():
        raise KeyError(package)
    needed, before = {package}, 0
    while len(needed) > before:
        before = len(needed)
        needed |= {name for entry, name in names.items() if needed & asked_by(entry)}
    return "".join(entry for entry, name in names.items() if name in needed)


def asked_by(entry: str) -> set[str]:
    """The packages for which one entry of a lock is there, from its `# via` comment."""
    return set(re.findall(r"(?m)^    # +(?:via )?(\S+)$", entry))


def empty(folder: Path) -> None:
    """Take everything out of an environment but its stamp."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != STAMP:
            path.unlink()


def create(folder: Path, run: Run = run) -> None:
    """An environment that pip can fill: a sound one stays, whoever made it; a spoiled one goes.

    Raises EnvironmentFault where the folder holds something else, or where none can be made.
    """
    have = stamp_of(folder)
    exists = (folder / "pyvenv.cfg").is_file()
    if not exists and not have and any(path.is_file() for path in folder.rglob("*")):
        raise EnvironmentFault(f"{folder} holds something else; say VENV= with another folder")
    if exists and "making" not in have and starts(folder) and ("lock" not in have or holds(folder)):
        return
    folder.mkdir(parents=True, exist_ok=True)
    write_stamp(folder, {"making": "begun"})
    empty(folder)
    base = getattr(sys, "_base_executable", None) or sys.executable
    if run([base, "-m", "venv", str(folder)]):
        raise EnvironmentFault(f"The environment in {folder} could not be made; see above")


def install(folder: Path, run: Run, *what: str) -> None:
    """Let an environment's pip install something. Raises EnvironmentFault where it cannot."""
    pip = [
        str(python_of(folder)),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    if run([*pip, *what]):
        raise EnvironmentFault("Packages could not be installed; see above, then try again")


def provide(folder: Path, run: Run = run) -> None:
    """All packages and the book's own. Raises EnvironmentFault with what to do."""
    want, have = wanted(), stamp_of(folder)
    if have.get("lock") != want["lock"] or not holds(folder):
        print(f"Making the environment in {folder} (about a minute)", flush=True)
        create(folder, run)
        write_stamp(folder, {"making": want["lock"]})
        install(folder, run, "--require-hashes", "-r", str(LOCK))
        have = {"lock": want["lock"]}
        write_stamp(folder, have)
    if have != want:
        install(folder, run, "--no-build-isolation", "--no-deps", "--editable", ".")
        write_stamp(folder, want)


def provide_part(folder: Path, package: str, run: Run = run) -> None:
    """One locked package, and what it needs, without waiting for the rest.

    Does nothing where the environment holds this lock. Raises EnvironmentFault with what to do.
    """
    want, have = wanted(), stamp_of(folder)
    if want["lock"] in (have.get("lock"), have.get("part")) and starts(folder):
        return
    create(folder, run)
    write_stamp(folder, {"making": want["lock"]})
    with tempfile.TemporaryDirectory() as scratch:
        part = Path(scratch) / "requirements.txt"
        part.write_text(part_of(LOCK.read_text("utf-8"), package), "utf-8")
        install(folder, run, "--require-hashes", "-r", str(part))
    write_stamp(folder, {"part": want["lock"]})


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the environment, or with `--ready` only say by the exit code whether it is there."""
    any_console()
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ready", action="store_true", help="make nothing; exit 1 if it is not")
    parser.add_argument(
        "--only", metavar="PACKAGE", help="install this package and its needs alone"
    )
    chosen = parser.parse_args(arguments)
    folder = chosen.folder.absolute()
    if chosen.ready:
        return 0 if ready(folder) else 1
    try:
        if chosen.only:
            provide_part(folder, chosen.only)
        else:
            provide(folder)
    except EnvironmentFault as fault:
        print(f"{fault}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
