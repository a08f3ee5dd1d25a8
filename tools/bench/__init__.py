"""Peyvand beside what its users would otherwise pick: the same data, the same queries, one run."""
