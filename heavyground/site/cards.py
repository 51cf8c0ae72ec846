"""The list "Numbers on this page": what a number rests on, one entry each. Scripts open an entry beside its number.

Everything that comes from the evidence is escaped here and isolated from the text around it (`bdi`); only http and https
addresses become links.
"""

from functools import lru_cache
from html import escape

from sphinx.util.osutil import relative_uri

from heavyground import claims, derived, numbers
from heavyground import evidence as ev

from . import roles
from .bibliography import is_web

RIVALS = 5
PERIOD = {
    "printed": "as printed",
    "inferred": "period inferred",
    "publication": "dated by publication",
}
FILES = {prefix: f"observations/{theme}.csv" for theme, prefix in ev.PREFIXES.items()}


def add_list(app, pagename, templatename, context, doctree):
    """Append the lists to the page's body."""
    if doctree is None or pagename not in getattr(app.env, "heavyground_found", {}):
        return
    page = Page(app.builder.get_target_uri(pagename), roles.found(app.env, pagename))
    context["body"] += page.numbers() + page.claims()


class Page:
    """One page's entries, with addresses relative to it."""

    def __init__(self, here, found):
        self.here, self.found = here, found
        self.targets = list(dict.fromkeys(use["target"] for use in found["numbers"]))

    def numbers(self):
        if not self.targets:
            return ""
        entries = "".join(self.entry(target) for target in self.targets)
        return section("numbers", f"Numbers on this page ({len(self.targets)})", entries)

    def claims(self):
        cited = sorted(set(self.found["claims"]))
        if not cited:
            return ""
        return section(
            "claims", f"Claims on this page ({len(cited)})", "".join(self.claim(id) for id in cited)
        )

    def entry(self, target):
        """One number: what is stated, by whom, against whom."""
        parts = (
            self.derived(target[1:])
            if target.startswith("=")
            else self.parameter(target[1:])
            if target.startswith("@")
            else self.statement(target)
            if target[:1] in "AB"
            else self.row(target)
        )
        back = (
            f'<a class="back" href="#at-{roles.slug(target)}" aria-label="Back to the text">↑</a>'
        )
        parts[-1] += f" {back}"
        return (
            f'<li id="{roles.anchor(target)}">{"".join(f"<p>{part}</p>" for part in parts)}</li>\n'
        )

    def row(self, id):
        try:
            row = ev.row(id)
        except LookupError as error:
            return [text(error.args[0])]
        head = f"<b>{shown(id)}</b> {text(subject(row))}, {escape(when(row))}. {escape(f'{row.basis}, {row.quality}'.capitalize())}."
        parts = [head, self.source(row.source, row.locator)]
        if row.printed and row.printed != shown(id):
            parts[-1] += f" Printed: {text(row.printed)}."
        if row.correction:
            parts.append(f"Corrected: {text(row.correction)}")
        if row.note:
            parts.append(text(row.note))
        if rivals := self.rivals(row):
            parts.append(rivals)
        parts.append(f"{witnesses(id)} {self.row_link(id, f'Row {id}')} · {self.file_link(id)}")
        return parts

    def source(self, key, locator=""):
        one = ev.load().source.get(key, {})
        label = (
            f"{text(numbers.source_label(one, key))}, <cite>{text(one.get('title') or key)}</cite>"
        )
        if is_web(one.get("url", "")):
            label = f'<a href="{escape(one["url"])}" rel="noopener">{label}</a>'
        return f"{label}{f', {text(locator)}' if locator else ''}."

    def rivals(self, row):
        """The nearest figures of others that differ, and how many there are."""
        others = rivals(row.id)
        if not others:
            return ""
        listed = "; ".join(
            f"{self.row_link(id, words)} {text(who)}" for id, words, who in others[:RIVALS]
        )
        more = (
            f"; {len(others) - RIVALS} more {self.link('chapters/data.html', 'in the data')}"
            if len(others) > RIVALS
            else ""
        )
        return f"Others: {listed}{more}."

    def derived(self, name):
        try:
            found = derived.get(name)
        except LookupError as error:
            return [text(error.args[0])]
        inputs = "; ".join(self.input(one) for one in found.inputs)
        return [
            f"<b>{escape(numbers.show(numbers.look_up('=' + name)))}</b> Our arithmetic: {text(found.formula)}.",
            f"From {inputs}. {self.link(f'data/derived.html#{roles.slug(name)}', 'All derived values')}",
        ]

    def input(self, id):
        """An input opens on this page if it has an entry here, else on its own."""
        name = id.removeprefix("=")
        words = f"{name} {shown(id)}".strip()
        if id in self.targets:
            return f'<a class="num" href="#{roles.anchor(id)}">{escape(words)}</a>'
        if id in derived.REGISTRY or id.startswith("="):
            return self.link(f"data/derived.html#{roles.slug(name)}", words)
        return self.row_link(id, words)

    def parameter(self, name):
        one = ev.load().parameters.set_index("name").loc[name]
        why = (
            f"Our assumption: {text(one.assumption)}"
            if one.assumption
            else f"From {text(one.source)}."
        )
        return [
            f"<b>{escape(numbers.show(numbers.look_up('@' + name)))}</b> Parameter {text(name)} of the model {text(one.model)}.",
            why,
        ]

    def statement(self, id):
        one = claims.entry(id)
        return [
            f"<b>{escape(numbers.show(numbers.look_up(id)))}</b> A claim under test: {text(one.paraphrase)}.",
            self.ledger(one),
        ]

    def claim(self, id):
        """One claim: what it says, the verdict, the reason."""
        one = entries().get(id)
        if one is None:
            return ""
        return (
            f'<li id="c-{id}"><p><b>{id}</b> <span class="verdict {one.verdict.split()[-1]}">{one.verdict}</span> ({one.how})</p>'
            f"<p>{text(one.paraphrase)}.</p><p>{text(roles.BRACES.sub(lambda m: m['text'], one.reason))} {self.ledger(one)}</p></li>\n"
        )

    def ledger(self, one):
        return self.link(f"{roles.LEDGER}.html#{one.id}", "In the ledger")

    def link(self, place, words):
        page, _, fragment = place.partition("#")
        return f'<a href="{relative_uri(self.here, page)}{"#" + fragment if fragment else ""}">{escape(words)}</a>'

    def row_link(self, id, words):
        return self.link(f"data/{id.split('-')[0]}.html#{id}", words)

    def file_link(self, id):
        return self.link(f"data/{FILES[id.split('-')[0]]}", "CSV")


