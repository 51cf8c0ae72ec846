"""How `make test` comes by a browser, on machines that are made up."""

from pathlib import Path

import pytest

from tools import browser, environment
from tools.browser import Machine

VENV = Path("venv")


class Made:
    """A machine of files in a folder: what it has, what a command brings, what was run."""

    def __init__(self, home, *programs, system="Linux", root=False, environ=None, fetches=True):
        self.home, self.programs, self.fetches = home, {*programs}, fetches
        self.asked, self.dead = [], set()
        self.brings = {}
        self.machine = Machine(
            system=system,
            environ=environ or {},
            home=home,
            top=home / "top",
            root=root,
            which=self.which,
            answers=self.answers,
            complaint=self.complaint,
            run=self.run,
        )

    def put(self, path):
        (self.home / path).parent.mkdir(parents=True, exist_ok=True)
        (self.home / path).write_text("")
        return self.home / path

    def which(self, name):
        return str(self.put(f"bin/{name}")) if name in self.programs else None

    def answers(self, command):
        return Path(command[0]).name not in self.dead and command[0] not in self.dead

    def complaint(self, command):
        self.asked.append(" ".join(command[1:]))
        if not self.fetches:
            return "Error: no way out"
        self.put(".cache/ms-playwright/chromium_headless_shell-9/linux/chrome-headless-shell")
        return None

    def run(self, command):
        self.asked.append(" ".join(command))
        for words, program in self.brings.items():
            if words in " ".join(command):
                self.programs.add(program)
                self.dead.discard(program)
        return 0


@pytest.fixture(autouse=True)
def parts(monkeypatch):
    """Packages that would have been installed to ask Playwright."""
    installed = []
    monkeypatch.setattr(environment, "provide_part", lambda venv, name, run: installed.append(name))
    return installed


def ensured(made):
    return browser.ensure(VENV, made.machine)


def test_a_browser_on_the_path_is_taken_and_nothing_is_run(tmp_path, parts):
    made = Made(tmp_path, "google-chrome", "apt-get", root=True)
    assert ensured(made) == tmp_path / "bin/google-chrome"
    assert made.asked == parts == []


def test_a_named_browser_comes_first(tmp_path):
    made = Made(tmp_path, "chromium", environ={"CHROME_PATH": str(tmp_path / "mine")})
    assert browser.find(made.machine) == tmp_path / "bin/chromium"
    made.put("mine")
    assert browser.find(made.machine) == tmp_path / "mine"


def test_a_program_that_only_asks_for_its_snap_is_no_browser(tmp_path):
    made = Made(tmp_path, "chromium-browser", "google-chrome-stable")
    made.dead.add("chromium-browser")
    assert browser.find(made.machine) == tmp_path / "bin/google-chrome-stable"


@pytest.mark.parametrize(
    "system, path",
    [
        ("Darwin", "top/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("Darwin", "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
        (
            "Darwin",
            "Library/Caches/ms-playwright/chromium_headless_shell-9/mac/chrome-headless-shell",
        ),
        ("Windows", "Google/Chrome/Application/chrome.exe"),
        ("Windows", "Microsoft/Edge/Application/msedge.exe"),
        ("Windows", "AppData/Local/ms-playwright/chromium-9/win/chrome.exe"),
        ("Linux", ".cache/ms-playwright/chromium-9/chrome-linux/chrome"),
    ],
)
def test_browsers_lie_where_each_system_puts_them(tmp_path, system, path):
    made = Made(tmp_path, system=system, environ={"PROGRAMFILES": str(tmp_path)})
    assert browser.find(made.machine) is None
    made.put(path)
    assert browser.find(made.machine) == tmp_path / path


def test_playwright_is_asked_before_the_system(tmp_path, parts):
    made = Made(tmp_path, "apt-get", root=True)
    assert ensured(made).name == "chrome-headless-shell"
    assert parts == ["playwright"]
    assert made.asked == ["-m playwright install --only-shell chromium"]


def test_playwrights_own_gets_its_libraries_where_that_needs_no_question(tmp_path):
    made = Made(tmp_path, root=True)
    made.dead.add("chrome-headless-shell")
    made.brings["install-deps"] = "chrome-headless-shell"
    assert ensured(made).name == "chrome-headless-shell"


@pytest.mark.parametrize("manager", browser.MANAGERS)
def test_root_installs_with_the_manager_that_is_there(tmp_path, manager):
    made = Made(tmp_path, manager, root=True, fetches=False)
    made.brings[manager] = "chromium"
    assert ensured(made) == tmp_path / "bin/chromium"
    assert made.asked[-1].startswith((manager, "env DEBIAN_FRONTEND=noninteractive apt-get"))


def test_ci_installs_with_a_sudo_that_asks_for_nothing(tmp_path):
    made = Made(tmp_path, "apt-get", "sudo", environ={"CI": "true"}, fetches=False)
    made.brings["install --yes chromium"] = "chromium"
    assert ensured(made) == tmp_path / "bin/chromium"
    assert made.asked[-1].startswith("sudo -n env ")


@pytest.mark.parametrize(
    "environ, dead", [({}, None), ({"CI": "true"}, "sudo")], ids=["a person", "a password"]
)
def test_nobody_is_asked_for_a_password(tmp_path, environ, dead):
    made = Made(tmp_path, "apt-get", "sudo", environ=environ, fetches=False)
    made.dead.add(dead)
    assert ensured(made) is None
    assert made.asked == ["-m playwright install --only-shell chromium"]


def test_without_playwright_the_system_is_still_asked(tmp_path, monkeypatch):
    def no_index(venv, name, run):
        raise environment.EnvironmentFault("no index")

    monkeypatch.setattr(environment, "provide_part", no_index)
    made = Made(tmp_path, "apk", root=True)
    made.brings["apk add"] = "chromium"
    assert ensured(made) == tmp_path / "bin/chromium"


@pytest.mark.parametrize(
    "programs, root, words",
    [
        (["apt-get"], False, "Run: sudo apt-get install chromium"),
        (["apt-get", "snap"], False, "Run: sudo snap install chromium"),
        (["dnf"], True, "Run: dnf install chromium"),
        (["brew"], False, "Run: brew install --cask google-chrome"),
        ([], False, "Install Chromium, Chrome or Edge"),
    ],
)
def test_where_none_can_be_had_one_command_is_said(tmp_path, capsys, programs, root, words):
    made = Made(tmp_path, *programs, system="Solaris", root=root, fetches=False)
    assert browser.main([], made.machine) == 1
    said = capsys.readouterr().err
    assert f"No browser was found. {words}, then try again." in said
    assert "Error: no way out" in said


def test_what_was_found_is_said(tmp_path, capsys):
    assert browser.main([], Made(tmp_path, "chromium").machine) == 0
    assert capsys.readouterr().out == f"Browser: {tmp_path / 'bin/chromium'}\n"


def test_a_failing_command_gives_its_first_error():
    assert browser.complaint(["sh", "-c", "exit 0"]) is None
    assert (
        browser.complaint(["sh", "-c", "echo one >&2; echo Error: two >&2; exit 3"]) == "Error: two"
    )
    assert browser.complaint(["sh", "-c", "exit 3"]) == "exit code 3"
