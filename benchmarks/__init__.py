"""How the checks grow with the evidence, and what Lighthouse says. Nothing here is a test.

evidence.py    reading, typing and judging 1, 10 and 100 times the rows
lighthouse.py  every page against the budgets of tests/budgets.json
"""
