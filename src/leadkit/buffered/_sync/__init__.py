# Derived from src/leadkit/buffered/_async/__init__.py by tools/twins.py; edit that file.
"""Asynchronous form."""
