"""What this book computes."""

from heavyground.project import Analysis

from .values import VALUES

ANALYSIS = Analysis(values=VALUES)
