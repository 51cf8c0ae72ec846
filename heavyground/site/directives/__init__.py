"""Directives: parts of pages that are made from the tables."""
