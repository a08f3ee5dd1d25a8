"""Entity resolution: which records are of one place, for a whole list or a row at a time."""
