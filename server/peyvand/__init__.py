"""Peyvand: an open, evidence-carrying knowledge graph of sister-city diplomacy."""

__version__ = "0.1.0"
