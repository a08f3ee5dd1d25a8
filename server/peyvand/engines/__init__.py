"""Engines of others that hold versions of the graph, and are never written to by anybody else."""
