"""What every test may use."""

import asyncio
import inspect

import pytest
from hypothesis import settings

# The same examples every time, on any machine: a test that fails tomorrow failed because of a change.
settings.register_profile("leadkit", derandomize=True, deadline=None, database=None, max_examples=40)
settings.load_profile("leadkit")


def pytest_collection_modifyitems(config, items):
    """Leave out what takes minutes or hours, unless somebody says which marks they want."""
    if not config.option.markexpr:
        long = [item for item in items if item.get_closest_marker("full") or item.get_closest_marker("proof")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Run `async def` tests, each in a loop of its own: no plug-in, and the sync twins need none either."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}))
    return True
