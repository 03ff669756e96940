# Derived from src/leadkit/flows/_async/__init__.py by tools/twins.py; edit that file.
"""Use cases, synchronous form."""
