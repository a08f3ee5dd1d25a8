"""The systems about partners: ranking, likeness, plans, screening, speech, research."""
