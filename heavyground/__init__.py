"""Heavy Ground: read, check, derive from, model and draw the evidence of the book."""

__version__ = "0.1.0"
