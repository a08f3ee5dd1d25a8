"""The door for language models: tools, resources and prompts by the Model Context Protocol."""
