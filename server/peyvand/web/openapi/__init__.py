"""What can be asked of a server and how, for programs: its description in OpenAPI 3.1."""
