"""Named queries and their evaluation."""
