"""What a schema cannot say of the evidence; one file for each subject.

`judge` runs these rules and those of the schema over tables already read. To add one, write a
function in the file of its subject; `rulebook` shows how.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from ...evidence.book import Matter
from ...evidence.faults import Fault
from ...evidence.schema import Schema
from ...evidence.tables import Table, all_faults
from .. import schema_rules
from . import amounts, cells, claims, ids, parameters, periods, places, sources
from .rulebook import Evidence, Rule, Rules, Said

__all__ = ["RULES", "Evidence", "Rule", "Rules", "Said", "judge"]

RULES = Rules.merged(
    module.rules for module in (cells, ids, amounts, periods, sources, places, claims, parameters)
)


def judge(
    tables: Mapping[str, Table],
    schema: Schema,
    matter: Matter | None = None,
    more: Iterable[Callable[[Evidence], Iterator[Fault]]] = (),
) -> list[Fault]:
    """Every fault of tables already read, sorted by file and line.

    matter: the book's computed values, whose old ids count · more: the book's own rules.
    """
    evidence = Evidence(tables, schema, matter)
    faults = {*all_faults(tables), *schema_rules.judge(tables, schema)}
    for rule in (*RULES, *more):
        faults.update(rule(evidence))
    return sorted(faults)
