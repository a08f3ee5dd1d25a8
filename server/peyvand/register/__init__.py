"""Entries of a register: rows of a form or a table, read into claims."""
