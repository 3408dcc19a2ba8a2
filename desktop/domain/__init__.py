"""Rules and values: no Qt, no SQLAlchemy, no file, no clock of its own."""
