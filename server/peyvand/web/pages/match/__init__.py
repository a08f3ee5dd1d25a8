"""The page where a list of names is matched."""
