"""Pools in a playbook file."""

from datetime import UTC, datetime, timedelta

import pytest

from leadkit.cli.playbook_file import load_playbook
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import Condition
from leadkit.steps.pool import BACK_IN_TIME, AllOf, AnyOf, Pool, ReclaimRule, Since, Visibility

DAY = timedelta(days=1)
WHOLE = """
[[teams]]
name = "east"
members = ["an"]
open_limit = 30

[[pools]]
name = "east"
label = "华东公海"
members = ["bo"]
teams = ["east"]
admins = ["boss"]
visibility = "admins"
visible_to = ["east"]
masked = ["phones"]
conditions = [{ field = "address.region", operator = "is", value = "浙江" }]
claim_limit = 5
daily_cap = 2
retention_limit = 50
won_count = false
cool_off_days = 7
protection_days = 0.5
extensions = 1
extension_days = 3
warn_days = 2
return_reasons = ["无预算"]
zone = "Asia/Shanghai"
working_days = true

[[pools.reclaim]]
name = "idle"
applies = 2026-03-02
when = { all = [{ since = "owner_since", days = 30 }, { any = [{ since = "last_contact_at", days = 10 }, \
{ field = "status", operator = "is", value = "new" }] }] }
to = "rest"

[[pools]]
name = "rest"

[[pools.reclaim]]
name = "old"
applies = "back_in_time"
when = { since = "owner_since", days = 60 }
""".replace("\\\n", "")


def loaded(tmp_path, text):
    path = tmp_path / "playbook.toml"
    path.write_text(text, encoding="utf-8")
    return load_playbook(path)


def test_every_key_has_its_place(tmp_path):
    playbook = loaded(tmp_path, WHOLE)
    new = Condition("status", "is", "new")
    when = AllOf([Since("owner_since", 30 * DAY), AnyOf([Since("last_contact_at", 10 * DAY), new])])
    midnight = datetime(2026, 3, 1, 16, tzinfo=UTC)  # in Shanghai
    assert playbook.pools == (
        Pool(
            "east",
            label="华东公海",
            members=["bo"],
            teams=["east"],
            admins=["boss"],
            visibility=Visibility.ADMINS,
            visible_to=["east"],
            masked=["phones"],
            conditions=[Condition("address.region", "is", "浙江")],
            claim_limit=5,
            daily_cap=2,
            retention_limit=50,
            won_count=False,
            cool_off=7 * DAY,
            protection=DAY / 2,
            extensions=1,
            extension=3 * DAY,
            reclaim=[ReclaimRule("idle", when, midnight, "rest")],
            warn_before=2 * DAY,
            return_reasons=["无预算"],
            zone="Asia/Shanghai",
            working_days=True,
        ),
        Pool("rest", reclaim=[ReclaimRule("old", Since("owner_since", 60 * DAY), BACK_IN_TIME)]),
    )
    assert playbook.assignment.person("an").open_limit == 30
    assert loaded(tmp_path, "").pools == ()


def test_what_is_wrong_is_said_at_once_with_its_path(tmp_path):
    text = """
    [[pools]]
    name = "a"
    claim_limit = "many"
    [[pools]]
    name = "b"
    claim_limit = -1
    cool_off_days = inf
    [[pools.reclaim]]
    name = "one"
    applies = "soon"
    when = { since = "owner_since", days = 1 }
    [[pools.reclaim]]
    name = "two"
    applies = "back_in_time"
    when = { any = [{ since = "owner_since" }, { all = 3 }, { since = "nothing", days = 3, hours = 3 }] }
    [[pools.reclaim]]
    name = "three"
    applies = "back_in_time"
    when = { since = "nothing", days = 3 }
    [scoring]
    bands = 3
    """
    with pytest.raises(InvalidPlaybook) as caught:
        loaded(tmp_path, text)
    found = {(problem.code, problem.field) for problem in caught.value.problems}
    assert found >= {
        ("wrong_type", "pools[0].claim_limit"),
        ("out_of_range", "pools[1].b.claim_limit"),
        ("out_of_range", "pools[1].cool_off_days"),
        ("invalid_value", "pools[1].reclaim[0].applies"),
        ("required", "pools[1].reclaim[1].when.any[0].days"),
        ("wrong_type", "pools[1].reclaim[1].when.any[1].all"),
        ("unknown_field", "pools[1].reclaim[1].when.any[2].hours"),
        ("unknown_field", "pools[1].nothing"),
    }
    assert any(str(field).startswith("scoring") for _, field in found)
    with pytest.raises(InvalidPlaybook, match="wrong_type"):
        loaded(tmp_path, "pools = 3")
