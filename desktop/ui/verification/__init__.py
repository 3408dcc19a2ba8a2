"""The review of photos before they may leave: one person, one key per photo."""
