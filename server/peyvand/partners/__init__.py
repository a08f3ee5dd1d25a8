"""Which cities might become partners of a city, and how well such an order finds partners."""
