"""The engine of an executable research book: evidence, numbers, charts, checks and pages.

It knows nothing of a book's subject. `project` finds a book's folder, `chapter` is what a notebook
opens, and the setting `heavyground_analysis` names the package that computes.
"""
