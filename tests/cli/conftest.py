"""A lead file and a run of it, in one call."""

import json

import pytest

from leadkit.cli.main import main

HEADER = "Lead ID,Full Name,Company,Email,Phone,Source,Deal Stage,Lead Owner,Notes"


@pytest.fixture
def run(tmp_path, capsys):
    """Run text as a lead file: `run("Ada,…", header=…) -> (exit code, the JSON summary, the folder)`."""

    def call(*lines, header=HEADER, name="leads.csv", out="out", options=(), data=None):
        file = tmp_path / name
        file.write_bytes(data if data is not None else "\n".join([header, *lines, ""]).encode())
        code = main(["run", str(file), "--out", str(tmp_path / out), "--json", *options])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else printed.err, tmp_path / out

    return call
