"""Building, deriving, reasoning, validating and storing the graph."""
