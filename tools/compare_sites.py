"""Say what a reader or a program would find different between two built sites.

    python -m tools.compare_sites OLD NEW [--allow FILE] [--lines N] [--jobs N]

OLD and NEW are folders of built pages (`_build/html`). Differences come in kinds:

- `text`: what a reader sees on a page, by sentences; words in charts and in folded parts too
- `words`: title, description, alt, aria-label and the like: heard, or shown on pointing
- `code`: the lines inside `pre`
- `evidence`: entries and fields of `evidence.json`, found by their keys, whatever their order
- `csv`: CSV files, byte for byte
- `size`: any other file that became larger or smaller by more than a fifth
- `address`: a file or an anchor (`page#id`) of OLD that NEW does not have
- `added`: a file that only NEW has

White space counts as in HTML: no-break spaces are letters, shown as `␣`. The commit and the dates
in the footer are not compared, nor is the digest in a name such as `book.9af1a85186.js`.

`--allow` names a TOML file of wanted differences. Each entry has a reason, and a regular expression
that is searched in the difference; `kind` and `where` (the whole path of the file) narrow it:

    [[allow]]
    kind = "text"
    where = 'chapters/.*'
    what = '^[-+] Licence'
    reason = "the licence moved to the references"

Exit code: 0 when nothing differs but what is allowed, 1 when something does, 2 when the arguments
are wrong.
"""

import argparse
import difflib
import json
import os
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import Any

KINDS = ("text", "words", "code", "evidence", "csv", "size", "address", "added")
BREAKS = re.compile(  # elements that begin a new line for a reader
    "address|article|aside|blockquote|body|br|button|caption|d[dlt]|desc|details|dialog|div|fieldset|"
    "figcaption|figure|footer|form|h[1-6r]|header|label|legend|li|main|nav|ol|optgroup|option|output|"
    "p|pre|section|select|summary|svg|table|tbody|t[dhr]|text|tfoot|thead|title|tspan|ul"
)
UNSEEN = frozenset({"script", "style", "template"})
SPOKEN = frozenset({"title", "desc"})  # in the head or in a chart: heard, not seen
HEARD = ("alt", "aria-label", "aria-description", "placeholder", "title")
COMPRESSED = (".br", ".gz")
DIGEST = re.compile(r"\.[0-9a-f]{8,32}(?=\.[a-z]+(?:\.[a-z]+)?$)")
STAMP = re.compile(r"(?<=commit )(?:[0-9a-f]{7,40}\b|unknown)|\b\d{4}-\d{2}-\d{2}\b")
SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z“(])")
KEYS = {
    "pages": ("page",),
    "numbers": ("page", "anchor"),
    "figures": ("name",),
    "claims": ("id",),
}
UNCOMPARED = frozenset({"commit"})  # entries of evidence.json
GROWTH, LEAST = 0.2, 512  # a size differs beyond this share and this many bytes
LONGEST = 240  # letters of a line that the report shows


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its kind, the path of its file, what, and the line it follows."""

    kind: str
    place: str
    what: str
    near: str = ""


@dataclass
class Wanted:
    """One entry of the allow file, and how many differences it took."""

    what: str
    reason: str
    kind: str = ""
    where: str = ".*"
    taken: int = field(default=0, compare=False)

    def takes(self, one: Difference) -> bool:
        """Whether this entry allows a difference."""
        return (
            self.kind in ("", one.kind)
            and re.fullmatch(self.where, one.place) is not None
            and re.search(self.what, one.what) is not None
        )


# ---- One page


class Page(HTMLParser):
    """What a page says: `text`, `words` and `code` line by line, and the set of its `anchors`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.words: list[str] = []
        self.code: list[str] = []
        self.anchors: set[str] = set()
        self._run: list[str] = []
        self._inside: Counter[str] = Counter()
        self.feed(html)
        self.close()
        self._flush()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag's anchor and words; begin a new line where a reader would see one."""
        if BREAKS.fullmatch(tag):
            self._flush()
        self._inside[tag] += 1
        found = dict(attrs)
        self.anchors |= {one for one in (found.get("id"), tag == "a" and found.get("name")) if one}
        if tag == "meta" and found.get("name") == "description":
            self.words.append(f"description: {plain(found.get('content') or '')}")
        self.words += [f"{name}: {plain(found[name] or '')}" for name in HEARD if name in found]

    def handle_endtag(self, tag: str) -> None:
        """End the line that the tag began."""
        if BREAKS.fullmatch(tag):
            self._flush(tag)
        self._inside[tag] = max(0, self._inside[tag] - 1)

    def handle_data(self, data: str) -> None:
        """Gather text, unless nobody sees it."""
        if not any(self._inside[tag] for tag in UNSEEN):
            self._run.append(data)

    def _flush(self, tag: str = "") -> None:
        gathered, self._run = "".join(self._run), []
        line = plain(gathered)
        if not line:
            return
        if tag in SPOKEN:
            self.words.append(f"{tag}: {line}")
        elif self._inside["pre"]:
            self.code += [row.rstrip() for row in gathered.splitlines() if row.strip()]
        elif self._inside["body"]:
            line = STAMP.sub("*", line) if self._inside["footer"] else line
            self.text += SENTENCE.split(line)


