"""Which state of the book these pages show: version, commit, dates. Without git they read "unknown"."""

import os
import subprocess
from functools import lru_cache
from pathlib import Path

import yaml


def git(root, *arguments):
    """Output of one git command, or an empty string where there is no git or no repository of our own."""
    if not (Path(root) / ".git").exists():
        return ""
    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


@lru_cache
def commit(root):
    return git(root, "rev-parse", "--short=12", "HEAD") or "unknown"


@lru_cache
def commit_date(root):
    """ISO date of the commit, else of the release."""
    return git(root, "log", "-1", "--format=%cs") or str(release(root)["date-released"])


@lru_cache
def changed(root, path):
    """ISO date of the last commit that touched a file, else of the release."""
    return git(root, "log", "-1", "--format=%cs", "--", path) or commit_date(root)


@lru_cache
def release(root):
    """What `CITATION.cff` says: title, version, date-released, licence."""
    return yaml.safe_load((Path(root) / "CITATION.cff").read_text("utf-8"))


def fix_the_clock(root):
    """Sphinx and others stamp the build time; use the commit's, so that two builds of a commit are equal."""
    if "SOURCE_DATE_EPOCH" not in os.environ:
        os.environ["SOURCE_DATE_EPOCH"] = git(root, "log", "-1", "--format=%ct") or "1764028800"
