"""What a check says when something is wrong."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake: where it is (path, line from 1), which rule it breaks, what is wrong and what to
    do.
    """

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"

    def as_dict(self) -> dict[str, str | int]:
        """The same for JSON."""
        return asdict(self)


class Faults(ValueError):
    """Raised with every fault found, one a line; `faults` holds them sorted."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))
