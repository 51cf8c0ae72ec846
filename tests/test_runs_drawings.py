"""What was drawn once is not drawn again, and what is found is what was drawn."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import vl_convert

from heavyground.runs.drawings import FILE, FUNCTIONS, Drawings

SPEC = {"mark": "bar", "data": {"values": [1.5, 2]}}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each function has really drawn."""
    calls: Counter[str] = Counter()

    def fake(name: str) -> Any:
        def draw(given: Any, **more: Any) -> Any:
            calls[name] += 1
            return b"\x89PNG\x00" if name == "svg_to_png" else {"of": given, **more}

        return draw

    for name in (*FUNCTIONS, "register_font_directory"):
        monkeypatch.setattr(vl_convert, name, fake(name))
    return calls


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A new process that draws through what is kept."""
    plain: dict[str, Any] = {}

    def begin(lock: str = "lock") -> Drawings:
        for name in (*FUNCTIONS, "register_font_directory"):
            plain.setdefault(name, getattr(vl_convert, name))
            monkeypatch.setattr(vl_convert, name, plain[name])
        drawings = Drawings(tmp_path, lock)
        drawings.install()
        return drawings

    return begin


def test_the_same_is_drawn_once_in_all_processes(drawn: Counter[str], again: Any) -> None:
    for _ in range(2):
        drawings = again()
        assert vl_convert.vegalite_to_vega(SPEC) == {"of": SPEC}
        assert vl_convert.vegalite_to_vega(SPEC) == {"of": SPEC}
        assert vl_convert.svg_to_png("<svg/>", scale=2) == b"\x89PNG\x00"
        drawings.keep()
    assert drawn == {"vegalite_to_vega": 1, "svg_to_png": 1}


def test_what_is_handed_over_otherwise_is_drawn_anew(drawn: Counter[str], again: Any) -> None:
    again()
    vl_convert.svg_to_png("<svg/>", scale=2)
    vl_convert.svg_to_png("<svg/>", scale=1)
    vl_convert.svg_to_png("<svg />", scale=2)
    vl_convert.vega_to_svg({"a": 1, "b": 2})
    vl_convert.vega_to_svg({"b": 2, "a": 1})
    assert drawn == {"svg_to_png": 3, "vega_to_svg": 2}


def test_other_packages_draw_everything_anew(drawn: Counter[str], again: Any) -> None:
    for lock in ("old", "new"):
        drawings = again(lock)
        vl_convert.vega_to_svg(SPEC)
        drawings.keep()
    assert drawn["vega_to_svg"] == 2


def test_another_font_draws_everything_anew(drawn: Counter[str], again: Any) -> None:
    again()
    for folder in ("a", "b"):
        vl_convert.register_font_directory(folder)
        vl_convert.vega_to_svg(SPEC)
    assert drawn["vega_to_svg"] == 2


def test_a_caller_that_changes_a_drawing_changes_its_own(again: Any, drawn: Counter[str]) -> None:
    again()
    vl_convert.vegalite_to_vega(SPEC)["of"] = "changed"
    assert vl_convert.vegalite_to_vega(SPEC) == {"of": SPEC}


def test_only_what_was_drawn_last_is_kept(drawn: Counter[str], again: Any) -> None:
    for size in (1, 2, 1):
        drawings = again()
        vl_convert.vega_to_svg({"size": size})
        drawings.keep()
    assert drawn["vega_to_svg"] == 3


@pytest.mark.parametrize("cut", [0, 20, -20, -1])
def test_a_damaged_file_is_none(cut: int, drawn: Counter[str], again: Any, tmp_path: Path) -> None:
    drawings = again()
    vl_convert.vega_to_svg(SPEC)
    drawings.keep()
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:cut])
    drawings = again()
    assert vl_convert.vega_to_svg(SPEC) == {"of": SPEC}
    drawings.keep()
    again()
    vl_convert.vega_to_svg(SPEC)
    assert drawn["vega_to_svg"] == 2


def test_what_cannot_be_compared_is_drawn(drawn: Counter[str], again: Any) -> None:
    again()
    for _ in range(2):
        vl_convert.vega_to_svg(object())
    assert drawn["vega_to_svg"] == 2
