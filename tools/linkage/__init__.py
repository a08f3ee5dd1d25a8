"""Measuring and calibrating record linkage on lists whose answers are known."""
