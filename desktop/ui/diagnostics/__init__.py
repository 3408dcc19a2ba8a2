"""Tab « Diagnostics »."""
