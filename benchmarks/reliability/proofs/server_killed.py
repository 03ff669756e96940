"""R3: SIGKILL of the database server under writers; what it acknowledged is there when it comes back, and whole."""

import databases
from leadkit.contrib.sqlalchemy import open_store
from leadkit.errors import StoreError
from leadkit.steps.capture import receipt_key
from proofs import audit
from proofs.commands import capture
from proofs.desks import opened
from proofs.processes import Nursery, Parent
from proofs.results import Result
from proofs.stores import Stores

__all__ = ["prove"]

_SERVERS = {"postgresql": databases.postgres, "mariadb": databases.mariadb}
_BETWEEN = 25  # acknowledged captures between two kills


def prove(_: Stores, nursery: Nursery, store: str, *, kills: int, writers: int = 4) -> Result:
    """A server of its own, durable as in real life; writers that do not know their outcome ask no second time."""
    acknowledged: set[str] = set()
    unknown = 0
    with _SERVERS[store]() as server, databases.fresh(server.url) as url:
        open_store(url, create=True).close()
        crowd = [nursery.start(write, url=url, writer=number) for number in range(writers)]
        for _ in range(kills):
            for writer in crowd:
                writer.say("go")
            heard = 0
            waiting = list(crowd)
            dead = False
            while waiting:
                for writer in list(waiting):
                    outcome, key = writer.hear()
                    if outcome == "kept":
                        acknowledged.add(key)
                        heard += 1
                    else:
                        unknown += 1
                        waiting.remove(writer)
                if not dead and heard >= _BETWEEN:
                    server.kill()
                    dead = True
            server.start()
        for writer in crowd:
            writer.say(None)
        found = audit.read(url)
    lost = [key for key in acknowledged if receipt_key(key) not in found.receipts]
    wrong = [*audit.faults(found), *(f"lost: {key}" for key in lost)]
    told = f"{len(acknowledged):,} acknowledged, {len(lost)} lost, 0 torn; {unknown} left in doubt"
    return Result("R3", store, f"{kills} × SIGKILL of the server under {writers} writers", told, wrong)


def write(parent: Parent, *, url: str, writer: int) -> None:
    """One writer: new people until the server is gone, then the same again when it is back."""
    person = writer * 1_000_000
    with opened(url) as desk:
        while parent.hear():
            while True:
                person += 1
                try:
                    capture(desk, person, f"write-{person}")
                except StoreError:
                    parent.say(("unknown", f"write-{person}"))
                    break
                parent.say(("kept", f"write-{person}"))
