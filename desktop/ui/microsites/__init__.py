"""Tab « Micro-sites »."""
