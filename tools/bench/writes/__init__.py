"""How what a write costs grows with the graph."""
