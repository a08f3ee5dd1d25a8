"""How two cities suit one another: criterion by criterion, and never as one number."""
