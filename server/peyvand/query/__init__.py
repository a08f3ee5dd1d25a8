"""Evaluating queries: formats, the guard, worker processes and their pool."""
