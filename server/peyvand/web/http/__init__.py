"""HTTP, whatever is served: messages, negotiation, conditional replies, errors, connections."""
