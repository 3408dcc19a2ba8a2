"""Rules of the micro-site inventory."""
