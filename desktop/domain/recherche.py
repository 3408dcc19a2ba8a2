"""What a search promises."""

from __future__ import annotations

LIMITE = 2000
"""Most records that a search lists: beyond it, the agent is asked for one more word.

The first letter of a word may match every record; listing them all would cost more than the
time between two keystrokes, and nobody reads past a few hundred.
"""
