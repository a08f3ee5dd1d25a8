"""Readers of the project's own files, queries included; each reports bad lines."""
