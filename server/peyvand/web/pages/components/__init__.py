"""What pages of all kinds are made of: the site, lists of rows, values, dates, sections, maps."""
