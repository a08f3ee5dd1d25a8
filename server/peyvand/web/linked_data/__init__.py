"""Linked data: the IRIs of this host, what is found behind them, and in which forms."""
