"""From claims to readings: pure functions, no files, no store."""
