"""Photo import, renditions and encrypted store."""
