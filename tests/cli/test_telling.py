"""JSON for people and programs: readable where the stream can carry it, the same object everywhere."""

import io
import json

import pytest

from leadkit.cli.telling import tell_json


@pytest.mark.parametrize(("encoding", "readable"), [("utf-8", True), ("UTF8", True), ("ascii", False), ("gbk", False)])
def test_chinese_is_escaped_only_where_the_stream_cannot_carry_it(monkeypatch, encoding, readable):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr("sys.stdout", stream)
    tell_json({"column": "成交结果"})
    stream.flush()
    printed = stream.buffer.getvalue()
    assert json.loads(printed.decode(encoding)) == {"column": "成交结果"}
    assert ("成交结果".encode() in printed) is readable