def plain(text: str) -> str:
    """Text with white space as HTML shows it: runs of it are one space, no-break spaces stay."""
    return re.sub(r"[ \t\n\r\f]+", " ", text).strip(" ")


def changed_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each line that went (`- `) or came (`+ `), in pairs, with the line that it follows."""
    matcher = difflib.SequenceMatcher(None, old, new)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            near = old[a - 1] if a else ""
            for before, after in zip_longest(old[a:b], new[c:d]):
                if before is not None:
                    yield f"- {before}", near
                if after is not None:
                    yield f"+ {after}", near


def compare_page(place: str, old: Path, new: Path) -> list[Difference]:
    """Differences of one page that both sites have."""
    before, after = old.read_bytes(), new.read_bytes()
    if before == after:
        return []
    was, now = Page(before.decode("utf-8")), Page(after.decode("utf-8"))
    found = [
        Difference(kind, place, what, near)
        for kind in ("text", "words", "code")
        for what, near in changed_lines(getattr(was, kind), getattr(now, kind))
    ]
    gone = sorted(was.anchors - now.anchors)
    return found + [Difference("address", place, f"#{anchor} is gone") for anchor in gone]


# ---- Other files


def compare_evidence(
    place: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[Difference]:
    """Differences of two `evidence.json`, entry by entry."""
    found: list[str] = []
    for name in sorted((old.keys() | new.keys()) - UNCOMPARED):
        if name in KEYS:
            found += compare_entries(name, by_key(name, old), by_key(name, new))
        elif old.get(name) != new.get(name):
            found.append(f"{name}: {short(old.get(name))} became {short(new.get(name))}")
    return [Difference("evidence", place, what) for what in found]


def by_key(name: str, whole: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The entries of one list of `evidence.json` by their key; a repeated key is numbered."""
    entries: dict[str, Mapping[str, Any]] = {}
    seen: Counter[str] = Counter()
    for one in whole.get(name, []):
        key = "#".join(str(one.get(part, "?")) for part in KEYS[name])
        seen[key] += 1
        entries[key if seen[key] == 1 else f"{key} ({seen[key]})"] = one
    return entries


