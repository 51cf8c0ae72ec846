"""A fault in the evidence or the prose, as its author sees it."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing wrong at one place: `path:line: rule: what is wrong and what to do`."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"
