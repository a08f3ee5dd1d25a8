"""Ends writers and servers at random points, and counts what is lost and what is half made."""
