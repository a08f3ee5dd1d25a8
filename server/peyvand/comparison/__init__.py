"""The graph beside Wikidata: what both have, what one has alone, where they differ."""
