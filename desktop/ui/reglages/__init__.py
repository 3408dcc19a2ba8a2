"""Parameters and first-run assistant."""
