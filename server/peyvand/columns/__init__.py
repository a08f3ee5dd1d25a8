"""Answers of counts, groups and sorts from columns beside the store.

Each version of the graph has its terms and quads as columns (``schema``) in a file of DuckDB.
``plan.translated`` tells whether they answer a query exactly; what they do not, is the store's.
"""
