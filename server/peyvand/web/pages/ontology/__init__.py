"""The pages of the ontology."""
