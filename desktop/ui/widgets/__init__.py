"""Reusable widgets; they know neither services nor features."""
