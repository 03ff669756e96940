"""How much there is to learn from, and when that is too little."""

from attrs import frozen

from leadkit.errors import Problem

__all__ = ["ENOUGH", "ENOUGH_WON", "MINIMUM", "Sample", "sample_problems", "sample_warnings"]

#: Microsoft's Dynamics 365 asks for 40 leads of either outcome; Salesforce's Einstein for 1,000 leads and 120 won ones.
MINIMUM, ENOUGH, ENOUGH_WON = 40, 1_000, 120


@frozen(slots=False)
class Sample:
    """Leads that were learnt from. left_open: without an outcome yet, and so neither won nor lost."""

    won: int
    lost: int
    left_open: int = 0

    @property
    def closed(self) -> int:
        return self.won + self.lost

    @property
    def base_rate(self) -> float:
        """The share of closed leads that were won; 0 of none."""
        return self.won / self.closed if self.closed else 0.0


def sample_problems(sample: Sample) -> tuple[Problem, ...]:
    """Why these leads are too few to learn from; all reasons at once."""
    told = "{count} {name} leads, and a model needs at least {least}; force it to have one"
    won = Problem("too_few_won", "target", told.format(count=sample.won, name="won", least=MINIMUM))
    lost = Problem("too_few_lost", "target", told.format(count=sample.lost, name="lost", least=MINIMUM))
    return tuple(each for each, count in ((won, sample.won), (lost, sample.lost)) if count < MINIMUM)


def sample_warnings(sample: Sample) -> tuple[Problem, ...]:
    """Enough to learn from, and still little: the figures will be rough."""
    told = (
        (sample.closed < ENOUGH, f"{sample.closed:,} closed leads are few; from {ENOUGH:,} on a model can be judged"),
        (sample.won < ENOUGH_WON, f"{sample.won:,} won leads are few; from {ENOUGH_WON} on a model can be judged"),
    )
    return tuple(Problem("small_sample", "target", message) for few, message in told if few)
