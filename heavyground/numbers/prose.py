"""A page's source as the checks see it: prose lines with what is not prose blanked out, roles with
their exact places, and the code cells.

MyST text notebooks only; nothing is rendered. A page is read once, and numbers and wording are
both checked on what came of it.
"""

import ast
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from ..evidence.text import blanks

# Directives whose body is prose; the body of any other backtick fence is code, data or a formula.
# fmt: off
PROSE_DIRECTIVES = {
    "admonition", "note", "tip", "warning", "important", "attention", "caution", "hint",
    "seealso", "summary", "topic", "sidebar", "margin", "aside", "figure", "image", "table",
    "list-table", "epigraph", "pull-quote", "dropdown", "card", "tab-item", "glossary", "rubric",
}
# fmt: on
CODE_DIRECTIVES = {"code-cell"}
ARGUMENT_IS_A_PATH = {"figure", "image", "code-block"}
CAPTIONED = {"figure", "image", "table", "list-table"}  # their titles are captions

ROLE = re.compile(
    r"\{(?P<name>[A-Za-z][\w:+.-]*)\}(?P<ticks>`+)(?P<content>.*?[^`])(?P=ticks)(?!`)"
)
_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?[^`]\1(?!`)")
_LINK = re.compile(
    r"!?\[[^\]]*\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"  # [text](address "title")
    r"|!?\[[^\]]*\]\[[^\]]*\]"
    r"|<(?:https?|mailto):[^>]*>|https?://\S+"
    r"|\[\^[^\]]+\]:?|\{\{.*?\}\}|\{[#.][^}]*\}"  # footnotes, substitutions, attributes
)
_COMMENT = re.compile(r"<!--.*?-->")
_TARGET = re.compile(r"\s*\(([\w:. -]+)\)=\s*$")
_FENCE = re.compile(r"^(?P<indent>[\s>]*)(?P<mark>`{3,}|~{3,}|:{3,})\s*(?P<info>.*)$")
_DIRECTIVE = re.compile(r"\{([\w:-]+)\}\s*(.*)")
_OPTION = re.compile(r"\s*(?::[\w-]+:|[\w-]+:\s|---\s*$)")
_WORDED_OPTION = re.compile(r"\s*:(?:caption|alt):\s*(?=\S)")
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


@dataclass(frozen=True, slots=True)
class Role:
    """One inline role: `col` from 1 on its line, `before` and `after` the rest of the line with
    other markup blanked.
    """

    name: str
    content: str
    line: int
    col: int
    before: str
    after: str


@dataclass(slots=True)
class Line:
    """One line of prose. `plain` has the same length as `text`, with roles, code, links and
    comments as blanks.

    kind: text | heading | title (of a directive) | option (a caption or alt text given as one) |
    item | cell (of a table). start: how many characters of the source line stand before `text`.
    caption: does it stand in the caption of a figure or a table?
    """

    number: int
    text: str
    plain: str
    kind: str = "text"
    level: int = 0
    start: int = 0
    caption: bool = False
    roles: list[Role] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell: `line` is where its code starts."""

    line: int
    code: str

    def tree(self) -> ast.Module:
        """Its code as Python reads it; its warnings are shown when it runs. Raises SyntaxError."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return ast.parse(self.code)
            except ValueError as error:  # a NUL character
                raise SyntaxError(str(error)) from error


@dataclass(slots=True)
class Page:
    """A page as read. `problems`: (line, message) of each unclosed fence or comment."""

    lines: list[Line] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_page(path: Path) -> Page:
    """Read a page from its file. Raises OSError, UnicodeDecodeError."""
    return parse_page(path.read_text("utf-8"))


def parse_page(text: str) -> Page:
    """Read a page from its text; nothing in a text raises."""
    return _Reader(text).page()


@dataclass(slots=True)
class _Fence:
    """A fence that is open. kind: prose | cell | code; options: do its options still follow?"""

    mark: str
    kind: str
    directive: str
    line: int
    options: bool = True
    code: list[str] = field(default_factory=list)

    def closed_by(self, fence: re.Match[str] | None) -> bool:
        return (
            fence is not None
            and not fence["info"].strip()
            and fence["mark"][0] == self.mark[0]
            and len(fence["mark"]) >= len(self.mark)
        )


