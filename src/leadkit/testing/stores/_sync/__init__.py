# Derived from src/leadkit/testing/stores/_async/__init__.py by tools/twins.py; edit that file.
"""The conformance suite of stores, synchronous form."""
