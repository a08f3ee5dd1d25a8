"""The web application: SPARQL over HTTP, and pages."""
