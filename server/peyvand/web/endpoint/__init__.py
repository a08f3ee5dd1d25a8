"""The SPARQL endpoint: the protocol, the graph store, versions, and what it says of itself."""
