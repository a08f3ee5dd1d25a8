"""Requests for removal or correction, the rulings on them, and the list of what is withdrawn."""
