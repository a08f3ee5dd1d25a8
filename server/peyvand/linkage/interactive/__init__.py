"""Linking a row at a time, from the index of names."""
