"""Random histories of leads that are merged, taken apart again, and hear of things late and twice.

Points are neither made nor lost, whatever happens to the leads; every score of the past comes out again, to the bit,
from what was known then.
"""

from datetime import UTC, datetime, timedelta
from random import Random

from leadkit.model import Activity, Call, Download, EmailClick, Lead, PageVisit
from leadkit.steps.scoring import Rule, RuleScorer

START = datetime(2026, 1, 1, tzinfo=UTC)
DETAILS = (PageVisit("/pricing", 40), PageVisit("/blog", 5), Call(), Download("paper"), EmailClick("/x"))
#: Points of each thing by itself, so that the sums can be compared; with every kind of decay, and some below zero.
EACH = RuleScorer(
    [
        Rule("activity.page_visit", "at_least", 1, 3, repeat=True, decay="halved every 45 days"),
        Rule("activity.page_visit.url", "contains", "pricing", 7, repeat=True, decay="fading over 90 days"),
        Rule("activity.call", "at_least", 1, 11, repeat=True, decay="50% after 30 days then 0% after 200 days"),
        Rule("activity.download", "at_least", 1, 5, repeat=True),
        Rule("activity.email_click", "at_least", 1, -2, repeat=True, decay="halved every 10 days"),
    ],
    bots=None,
)
DEFAULT = RuleScorer()


class History:
    """Leads and what becomes of them. heard: the activities, in the order in which they became known."""

    def __init__(self, dice):
        self.dice = dice
        self.leads = [Lead(f"lead-{n}", START, START, company="Acme") for n in range(dice.randrange(2, 6))]
        self.into = {}  # id → the id that took it in
        self.heard = []
        self.now = START
        self.scores = []  # (model, lead, time, how much was known, merged how, score)

    def step(self):
        self.now += timedelta(seconds=self.dice.randrange(20 * 86_400))
        self.dice.choices((self.happen, self.hear_again, self.merge, self.unmerge, self.score), (8, 2, 2, 1, 4))[0]()

    def happen(self):
        lead = self.dice.choice(self.leads)
        late = timedelta(seconds=self.dice.choice((0, 0, 0, self.dice.randrange(90 * 86_400))))
        activity = Activity(f"a-{len(self.heard)}", lead.id, self.now - late, self.dice.choice(DETAILS))
        self.heard.append(activity)

    def hear_again(self):
        if self.heard:
            self.heard.append(self.dice.choice(self.heard))

    def merge(self):
        alive = [lead.id for lead in self.leads if lead.id not in self.into]
        if len(alive) > 1:
            gone, survivor = self.dice.sample(alive, 2)
            self.into = {**self.into, gone: survivor}

    def unmerge(self):
        if self.into:
            self.into = dict(self.into)
            del self.into[self.dice.choice(sorted(self.into))]

    def score(self):
        lead = self.dice.choice(self.alive(self.into))
        model = self.dice.choice((EACH, DEFAULT))
        at = self.now - timedelta(seconds=self.dice.choice((0, 0, self.dice.randrange(60 * 86_400))))
        score = model.score(lead, self.activities(lead, self.heard, self.into), at)
        self.scores.append((model, lead, at, len(self.heard), self.into, score))

    def alive(self, into):
        return [lead for lead in self.leads if lead.id not in into]

    @staticmethod
    def living(id, into):
        while id in into:
            id = into[id]
        return id

    def activities(self, lead, heard, into):
        return tuple(activity for activity in heard if self.living(activity.lead_id, into) == lead.id)


def lived(seed):
    history = History(Random(seed))
    for _ in range(history.dice.randrange(6, 40)):
        history.step()
    return history


def exact(model, activities, at):
    _, ledger = model.engines
    return sum(thousandths for _, thousandths in model.counted(ledger.totals(activities, at)))


def assert_conserved(history):
    """All leads together have the points of all things together, each of them counted once."""
    at = history.now
    alone = sum(exact(EACH, (each,), at) for each in {each.id: each for each in history.heard}.values())
    for into in (history.into, {}):
        together = sum(exact(EACH, history.activities(lead, history.heard, into), at) for lead in history.alive(into))
        assert together == alone


def assert_replayed(history):
    """From what was known then, in whatever order it is read back and however often, the same score comes out."""
    for model, lead, at, known, into, score in history.scores:
        again = [*history.heard[:known], *history.dice.choices(history.heard[:known] or [None], k=3 if known else 0)]
        history.dice.shuffle(again)
        assert model.score(lead, history.activities(lead, again, into), at) == score


def check(seeds):
    for seed in seeds:
        history = lived(seed)
        assert_conserved(history)
        assert_replayed(history)
