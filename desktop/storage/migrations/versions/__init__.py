"""Frozen revisions, one file each."""
