"""Charts: what a cell draws, and everything a page makes of it.

palette (whose colour is which, and what the maps shade), colours (each hue in light and dark),
theme (type, axes, scales), forms and marks (charts that several chapters share), maps, mercator
and labels (places on a map), figure (the one way a chart reaches a page), origins (what it rests
on), render (how it becomes a picture), spec and utc (the spec behind it, and its dates), svg and
picture (smaller, and standing alone), table (its rows), record and page (what a page needs of it).
"""
