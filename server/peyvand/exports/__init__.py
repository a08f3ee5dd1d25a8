"""What others read: edits for Wikidata, QuickStatements, Mismatch Finder."""
