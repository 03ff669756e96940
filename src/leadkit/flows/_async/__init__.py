"""Use cases, asynchronous form."""
