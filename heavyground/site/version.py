"""Which state of the book these pages show: version, commit, dates.

Without a history of its own (no git, an archive, a shallow clone, a repository that git refuses to
read) a book has one date, not one for each page, and the build says so in one line.
"""

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from sphinx.errors import ExtensionError

CITATION = "CITATION.cff"
UNKNOWN = "unknown"


class Version:
    """The state of one book's folder. Git is asked once for each thing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._changed: dict[str, str] = {}
        self._refused = ""

    @cached_property
    def release(self) -> Mapping[str, Any]:
        """What `CITATION.cff` says: title, version, date-released, authors, licence.

        Raises ExtensionError where it is missing or says no version or date.
        """
        path = self.root / CITATION
        found = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
        if missing := [name for name in ("title", "version", "date-released") if name not in found]:
            raise ExtensionError(f"{CITATION}: write {', '.join(missing)}; the pages cite them.")
        return dict(found)

    @property
    def number(self) -> str:
        """The version as released: "0.1.0"."""
        return str(self.release["version"])

    @property
    def released(self) -> str:
        """ISO date of the release."""
        return str(self.release["date-released"])

    @cached_property
    def commit(self) -> str:
        """Twelve digits of the commit, or "unknown"."""
        return self._git("rev-parse", "--short=12", "HEAD") or UNKNOWN

    @cached_property
    def date(self) -> str:
        """ISO date of the commit, else of the release."""
        return self._git("log", "-1", "--format=%cs") or self.released

    @cached_property
    def shallow(self) -> bool:
        """Is the history cut off, so that git takes every file for new?"""
        return self._git("rev-parse", "--is-shallow-repository") == "true"

    @property
    def dates_each_page(self) -> bool:
        """Is it known when a single file last changed?"""
        return self.commit != UNKNOWN and not self.shallow

    def changed(self, path: str) -> str:
        """ISO date of the last commit that touched a file (from the root), else the book's date."""
        if not self.dates_each_page:
            return self.date
        if path not in self._changed:
            self._changed[path] = self._git("log", "-1", "--format=%cs", "--", path) or self.date
        return self._changed[path]

    @property
    def shortcoming(self) -> str:
        """Why the pages have no dates of their own, in a sentence; empty where they have."""
        if self.dates_each_page:
            return ""
        if self.commit == UNKNOWN:
            why = f"git says: {self._refused}" if self._refused else "the folder has no history"
            return f"commit unknown ({why}); every page bears the date of the release."
        return "the history is cut off (a shallow clone); every page bears the date of the book."

    def fix_the_clock(self) -> None:
        """Sphinx and others stamp the time of the build; use the commit's, so that two builds of
        one commit are equal, or the day of the release. A clock that is set already stands."""
        if "SOURCE_DATE_EPOCH" not in os.environ:
            day = datetime.fromisoformat(self.released).replace(tzinfo=UTC)
            stamp = self._git("log", "-1", "--format=%ct") or str(int(day.timestamp()))
            os.environ["SOURCE_DATE_EPOCH"] = stamp

    def _git(self, *arguments: str) -> str:
        """Output of a git command; empty where there is no git or no repository of our own."""
        if not (self.root / ".git").exists():
            return ""
        command = ["git", "-C", str(self.root), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        except OSError as error:
            self._refused = f"{error.strerror}: git"
            return ""
        if done.returncode:
            self._refused = done.stderr.strip().partition("\n")[0]
            return ""
        return done.stdout.strip()
