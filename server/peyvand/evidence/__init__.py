"""Evidence: claims as RDF, and which reading of them is the plain answer."""
