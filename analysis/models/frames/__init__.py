"""What chapters draw of the two models, as data frames.

Every frame has a column `ids`: the rows that its numbers were really made from, "; " between them.
"""
