"""Drawing: an Altair chart becomes SVG of a given width and the specs behind it, SVG becomes PNG.

The whole picture, with axes and labels, shall be as wide as the column; how much of it the labels
take is only known when it is drawn. So a chart is drawn, measured and drawn again.
"""

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import altair as alt
import vl_convert

from .record import Control, Drawing
from .spec import Spec, parts
from .svg import tidy
from .theme import in_style
from .utc import in_utc

Chart: TypeAlias = alt.TopLevelMixin | Callable[[int], Any]

PASSES = 5
LABELS = 60  # px that labels are thought to take before the first drawing
LEAST = 80  # px that a plot is never narrower than
OVER = 0.08  # a picture wider than asked by this part is scaled down with the rest
SIDE_BY_SIDE = ("hconcat", "concat", "facet", "repeat")
FIELDS = ("range", "select", "radio", "checkbox")  # the controls that a page can draw
READ = "How to read: "  # begins what a form says of its marks, in the description of a view


class FigureError(ValueError):
    """A figure that says too little or cannot be drawn; the message lists all that is wrong and
    what to write.
    """


def png(svg: str) -> bytes:
    """A picture as PNG, two pixels for one. svg: markup with literal colours."""
    return bytes(vl_convert.svg_to_png(svg, scale=2))


@dataclass(frozen=True, slots=True)
class Rendering:
    """One width of a chart: its picture, the Vega-Lite it came from, the compiled spec that lives
    on the page, and what a reader may move in it.
    """

    drawing: Drawing
    spec: Spec
    live: Spec
    controls: tuple[Control, ...]


class Renderer:
    """Draws one chart at several widths.

    chart: an Altair chart or a function of the width that returns one · controls: further
    parameters with a binding · height: of the plot in px, where the chart leaves it open.
    """

    def __init__(
        self, chart: Chart, controls: Sequence[Any] = (), height: float | None = None
    ) -> None:
        self.chart, self.controls, self.height = chart, controls, height
        self._made: Spec | None = None  # a chart that is no function is turned into a spec once

    def at(self, width: float, name: str) -> Rendering:
        """The chart drawn `width` px wide. name: prefix of the ids in its SVG. Raises FigureError
        where its labels are too long for that.
        """
        inner, excess = width - LABELS, 0.0
        for _ in range(PASSES):
            spec = self._spec(width, inner)
            still, bound = without_bindings(spec)
            vega = vl_convert.vegalite_to_vega(still)
            raw = vl_convert.vega_to_svg(vega)
            excess = float(_search(r'width="([\d.]+)"', raw)[1]) - width
            if -1.5 < excess <= 0.5 or inner - excess < LEAST:
                break
            inner -= excess
        if excess > width * OVER:
            raise FigureError(
                f"figure {name[:-2]!r} needs {width + excess:.0f} px where {width} are there; its"
                " labels are too long. Shorten or wrap them (textwrap), or hand over a function"
                " of the width."
            )
        svg, w, h = tidy(raw, name)
        live = fixed_in_size(vega, raw, w, h)
        return Rendering(Drawing(svg, round(w), round(h)), spec, live, bound)

    def _spec(self, width: float, inner: float) -> Spec:
        """The Vega-Lite spec at one width; a chart that is a function arranges itself in it."""
        own = not isinstance(self.chart, alt.TopLevelMixin)
        if own or self._made is None:
            self._made = self._written(round(inner + LABELS))
        spec = copy.deepcopy(self._made)
        set_size(spec, round(inner), self.height, own)
        return spec

    def _written(self, width: int) -> Spec:
        made: Any = self.chart if isinstance(self.chart, alt.TopLevelMixin) else self.chart(width)
        if self.controls:
            made = made.add_params(*self.controls)
        with in_style():
            spec: Spec = made.to_dict()
        spec.pop("$schema", None)
        return in_utc(spec)


def _search(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text)
    if found is None:
        raise FigureError(f"figure: the drawing has no {pattern}; the renderer writes another SVG.")
    return found


def set_size(spec: Spec, width: float, height: float | None, own: bool) -> None:
    """Set the width where the chart leaves it to us: single views, layers, and views stacked in
    one column. own: the chart is a function and has chosen. Raises FigureError for the others.
    """
    if any(key in spec for key in SIDE_BY_SIDE):
        if not own:
            raise FigureError(
                "side-by-side and faceted charts cannot follow the page's width by themselves."
                " Hand over a function of the width: figure(lambda width: ..., ...)"
            )
        return
    if "vconcat" in spec:
        for part in spec["vconcat"]:
            set_size(part, width, height, own)
        return
    layers = [spec, *spec.get("layer", [])]
    faceted = any("column" in layer.get("encoding", {}) for layer in layers)
    if not faceted and not (own and "width" in spec):
        spec["width"] = width
    if height:
        spec["height"] = height


def without_bindings(spec: Spec) -> tuple[Spec, tuple[Control, ...]]:
    """The spec with input bindings taken out, and those as controls for the page to draw. Raises
    FigureError for one that it cannot draw.
    """
    spec, controls = copy.deepcopy(spec), []
    for part in parts(spec):
        for param in part.get("params", []):
            if isinstance(param.get("bind"), dict) and "input" in param["bind"]:
                controls.append(_control(param, param.pop("bind")))
    return spec, tuple(controls)


def _control(param: Spec, bind: Spec) -> Control:
    if bind["input"] not in FIELDS:
        raise FigureError(
            f"figure: a control of kind {bind['input']!r} is not drawn;"
            " use a range, a select or a checkbox"
        )
    options = tuple(bind.get("options", ()))
    return Control(
        signal=param["name"],
        kind=bind["input"],
        label=str(bind.get("name") or param["name"]),
        value=_whole(param.get("value", bind.get("min") if bind["input"] == "range" else None)),
        low=bind.get("min", 0),
        high=bind.get("max", 100),
        step=bind.get("step", "any"),
        options=options,
        labels=tuple(map(str, bind.get("labels") or options)),
    )


def _whole(value: Any) -> Any:
    """A whole number as a field writes it: 35000, not 35000.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def fixed_in_size(vega: Spec, raw: str, width: float, height: float) -> Spec:
    """The compiled spec with the still picture's size and margins nailed down, so that the live
    chart cannot make the page jump.
    """
    corner = _search(r'<g [^>]*?transform="translate\(([\d.]+),([\d.]+)\)"', raw)
    left, top = float(corner[1]), float(corner[2])
    inner_w, inner_h = vega.get("width"), vega.get("height")
    vega = {key: value for key, value in vega.items() if key not in ("$schema", "usermeta")}
    if isinstance(inner_w, (int, float)) and isinstance(inner_h, (int, float)):
        right, bottom = max(0, width - left - inner_w), max(0, height - top - inner_h)
        vega["autosize"] = "none"
        vega["padding"] = {"left": left, "top": top, "right": right, "bottom": bottom}
    return vega


def readings(spec: Spec) -> str:
    """What the forms in a chart say about their marks; each sentence once."""
    said: list[str] = []
    for part in parts(spec):
        text = part.get("description", "")
        if text.startswith(READ):
            said += re.findall(r"\S.*?\.(?=\s|$)", text.removeprefix(READ))
    return " ".join(dict.fromkeys(sentence.strip() for sentence in said))
