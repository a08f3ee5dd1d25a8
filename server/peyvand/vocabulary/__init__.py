"""The vocabulary: IRIs, terms spelled once, what the ontology says of its properties and terms."""