def compare_entries(
    name: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """What differs between entries of one list: gone, new, or which field."""
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in new:
            yield f"{name} {key}: gone"
        elif key not in old:
            yield f"{name} {key}: new"
        else:
            was, now = old[key], new[key]
            for part in [*was, *(part for part in now if part not in was)]:
                if was.get(part) != now.get(part):
                    change = f"{short(was.get(part))} became {short(now.get(part))}"
                    yield f"{name} {key}: {part} {change}"


def short(value: Any) -> str:
    """A value of JSON as text."""
    return json.dumps(value, ensure_ascii=False)


def compare_csv(place: str, old: Path, new: Path) -> list[Difference]:
    """Differing lines of two CSV files; line ends and byte marks count."""
    before, after = old.read_bytes(), new.read_bytes()
    if before == after:
        return []
    was, now = (one.decode("utf-8", "replace").splitlines() for one in (before, after))
    found = [Difference("csv", place, what, near) for what, near in changed_lines(was, now)]
    return found or [Difference("csv", place, "same lines, other bytes (line ends)")]


def compare_size(place: str, old: Path, new: Path) -> list[Difference]:
    """Whether a file grew or shrank by more than GROWTH."""
    was, now = old.stat().st_size, new.stat().st_size
    if abs(now - was) <= max(GROWTH * was, LEAST):
        return []
    return [Difference("size", place, f"{was:,} bytes became {now:,}")]


# ---- Two sites


def compare(old: Path, new: Path, jobs: int = 1) -> tuple[list[Difference], Counter[str]]:
    """(differences, how many files were compared by kind) of two folders of pages."""
    was, now = files(old), files(new)
    both = [place for place in was if place in now]
    found = [Difference("address", place, "file is gone") for place in lacking(was, now)]
    found += [Difference("added", place, "new file") for place in lacking(now, was)]
    pages = [place for place in both if place.endswith(".html")]
    compared = Counter({"text": len(pages), "address": len(was), "added": len(now)})
    for place in both:
        if place == "evidence.json":
            compared["evidence"] += 1
            whole = (json.loads(one[place].read_text("utf-8")) for one in (was, now))
            found += compare_evidence(place, *whole)
        elif place.endswith(".csv"):
            compared["csv"] += 1
            found += compare_csv(place, was[place], now[place])
        elif not place.endswith((".html", *COMPRESSED)):
            compared["size"] += 1
            found += compare_size(place, was[place], now[place])
    with ProcessPoolExecutor(jobs) as pool:
        paths = ([site[place] for place in pages] for site in (was, now))
        for one in pool.map(compare_page, pages, *paths, chunksize=4):
            found += one
    return found, compared


def files(folder: Path) -> dict[str, Path]:
    """Every file of a site by its address, in order, without the digests in names."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {DIGEST.sub(".*", path.relative_to(folder).as_posix()): path for path in found}


def lacking(here: Iterable[str], there: Mapping[str, Path]) -> Iterator[str]:
    """Addresses that only the one site has; no compressed copies beside their original."""
    for place in here:
        original = place.removesuffix(".br").removesuffix(".gz")
        if place not in there and (original == place or original in there):
            yield place


# ---- What is allowed


def read_allowed(path: Path) -> list[Wanted]:
    """The entries of an allow file. Raises ValueError where it, or one of them, cannot be read."""
    try:
        read = tomllib.loads(path.read_text("utf-8")).get("allow", [])
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error
    entries = []
    for number, one in enumerate(read, 1):
        try:
            wanted = Wanted(**one)
            re.compile(wanted.what), re.compile(wanted.where)
        except (TypeError, re.error) as error:
            raise ValueError(f"{path}: entry {number}: {error}") from error
        if wanted.kind not in ("", *KINDS):
            raise ValueError(f"{path}: entry {number}: kind is one of {', '.join(KINDS)}")
        entries.append(wanted)
    return entries


def unwanted(found: Iterable[Difference], allowed: Sequence[Wanted]) -> list[Difference]:
    """The differences that no entry allows. The first entry that does is counted."""
    left = []
    for one in found:
        entry = next((entry for entry in allowed if entry.takes(one)), None)
        if entry is None:
            left.append(one)
        else:
            entry.taken += 1
    return left


# ---- The report


def report(
    found: Sequence[Difference], left: Sequence[Difference], compared: Mapping[str, int], lines: int
) -> Iterator[str]:
    """Lines to print: what is left by kind and place, at most `lines` a place, then the counts."""
    for kind in KINDS:
        places: dict[str, list[Difference]] = defaultdict(list)
        for one in left:
            if one.kind == kind:
                places[one.place].append(one)
        if places:
            yield f"== {kind}: {len(places)} files"
        for place, several in places.items():
            yield f"{place} ({len(several)})"
            yield from shown(several[:lines])
            if len(several) > lines:
                yield f"    … and {len(several) - lines} more"
    yield "kind        compared  differ  allowed  left"
    for kind in KINDS:
        all_of, rest = (sum(one.kind == kind for one in several) for several in (found, left))
        files_of = compared.get("text" if kind in ("words", "code") else kind, 0)
        yield f"{kind:<10}  {files_of:>8}  {all_of:>6}  {all_of - rest:>7}  {rest:>4}"


def shown(several: Sequence[Difference]) -> Iterator[str]:
    """Differences of one place, each change after the line that it follows."""
    near, before = "", ""
    for one in several:
        if one.near != near:
            near = one.near
            yield f"    after: {clipped(near)}"
        alike = len(os.path.commonprefix([before[1:], one.what[1:]])) if one.what[0] == "+" else 0
        yield f"    {clipped(one.what, alike)}"
        before = one.what


def clipped(text: str, alike: int = 0) -> str:
    """A line for the report: no-break spaces seen; a long one cut, to where it begins to differ."""
    seen = text.replace("\xa0", "␣").replace("\u202f", "␣")
    if len(seen) <= LONGEST:
        return seen
    start = max(0, alike - LONGEST // 4)
    middle = f"{seen[:2]}…{seen[start + 2 :]}" if start else seen
    return middle if len(middle) <= LONGEST else f"{middle[: LONGEST - 1]}…"


def main(arguments: list[str] | None = None) -> int:
    """Compare and print. Returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--allow", type=Path, help="TOML file of wanted differences")
    parser.add_argument("--lines", type=int, default=20, help="lines shown for each file")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    for folder in (chosen.old, chosen.new):
        if not (folder / "index.html").is_file():
            parser.error(f"{folder} holds no built site: there is no index.html")
    try:
        allowed = read_allowed(chosen.allow) if chosen.allow else []
    except ValueError as error:
        parser.error(str(error))
    found, compared = compare(chosen.old, chosen.new, chosen.jobs)
    left = unwanted(found, allowed)
    for line in report(found, left, compared, chosen.lines):
        print(line)
    for entry in allowed:
        used = f"allowed {entry.taken}" if entry.taken else "never used"
        print(f"{used}: {entry.reason} ({entry.kind or 'any kind'}, {entry.where}, {entry.what})")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