class _Reader:
    """Walks the lines once and keeps what is open: front matter, comment, fences."""

    def __init__(self, text: str) -> None:
        self._source = text.split("\n")
        self._page = Page()
        self._open: list[_Fence] = []
        self._comment = 0  # the line on which a comment was opened that is not closed yet

    def page(self) -> Page:
        start = self._front_matter()
        for number, raw in enumerate(self._source[start:], start + 1):
            self._line(number, raw)
        for fence in self._open:
            words = f"the fence {fence.mark} opened here is never closed; close it."
            self._page.problems.append((fence.line, words))
        if self._comment:
            words = "the comment opened here is never closed; write -->."
            self._page.problems.append((self._comment, words))
        return self._page

    def _front_matter(self) -> int:
        if self._source[0].strip() == "---":
            for number, raw in enumerate(self._source[1:], 1):
                if raw.strip() in ("---", "..."):
                    return number + 1
        return 0

    def _line(self, number: int, raw: str) -> None:
        top = self._open[-1] if self._open else None
        if top and top.kind != "prose":
            self._inside_code(top, raw)
            return
        if self._comment:
            if "-->" in raw:
                self._comment = 0
            return
        fence = _FENCE.match(raw)
        if top and top.closed_by(fence):
            self._open.pop()
        elif fence and self._opens(fence, number):
            pass
        elif top and top.options and _OPTION.match(raw):
            if worded := _WORDED_OPTION.match(raw):
                self._prose(number, raw[worded.end() :], "option", worded.end())
        else:
            if top and raw.strip():
                top.options = False
            self._prose(number, raw)

    def _opens(self, fence: re.Match[str], number: int) -> bool:
        info, mark = fence["info"].strip(), fence["mark"]
        if mark[0] == "`" and "`" in info:
            return False  # an inline code span with three ticks
        directive = _DIRECTIVE.match(info)
        name, title = (directive[1], directive[2]) if directive else ("", "")
        if name in CODE_DIRECTIVES:
            kind = "cell"
        else:
            kind = "prose" if mark[0] == ":" or name in PROSE_DIRECTIVES else "code"
        self._open.append(_Fence(mark, kind, name, number))
        if kind == "prose" and title and name not in ARGUMENT_IS_A_PATH:
            self._prose(number, title, "title", fence.start("info") + fence["info"].index(title))
        return True

    def _inside_code(self, top: _Fence, raw: str) -> None:
        if not top.closed_by(_FENCE.match(raw)):
            top.code.append(raw)
            return
        self._open.pop()
        if top.kind == "cell":
            options = 0
            while options < len(top.code) and _OPTION.match(top.code[options]):
                options += 1
            code = "\n".join(top.code[options:])
            self._page.cells.append(Cell(top.line + 1 + options, code))

    def _prose(self, number: int, raw: str, kind: str = "text", start: int = 0) -> None:
        bare = raw.lstrip()
        if not bare or bare.startswith("% ") or _TARGET.match(raw):
            return
        if raw.startswith("    ") and not self._in_list():
            return  # an indented block of code
        text = raw
        if "<!--" in text:
            text = _COMMENT.sub(blanks, text)
            if "<!--" in text:
                self._comment, text = number, text[: text.index("<!--")]
            if not text.strip():
                return
        level = 0
        if heading := _HEADING.match(text):
            kind, level = "heading", len(heading[1])
        elif kind == "text" and _ITEM.match(text):
            kind = "item"
        elif kind == "text" and bare.startswith("|"):
            kind = "cell"
        line = Line(number, text, text, kind, level, start, self._caption(kind))
        _inline(line)
        self._page.lines.append(line)

    def _caption(self, kind: str) -> bool:
        """Does a line of this kind, in the fence that is open, belong to a caption?"""
        if not self._open:
            return False
        directive = self._open[-1].directive
        return directive == "figure" or (
            directive in CAPTIONED and kind in ("title", "option", "heading")
        )

    def _in_list(self) -> bool:
        return any(line.kind == "item" for line in self._page.lines[-12:])


def _inline(line: Line) -> None:
    """Find the roles of a line and blank what is not prose."""
    text = line.text
    roles = list(ROLE.finditer(text)) if "`" in text and "{" in text else []
    plain = ROLE.sub(blanks, text) if roles else text
    if "`" in plain:
        plain = _SPAN.sub(blanks, plain)
    if "[" in plain or "{" in plain or "http" in plain or "<mailto" in plain:
        plain = _LINK.sub(blanks, plain)
    line.plain = plain
    line.roles = [
        Role(
            match["name"],
            match["content"],
            line.number,
            match.start() + 1 + line.start,
            plain[: match.start()],
            plain[match.end() :],
        )
        for match in roles
    ]
