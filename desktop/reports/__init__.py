"""PDF reports, one module each; they receive records."""
