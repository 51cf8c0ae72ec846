"""A browser for the tests: found, else fetched, else a word about what to do.

    python -m tools.browser --venv FOLDER

First a Chromium, Chrome or Edge on this machine is looked for (`CHROME_PATH` names one that lies
elsewhere). Where there is none, Playwright is asked for its own, then the system's package manager,
if that needs no question: for root, or in CI with a `sudo` that asks for no password. Where nothing
helps, the one command to run is said and the exit code is 1. Only the standard library is used, so
that this runs before anything else is installed.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import environment
from tools.environment import EnvironmentFault, Run

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "chrome",
    "msedge",
)
MAC_APPS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_PLACES = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_APPS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
PLAYWRIGHT_CACHES = {
    "Darwin": "Library/Caches/ms-playwright",
    "Windows": "AppData/Local/ms-playwright",
}
PLAYWRIGHT_APPS = (
    "chromium_headless_shell-*/*/chrome-headless-shell",
    "chromium_headless_shell-*/*/chrome-headless-shell.exe",
    "chromium_headless_shell-*/*/headless_shell",
    "chromium-*/*/chrome",
    "chromium-*/*/chrome.exe",
)
QUIET_APT = (
    "env",
    "DEBIAN_FRONTEND=noninteractive",
    "apt-get",
    "-qq",
    "-o",
    "Dpkg::Use-Pty=0",
)
MANAGERS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "apt-get": ((*QUIET_APT, "update"), (*QUIET_APT, "install", "--yes", "chromium")),
    "dnf": (("dnf", "install", "--assumeyes", "--quiet", "chromium"),),
    "zypper": (("zypper", "--non-interactive", "--quiet", "install", "chromium"),),
    "apk": (("apk", "add", "--quiet", "chromium"),),
    "pacman": (("pacman", "-Sy", "--noconfirm", "--needed", "--quiet", "chromium"),),
}
REMEDIES = {
    "snap": "sudo snap install chromium",
    "apt-get": "sudo apt-get install chromium",
    "dnf": "sudo dnf install chromium",
    "zypper": "sudo zypper install chromium",
    "apk": "sudo apk add chromium",
    "pacman": "sudo pacman -S chromium",
    "brew": "brew install --cask google-chrome",
    "winget": "winget install Google.Chrome",
}


def is_root() -> bool:
    """Whether this runs as the system's administrator; never on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def complaint(command: Sequence[str]) -> str | None:
    """Run a command and show its progress. Its first error, or None where it ended well."""
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False)
    if not done.returncode:
        return None
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    return next((line for line in lines if "Error" in line), f"exit code {done.returncode}")


@dataclass(frozen=True)
class Machine:
    """What is asked of the machine. Tests hand over another one."""

    system: str = field(default_factory=platform.system)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    home: Path = field(default_factory=Path.home)
    top: Path = Path("/")
    root: bool = field(default_factory=is_root)
    which: Callable[[str], str | None] = shutil.which
    answers: Callable[[Sequence[str]], bool] = environment.answers
    complaint: Callable[[Sequence[str]], str | None] = complaint
    run: Run = environment.run


def playwright_cache(machine: Machine) -> Path:
    """Where Playwright keeps the browsers that it fetched."""
    named = machine.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    return Path(
        named or machine.home / PLAYWRIGHT_CACHES.get(machine.system, ".cache/ms-playwright")
    )


def candidates(machine: Machine) -> Iterator[Path]:
    """Files that may be a browser, best first; some of them are not there."""
    if machine.environ.get("CHROME_PATH"):
        yield Path(machine.environ["CHROME_PATH"])
    yield from (Path(found) for found in map(machine.which, NAMES) if found)
    if machine.system == "Darwin":
        for folder in (machine.top, machine.home):
            for app in MAC_APPS:
                yield folder / f"Applications/{app}.app/Contents/MacOS/{app}"
    if machine.system == "Windows":
        for place in filter(None, map(machine.environ.get, WINDOWS_PLACES)):
            yield from (Path(place) / app for app in WINDOWS_APPS)
    cache = playwright_cache(machine)
    for pattern in PLAYWRIGHT_APPS:
        yield from sorted(cache.glob(pattern), reverse=True)


def is_browser(path: Path, machine: Machine) -> bool:
    """Whether a file is a browser that starts.

    Ubuntu's `chromium-browser` without its snap is a script that only asks for it, and Playwright's
    own may lack a library. On Windows `--version` would open a window, so the file is enough.
    """
    return path.is_file() and (
        machine.system == "Windows" or machine.answers([str(path), "--version"])
    )


def find(machine: Machine | None = None) -> Path | None:
    """The browser to test with, or None."""
    asked = machine or Machine()
    return next((path for path in candidates(asked) if is_browser(path, asked)), None)


def remedy(machine: Machine | None = None) -> str:
    """What a person can do where there is no browser: one command if there is one."""
    asked = machine or Machine()
    command = next((REMEDIES[name] for name in REMEDIES if asked.which(name)), None)
    if command is None:
        return "No browser was found. Install Chromium, Chrome or Edge"
    return f"No browser was found. Run: {command.removeprefix('sudo ') if asked.root else command}"


def unasked(machine: Machine) -> tuple[str, ...] | None:
    """What goes before a command that installs without a question, or None where one is needed."""
    if machine.root:
        return ()
    if machine.environ.get("CI") and machine.which("sudo"):
        sudo = ("sudo", "-n")
        return sudo if machine.answers([*sudo, "true"]) else None
    return None


def from_playwright(machine: Machine, venv: Path) -> Path | None:
    """Playwright's own browser, with the libraries it needs where they can be had unasked."""
    print("No browser was found; asking Playwright for its own", flush=True)
    try:
        environment.provide_part(venv, "playwright", machine.run)
    except EnvironmentFault as fault:
        print(f"{fault}.", file=sys.stderr, flush=True)
        return None
    playwright = [str(environment.python_of(venv)), "-m", "playwright"]
    failure = machine.complaint([*playwright, "install", "--only-shell", "chromium"])
    if failure:
        print(f"Playwright could not fetch its own: {failure}", file=sys.stderr, flush=True)
        return None
    if find(machine) is None and unasked(machine) is not None:
        print("It lacks libraries; installing them", flush=True)
        machine.run([*(unasked(machine) or ()), *playwright, "install-deps", "chromium"])
    return find(machine)


def from_the_system(machine: Machine) -> Path | None:
    """The system's own browser, where installing it needs no question."""
    before = unasked(machine)
    manager = next(filter(machine.which, MANAGERS), None)
    if machine.system != "Linux" or before is None or manager is None:
        return None
    print(f"Installing Chromium with {manager} (about a minute)", flush=True)
    for command in MANAGERS[manager]:
        machine.run([*before, *command])
    return find(machine)


def ensure(venv: Path, machine: Machine | None = None) -> Path | None:
    """A browser by one of the three ways, or None. `venv` is where Playwright is or may go."""
    asked = machine or Machine()
    return find(asked) or from_playwright(asked, venv) or from_the_system(asked)


def main(arguments: Sequence[str] | None = None, machine: Machine | None = None) -> int:
    """See to it that there is a browser and say which; else say what to do and return 1."""
    environment.any_console()
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--venv", type=Path, default=environment.ROOT / ".venv")
    chosen = parser.parse_args(arguments)
    found = ensure(chosen.venv.absolute(), machine)
    if found is None:
        print(f"{remedy(machine)}, then try again.", file=sys.stderr)
        return 1
    print(f"Browser: {found}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