@lru_cache(maxsize=1)
def entries():
    return {one.id: one for one in claims.ledger()}


def section(name, title, items):
    return f'<section class="entries" aria-label="{title}"><details id="{name}"><summary>{title}</summary>\n<ol>\n{items}</ol></details></section>\n'


def text(value):
    """Text from the evidence, harmless: escaped, and its direction kept to itself where it could matter."""
    value = " ".join(str(value).split())
    return f"<bdi>{escape(value)}</bdi>" if any(ord(c) > 0x58F for c in value) else escape(value)


def shown(id):
    """What a row or derived value states, in words; empty where that cannot be said."""
    try:
        return numbers.show(numbers.look_up(id))
    except LookupError:
        return ""


def subject(row):
    """What a row is about: series, who, from or against whom, what."""
    title = titles().get(row.series, row.series)
    word = (
        "from"
        if row.series.startswith("import")
        else "to"
        if row.series.startswith("export")
        else "with"
    )
    partner = "" if row.partner in ("", "World", row.entity) else f" {word} {row.partner}"
    return f"{title}: {row.entity}{partner}, {row['item']}"


@lru_cache(maxsize=1)
def titles():
    table = ev.load().series_table
    return dict(zip(table.series, table.title))


def when(row):
    return f"{row.period.replace('/', ' to ')} ({PERIOD.get(row.period_basis, row.period_basis)})"


@lru_cache(maxsize=None)
def rivals(id):
    """[(id, figure, who and when)] of others that differ, in the same unit first; equal figures are witnesses, not rivals."""
    this, found = ev.row(id), ev.rivals(id)
    found = found[(found.ratio - 1).abs().fillna(1) > 0.005]
    found = found.assign(far=(found.unit.astype(str) != this.unit)).sort_values(
        "far", kind="stable"
    )
    source, out = ev.load().source, {}
    for one in found.itertuples():
        who = numbers.source_label(source.get(one.source, {}), one.source)
        period = "" if one.period == this.period else f", {one.period.replace('/', ' to ')}"
        out.setdefault((shown(one.id), who), (one.id, shown(one.id), f"{who}{period}"))
    return list(out.values())


@lru_cache(maxsize=None)
def witnesses(id):
    """How many independent origins say this, and which, in a sentence."""
    found = ev.witnesses(id)
    names = [name for name in found.origins if name != "claim under test"]
    if not names:
        return "No independent witness."
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{len(names)} independent {'origin' if len(names) == 1 else 'origins'}: {text(', '.join(names[:3]) + more)}."


def setup(app):
    app.connect("html-page-context", add_list)
    app.connect(
        "builder-inited",
        lambda app: [cached.cache_clear() for cached in (entries, titles, rivals, witnesses)],
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}
