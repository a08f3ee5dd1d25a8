"""Whether engines that are killed, cut off and out of room end with what was written to them."""
