"""A chapter's source as the checks see it: prose lines with what is not prose blanked out, roles with their exact place,
and the code cells. MyST text notebooks only; nothing is rendered."""

import re
from dataclasses import dataclass, field
from pathlib import Path

ROLE = re.compile(
    r"\{(?P<name>[A-Za-z][\w:+.-]*)\}(?P<ticks>`+)(?P<content>.*?[^`])(?P=ticks)(?!`)"
)
SPAN = re.compile(r"(?<!`)(`+)(?!`).*?[^`]\1(?!`)")
LINK = re.compile(
    r"!?\[[^\]]*\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|!?\[[^\]]*\]\[[^\]]*\]|<(?:https?|mailto):[^>]*>|https?://\S+|\[\^[^\]]+\]:?|\{\{.*?\}\}|\{[#.][^}]*\}"
)
COMMENT = re.compile(r"<!--.*?-->")
TARGET = re.compile(r"\s*\(([\w:. -]+)\)=\s*$")
FENCE = re.compile(r"^(?P<indent>[\s>]*)(?P<fence>`{3,}|~{3,}|:{3,})\s*(?P<info>.*)$")
HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
# Directives whose body is prose; the body of any other backtick fence is code, data or a formula.
PROSE_DIRECTIVES = set(
    "admonition note tip warning important attention caution hint seealso summary topic sidebar margin aside "
    "figure table list-table epigraph pull-quote dropdown card tab-item glossary rubric".split()
)
CODE_DIRECTIVES = {"code-cell"}


@dataclass(frozen=True)
class Role:
    """One inline role: `col` from 1 on its line, `before` and `after` the rest of the line with other markup blanked."""

    name: str
    content: str
    line: int
    col: int
    before: str
    after: str


@dataclass
class Line:
    """One line of prose. `plain` has the same length as `text`, with roles, code, links and comments as blanks."""

    number: int
    text: str
    plain: str
    kind: str = "text"  # text | heading | title (of a directive) | item | cell (of a table)
    level: int = 0
    roles: list = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """One code cell: `line` is where its code starts."""

    line: int
    code: str


@dataclass
class Page:
    lines: list
    cells: list
    problems: list  # (line, message): an unclosed fence or comment


def read(source):
    """Read a page from a path, or from text that holds a line break."""
    text = source if isinstance(source, str) and "\n" in source else Path(source).read_text("utf-8")
    return _Reader(text).page()


class _Reader:
    """Walks the lines once and keeps what is open: front matter, comment, fences."""

    def __init__(self, text):
        self.source = text.split("\n")
        self.out = Page([], [], [])
        self.open = []  # stack of [fence, kind, line, in_options, code lines]
        self.comment = 0

    def page(self):
        start = self._front_matter()
        for number, raw in enumerate(self.source[start:], start + 1):
            self._line(number, raw)
        for fence, _, line, *_ in self.open:
            self.out.problems.append(
                (line, f"the fence {fence} opened here is never closed; close it.")
            )
        if self.comment:
            self.out.problems.append(
                (self.comment, "the comment opened here is never closed; write -->.")
            )
        return self.out

    def _front_matter(self):
        if self.source and self.source[0].strip() == "---":
            for number, raw in enumerate(self.source[1:], 1):
                if raw.strip() in ("---", "..."):
                    return number + 1
        return 0

    def _line(self, number, raw):
        if self.open and self.open[-1][1] != "prose":
            return self._inside_code(raw)
        if self.comment:
            if "-->" in raw:
                self.comment = 0
            return
        fence = FENCE.match(raw)
        if fence and self._is_close(fence):
            self.open.pop()
        elif fence and self._opens(fence, number):
            pass
        elif self.open and self.open[-1][3] and self._is_option(raw):
            pass
        else:
            if self.open and raw.strip():
                self.open[-1][3] = False
            self._prose(number, raw)

    def _is_close(self, fence):
        if not self.open or fence["info"].strip():
            return False
        opened = self.open[-1][0]
        return fence["fence"][0] == opened[0] and len(fence["fence"]) >= len(opened)

    def _opens(self, fence, number):
        info = fence["info"].strip()
        if fence["fence"][0] == "`" and "`" in info:
            return False  # an inline code span with three ticks
        directive = re.match(r"\{([\w:-]+)\}\s*(.*)", info)
        name, title = directive.groups() if directive else ("", "")
        kind = (
            "cell"
            if name in CODE_DIRECTIVES
            else "prose"
            if fence["fence"][0] == ":" or name in PROSE_DIRECTIVES
            else "code"
        )
        self.open.append([fence["fence"], kind, number, True, []])
        if kind == "prose" and title and name not in ("figure", "code-block", "image"):
            self._prose(
                number,
                title,
                kind="title",
                offset=fence["info"].index(title) + len(fence["indent"]) + len(fence["fence"]),
            )
        return True

    def _is_option(self, raw):
        return bool(re.match(r"\s*(:[\w-]+:|---\s*$|[\w-]+:\s)", raw)) and not re.match(
            r"\s*:{3,}", raw
        )

    def _inside_code(self, raw):
        top, fence = self.open[-1], FENCE.match(raw)
        if (
            fence
            and not fence["info"].strip()
            and fence["fence"][0] == top[0][0]
            and len(fence["fence"]) >= len(top[0])
        ):
            self.open.pop()
            if top[1] == "cell":
                skipped = next(
                    (i for i, line in enumerate(top[4]) if not self._is_option(line)), len(top[4])
                )
                self.out.cells.append(Cell(top[2] + 1 + skipped, "\n".join(top[4][skipped:])))
            return
        top[4].append(raw)

    def _prose(self, number, raw, kind="text", offset=0):
        if (
            raw.lstrip().startswith("% ")
            or TARGET.match(raw)
            or (raw.startswith("    ") and not self._in_list())
        ):
            return
        text = COMMENT.sub(lambda m: " " * len(m[0]), raw)
        if "<!--" in text:
            self.comment, text = number, text[: text.index("<!--")]
        level = 0
        if heading := HEADING.match(text):
            kind, level = "heading", len(heading[1])
        elif kind == "text" and re.match(r"\s*([-*+]|\d+[.)])\s", text):
            kind = "item"
        elif kind == "text" and text.lstrip().startswith("|"):
            kind = "cell"
        if text.strip():
            self.out.lines.append(_inline(Line(number, text, text, kind, level), offset))

    def _in_list(self):
        return any(line.kind == "item" for line in self.out.lines[-12:])


def _inline(line, offset=0):
    """Find the roles of a line and blank what is not prose."""
    found = list(ROLE.finditer(line.text))
    plain = ROLE.sub(lambda m: " " * len(m[0]), line.text)
    for pattern in (SPAN, LINK):
        plain = pattern.sub(lambda m: " " * len(m[0]), plain)
    line.plain = plain
    for match in found:
        line.roles.append(
            Role(
                match["name"],
                match["content"],
                line.number,
                match.start() + 1 + offset,
                plain[: match.start()],
                plain[match.end() :],
            )
        )
    return line
