"""Derived values: the registry of what is computed from the evidence. No value lives here."""
