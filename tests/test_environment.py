"""The environment that `make` lays, and what the project's files say of it."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from tools import environment
from tools.environment import EnvironmentFault

LOCK = """\
alpha==1.0 \\
    --hash=sha256:aa
    # via
    #   heavyground (pyproject.toml)
    #   beta
beta==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:bb
    # via gamma
gamma==3.0 \\
    --hash=sha256:cc
    # via heavyground (pyproject.toml)
other==4.0 \\
    --hash=sha256:dd
    # via pytest
"""


@pytest.fixture
def commands(monkeypatch):
    """What would have been run. Pythons start and hold their packages; pip does nothing."""
    ran = []

    def run(command):
        ran.append([str(word) for word in command])
        if "venv" in command:
            (Path(command[-1]) / "pyvenv.cfg").write_text("")
        return 0

    monkeypatch.setattr(environment, "starts", lambda folder: (folder / "pyvenv.cfg").exists())
    monkeypatch.setattr(environment, "holds", lambda folder: "lock" in environment.stamp_of(folder))
    return run, ran


def kinds(ran):
    """Commands in one word each."""
    return [
        "venv" if "venv" in words else "editable" if "--editable" in words else "packages"
        for words in ran
    ]


def test_a_part_of_the_lock_holds_what_the_package_needs_and_nothing_else():
    part = environment.part_of(LOCK, "gamma")
    assert re.findall(r"^(\w+)==", part, re.M) == ["alpha", "beta", "gamma"]
    assert part.count("--hash") == 3
    assert environment.part_of(LOCK, "other") == LOCK[LOCK.index("other") :]
    with pytest.raises(KeyError):
        environment.part_of(LOCK, "delta")


def test_the_browser_package_is_in_the_lock():
    part = environment.part_of(environment.LOCK.read_text("utf-8"), "playwright")
    assert 1 < part.count("==") < 8


def test_an_environment_is_made_once(tmp_path, commands):
    run, ran = commands
    environment.provide(tmp_path / "v", run)
    environment.provide(tmp_path / "v", run)
    assert kinds(ran) == ["venv", "packages", "editable"]
    assert environment.ready(tmp_path / "v")


def test_a_part_is_kept_when_the_rest_comes(tmp_path, commands):
    run, ran = commands
    environment.provide_part(tmp_path, "playwright", run)
    environment.provide_part(tmp_path, "playwright", run)
    environment.provide(tmp_path, run)
    environment.provide_part(tmp_path, "playwright", run)
    assert kinds(ran) == ["venv", "packages", "packages", "editable"]


@pytest.mark.parametrize(
    "changed, again", [("lock", ["packages", "editable"]), ("project", ["editable"])]
)
def test_what_changed_is_installed_again(tmp_path, commands, changed, again):
    run, ran = commands
    environment.provide(tmp_path, run)
    environment.write_stamp(tmp_path, {**environment.wanted(), changed: "other"})
    assert not environment.ready(tmp_path)
    ran.clear()
    environment.provide(tmp_path, run)
    assert kinds(ran) == again


@pytest.mark.parametrize("cut", ["venv", "packages"])
def test_an_environment_cut_short_is_made_anew(tmp_path, commands, cut):
    run, ran = commands

    def failing(command):
        run(command)
        (tmp_path / "half").write_text("")
        return int(kinds([command]) == [cut])

    with pytest.raises(EnvironmentFault):
        environment.provide(tmp_path, failing)
    ran.clear()
    environment.provide(tmp_path, run)
    assert kinds(ran) == ["venv", "packages", "editable"]
    assert not (tmp_path / "half").exists()


def test_an_environment_of_somebody_else_is_filled_and_not_emptied(tmp_path, commands):
    run, ran = commands
    for name in ("pyvenv.cfg", "theirs"):
        (tmp_path / name).write_text("")
    environment.provide(tmp_path, run)
    assert kinds(ran) == ["packages", "editable"]
    assert (tmp_path / "theirs").exists()


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path, commands):
    run, ran = commands
    (tmp_path / "thesis.txt").write_text("")
    with pytest.raises(EnvironmentFault, match="something else"):
        environment.provide(tmp_path, run)
    assert ran == []
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_stamp_that_cannot_be_read_is_none(tmp_path):
    assert environment.stamp_of(tmp_path) == {}
    for text in ("{", "[]", "3"):
        (tmp_path / environment.STAMP).write_text(text)
        assert environment.stamp_of(tmp_path) == {}


def test_a_command_that_is_not_there_is_a_failure(tmp_path):
    assert environment.run([str(tmp_path / "none")]) == 127
    assert not environment.answers([str(tmp_path / "none")])
    assert not environment.starts(tmp_path)


# ---- The project's files agree


@pytest.fixture(scope="module")
def project():
    return tomllib.loads(environment.PROJECT.read_text("utf-8"))["project"]


def test_the_version_is_that_of_the_citation(project):
    cited = yaml.safe_load((environment.ROOT / "CITATION.cff").read_text("utf-8"))
    assert project["version"] == str(cited["version"])


def test_every_dependency_is_locked_with_hashes(project):
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    asked = [requirement for group in groups for requirement in group]
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", environment.LOCK.read_text("utf-8"))
    locked = {entry.split("==")[0] for entry in entries if "--hash=sha256:" in entry}
    named = {re.match(r"[\w.-]+", one)[0].lower().replace("_", "-") for one in asked}
    assert named <= locked
