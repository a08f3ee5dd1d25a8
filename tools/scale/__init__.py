"""How time and memory of importing and merging grow with the size of what they are given."""
