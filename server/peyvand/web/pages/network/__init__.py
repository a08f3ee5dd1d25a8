"""The network of cities, its figures and maps, and what is between two places."""
