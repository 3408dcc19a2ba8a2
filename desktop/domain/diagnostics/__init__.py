"""Rules of walks and constats."""
