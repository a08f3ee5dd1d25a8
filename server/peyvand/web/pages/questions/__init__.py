"""Ready questions, the editor and the programs that ask."""
