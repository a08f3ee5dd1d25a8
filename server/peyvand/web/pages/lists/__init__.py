"""Lists that can be sorted, parted and searched, and the conflicts and comparisons among them."""
