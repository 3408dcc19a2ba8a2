"""Exchange between postes by export file."""
