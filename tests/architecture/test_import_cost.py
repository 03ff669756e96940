"""`import leadkit` loads attrs and the standard library only. Its milliseconds are measured by benchmarks/."""

import json
import subprocess
import sys

import pytest

REPORT = "import json, sys; before = set(sys.modules); import {module}; print(json.dumps([*{{*sys.modules}} - before]))"
# In the standard library, but slow to load or a choice that belongs to the host.
HOSTS_CHOICE = {"asyncio", "concurrent.futures", "logging", "multiprocessing", "sqlite3", "threading"}


def loaded_by(module):
    done = subprocess.run(
        [sys.executable, "-c", REPORT.format(module=module)], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("module", ["leadkit", "leadkit; leadkit.LeadDesk.in_memory()", "leadkit.aio"])
def test_importing_leadkit_imports_nothing_optional(module):
    loaded = loaded_by(module)
    packages = {name.partition(".")[0] for name in loaded}
    assert packages - sys.stdlib_module_names <= {"leadkit", "attr", "attrs"}
    assert not loaded & (HOSTS_CHOICE - loaded_by("attrs"))
