"""A folder as the way out: each message is written once, whole, and can be read by anybody."""

import json
from datetime import UTC, datetime

import pytest

from leadkit.messaging import AsyncFileOutbox
from leadkit.model import FollowUpChannel
from leadkit.model.outgoing import OutgoingMessage

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def message(id="step-1", body="您好"):
    return OutgoingMessage(id, "lead-1", AT, FollowUpChannel.EMAIL, "ann@example.com", "Hello", body)


async def test_a_message_is_a_file_that_can_be_read(tmp_path):
    await AsyncFileOutbox(tmp_path / "out").send(message())
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "step-1.json"
    assert json.loads(file.read_text("utf-8")) == {
        "id": "step-1",
        "lead_id": "lead-1",
        "at": "2026-03-02 09:00:00+00:00",
        "channel": "email",
        "to": "ann@example.com",
        "subject": "Hello",
        "body": "您好",
    }


async def test_a_message_that_is_sent_again_is_not_doubled(tmp_path):
    for body in ("first", "second"):
        await AsyncFileOutbox(tmp_path).send(message(body=body))
    (file,) = tmp_path.iterdir()
    assert json.loads(file.read_text("utf-8"))["body"] == "first"


@pytest.mark.parametrize("id", ["../../etc/passwd", "a/b", "..", "线索", "con:1"])
async def test_an_id_cannot_lead_out_of_the_folder(tmp_path, id):
    await AsyncFileOutbox(tmp_path / "out").send(message(id))
    assert [path.parent.name for path in tmp_path.rglob("*.json")] == ["out"]


def test_who_is_written_to_is_masked():
    assert "ann@example.com" not in repr(message())
    assert "您好" not in repr(message())
