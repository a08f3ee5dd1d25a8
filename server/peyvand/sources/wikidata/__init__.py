"""Wikidata in every form it comes."""
