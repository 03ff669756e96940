"""R2: SIGKILL of the client around a commit; what was acknowledged stays, and nothing is there by half."""

import random
from collections import Counter

from attrs import define, field

from proofs import audit
from proofs.commands import JOURNEYS, effects, send
from proofs.desks import opened
from proofs.processes import Gone, Nursery, Parent
from proofs.results import Result
from proofs.stores import Stores
from proofs.traps import Point, Trap

__all__ = ["prove"]

_AUDITED_EVERY = 100


@define
class Life:
    """What one child did. acknowledged: (command, lead id) of each answer that arrived."""

    person: int
    journey: tuple[str, ...]
    point: Point
    lead_id: str | None = None
    acknowledged: list[str] = field(factory=list)


def prove(stores: Stores, nursery: Nursery, store: str, *, kills: int) -> Result:
    """Each kill is of a process of its own, at the points in turn, in journeys in turn."""
    dice = random.Random(kills)
    lives: list[Life] = []
    wrong: list[str] = []
    with stores.fresh(store) as url:
        for number in range(kills):
            # Points change faster than journeys, so every pair of them comes up.
            point = list(Point)[number % len(Point)]
            journey = JOURNEYS[number // len(Point) % len(JOURNEYS)]
            lives.append(_killed(nursery, url, number, journey, point, dice.randint(1, 5)))
            if (number + 1) % _AUDITED_EVERY == 0 or number + 1 == kills:
                found = audit.read(url)
                wrong += audit.faults(found)
                wrong += [fault for life in lives for fault in _lost_or_half(found, life)]
                if wrong:
                    break
        survivors = Counter(life.point for life in lives if _survived(found, life))
        _sent_again(nursery, url, lives)
        found = audit.read(url)
        wrong += audit.faults(found)
        wrong += [f"{life}: not there when sent again" for life in lives if not _survived(found, life)]
    acknowledged = sum(len(life.acknowledged) for life in lives)
    points = Counter(life.point for life in lives)
    counts = {
        "there although killed before its COMMIT": (
            sum(survivors[point] for point in (Point.BEFORE, Point.MIDDLE, Point.AT_COMMIT)),
            0,
        ),
        "there when killed after its COMMIT": (survivors[Point.COMMITTED], points[Point.COMMITTED]),
    }
    told = (
        f"{acknowledged:,} acknowledged, 0 lost, 0 half-written; of {points[Point.COMMITTING]} killed while COMMIT ran "
        f"{survivors[Point.COMMITTING]} were there, whole"
    )
    return Result("R2", store, f"{len(lives):,} × SIGKILL of the client, 5 points", told, wrong, counts)


def _killed(nursery: Nursery, url: str, person: int, journey: tuple[str, ...], point: Point, middle: int) -> Life:
    child = nursery.start(live, url=url, person=person, journey=journey, point=point, middle=middle)
    life = Life(person, journey, point)
    word, *told = child.hear()
    while word == "done":
        _heard(life, told)
        word, *told = child.hear()
    child.kill()
    life.point = Point(told[0])
    for _, *told in child.last_words():  # an answer that was on its way is an answer
        _heard(life, told)
    return life


def _heard(life: Life, told: list[str]) -> None:
    command, life.lead_id = told
    life.acknowledged.append(command)


def live(parent: Parent, *, url: str, person: int, journey: tuple[str, ...], point: Point, middle: int) -> None:
    """The child: every command but the last is acknowledged, the last one walks into the trap."""
    lead_id = None
    with opened(url) as desk:
        trap = Trap(desk.store.engine, parent, point, middle)
        for command in journey:
            if command == journey[-1]:
                trap.arm()
            lead_id, _ = send(desk, command, person, lead_id)
            parent.say(("done", command, lead_id))
        parent.hear()  # who outran the kill waits for it


def _lost_or_half(found: audit.Contents, life: Life) -> list[str]:
    faults = []
    for command in life.journey:
        there, whole = effects(found, command, life.person, life.lead_id)
        if command in life.acknowledged and there < whole:
            faults.append(f"person {life.person}: {command} was acknowledged, and {there} of {whole} are there")
        if 0 < there < whole:
            faults.append(f"person {life.person}: {there} of {whole} of {command}")
    if life.lead_id is not None and life.lead_id not in found.nouns["Lead"]:
        faults.append(f"person {life.person}: their lead is gone")
    return faults


def _survived(found: audit.Contents, life: Life) -> bool:
    there, whole = effects(found, life.journey[-1], life.person, life.lead_id)
    return there == whole


def _sent_again(nursery: Nursery, url: str, lives: list[Life]) -> None:
    """What a client does that got no answer."""
    child = nursery.start(send_all, url=url, commands=[(life.journey[-1], life.person, life.lead_id) for life in lives])
    try:
        child.hear()
    except Gone:
        child.pipe.close()


def send_all(parent: Parent, *, url: str, commands: list[tuple[str, int, str | None]]) -> None:
    """A child that lives."""
    with opened(url) as desk:
        for command, person, lead_id in commands:
            send(desk, command, person, lead_id)
