"""User actions: one function or method each, one transaction each."""
