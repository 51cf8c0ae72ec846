"""How the checks grow with the evidence, how fast the models are, what Lighthouse says. Nothing here is a test.

tables.py      reading, typing and judging 1, 10 and 100 times the rows
models.py      draws all at once and one by one
lighthouse.py  every page against the budgets of tests/budgets.json
"""
