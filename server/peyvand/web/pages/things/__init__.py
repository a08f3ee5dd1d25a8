"""The page of each thing, and what a kind of thing begins with."""
