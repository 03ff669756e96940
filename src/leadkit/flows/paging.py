"""How many nouns a flow reads, or writes, at a time."""

from leadkit.errors import Problem, UnusableInput

__all__ = ["page_size"]


def page_size(batch: int) -> int:
    """The size, if it is one: with pages of nothing, the flow would end before its first lead and miss all of them."""
    if isinstance(batch, bool) or not isinstance(batch, int) or batch < 1:
        raise UnusableInput([Problem("out_of_range", "batch", f"{batch!r} is not a whole number of at least 1")])
    return batch
