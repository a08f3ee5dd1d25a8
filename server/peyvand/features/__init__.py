"""Names, countries and distances made comparable: what all that compares places takes alike."""
