"""Runs are kept whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from heavyground.evidence.recording import Question
from heavyground.runs.store import KEPT, STALE, Depends, NotKept, Store, load

PAGE = "chapters/tin.md"
OUTPUTS = [[], [{"output_type": "stream", "name": "stdout", "text": "Größe\n"}]]


def depends(cells: str = "a") -> Depends:
    asked = Question("select", ("output", ("entity", ("Chile", "Peru"))))
    return Depends(cells, "lock", {"chapter.py": "b"}, ((asked, "c"), (Question("ledger"), "d")))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs")


def test_what_is_put_comes_back(store: Store) -> None:
    run = store.put(PAGE, depends(), 1.5, OUTPUTS)
    (found,) = store.runs(PAGE)
    assert found == run
    assert store.whole(found)
    assert load(found.path) == OUTPUTS


def test_the_run_used_last_comes_first_and_the_oldest_goes(store: Store) -> None:
    for number in range(KEPT + 2):
        run = store.put(PAGE, depends(str(number)), 1.0, OUTPUTS)
        os.utime(run.path, (number, number))
    runs = store.runs(PAGE)
    assert [run.depends.cells for run in runs] == [str(KEPT + 1 - n) for n in range(KEPT)]
    assert store.whole(runs[-1])
    assert store.runs(PAGE)[0] == runs[-1]


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: b"\x00" * len(data),
        lambda data: b"[]\n" + data,
        lambda data: data.replace(b"stdout", b"stderr"),
    ],
    ids=["half", "cut", "empty", "zeros", "foreign", "changed"],
)
def test_a_file_that_was_harmed_is_no_run(store: Store, harm: object) -> None:
    path = store.put(PAGE, depends(), 1.0, OUTPUTS).path
    path.write_bytes(harm(path.read_bytes()))  # type: ignore[operator]
    assert not [run for run in store.runs(PAGE) if store.whole(run)]
    store.put(PAGE, depends(), 1.0, OUTPUTS)
    assert [store.whole(run) for run in store.runs(PAGE)] == [True]


def test_a_full_disk_is_one_line_and_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotKept, match="No space left on device") as caught:
        store.put(PAGE, depends(), 1.0, OUTPUTS)
    assert "\n" not in str(caught.value)
    assert not [path for path in store.folder.rglob("*") if path.is_file()]


def test_what_a_killed_process_left_is_swept_away_once_it_is_old(store: Store) -> None:
    path = store.put(PAGE, depends(), 1.0, OUTPUTS).path
    old, new = (path.with_name(f".{name}.part") for name in ("old", "new"))
    for part in (old, new):
        part.write_text("{", "utf-8")
    past = path.stat().st_mtime - STALE - 1
    os.utime(old, (past, past))
    store.put(PAGE, depends("other"), 1.0, OUTPUTS)
    assert (old.exists(), new.exists()) == (False, True)
