"""Bringing a home to the list of what is withdrawn: every version is made anew without it."""
