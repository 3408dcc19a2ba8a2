"""Alembic revisions: frozen, transactional, never importing today's classes."""
