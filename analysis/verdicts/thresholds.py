"""Bounds that several tests share: from where on a word such as "rose" or "half" holds."""

ROSE = 1.5  # times; a rise by half is a rise beyond what editions of one statistic differ by
HALF = 50.0  # %
ROUGHLY = 0.1  # part of the claimed number; counts and weights that sources round differently
FELL_BY_HALF = -50.0  # % change
A_LARGE_SHARE = 75.0  # %
