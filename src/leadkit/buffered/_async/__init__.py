"""Asynchronous form."""
