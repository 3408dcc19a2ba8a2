"""Tab « Relogement »."""
