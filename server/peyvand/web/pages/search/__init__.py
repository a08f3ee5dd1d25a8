"""The search for names, and what it finds."""
