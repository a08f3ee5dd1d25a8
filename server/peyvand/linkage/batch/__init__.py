"""Linking a whole list: the engines run, the results are written."""
