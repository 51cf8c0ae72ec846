"""Models that a reader can move: one definition, fed by the evidence, the same on the page.

parameters.py   inputs and scenarios, from the table of parameters
sampling.py     the points at which a range is tried, the same everywhere
model.py        a model as a book defines it, and bound to a book's inputs
translate.py    its formulas as JavaScript
"""
