"""Rules of the rehousing files."""
