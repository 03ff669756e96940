"""The conformance suite of stores, asynchronous form."""
