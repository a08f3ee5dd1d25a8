"""Proof that the columns give what the store gives: ``python -m tools.columns --help``."""
