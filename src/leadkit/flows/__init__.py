"""The journey: one use case is load, decide, save. The only place where steps meet each other and a store.

`_async` is written by hand, `_sync` is derived from it by `tools/twins.py`.
"""
