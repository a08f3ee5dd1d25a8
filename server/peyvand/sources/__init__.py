"""Readers of the project's own source files; each yields claims or quads and reports bad lines."""
