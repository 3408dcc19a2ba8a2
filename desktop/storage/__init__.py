"""Encrypted database: engine, unit of work, recorder, queries, migrations."""
