"""What a check says when something is wrong."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake: where it is (path, line from 1), which rule it breaks, what is wrong and what to do."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"

    def as_dict(self):
        return asdict(self)


class Faults(ValueError):
    """Raised with every fault found, one a line; `faults` holds them."""

    def __init__(self, faults):
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))
