"""Facts of the world's cities in published files: recognised, checked, and laid into tables."""
