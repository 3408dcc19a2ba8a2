"""Commands: the same services without a window."""
