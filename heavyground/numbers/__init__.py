"""Numbers: what is written against what is known.

prose (how a page is read), units, parsing (a number as written), references (what it points to),
compare (do the two agree), scan (which numbers stand on a page), check (what is wrong with them).
"""

from .check import Checked, check_scanned, find, num
from .parsing import NumberError
from .references import NoReference, Reference, Statement, state
from .scan import KINDS, Names, Scanned, orphans, scan_page

__all__ = [
    "KINDS",
    "Checked",
    "Names",
    "NoReference",
    "NumberError",
    "Reference",
    "Scanned",
    "Statement",
    "check_scanned",
    "find",
    "num",
    "orphans",
    "scan_page",
    "state",
]
