"""The store as a part of the host's own transaction, and what happens when two want the same, asynchronous form."""

import pytest
from attrs import evolve
from sqlalchemy import text

from leadkit import Channel, VersionConflict
from leadkit.aio import LeadDesk
from leadkit.contrib.sqlalchemy import AsyncSqlAlchemyStore
from leadkit.contrib.sqlalchemy.running_async import AsyncSession
from leadkit.errors import IdempotencyConflict, StoreError
from leadkit.testing import numbered_ids


async def capture(store, name="Ada Byron", **options):
    desk = LeadDesk(store=store, **options)
    return (await desk.leads.capture(name=name, email=f"{name[0]}@example.com", channel=Channel.CHAT)).lead


async def leads(store):
    async with store.begin() as work:
        return [lead.name.full async for lead in work.leads.all()]


async def orders(store):
    async with store.engine.connect() as connection:
        return (await connection.execute(text("SELECT id FROM orders"))).scalars().all()


@pytest.fixture
def store(fresh_store_async, dialect):
    return fresh_store_async(dialect)


async def with_table(store):
    async with store.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE orders (id INTEGER PRIMARY KEY)"))


async def test_a_lead_and_the_hosts_rows_commit_together(store):
    await with_table(store)
    async with store.engine.connect() as connection:
        await connection.execute(text("INSERT INTO orders VALUES (1)"))
        await capture(AsyncSqlAlchemyStore(connection))
        assert await leads(store) == []
        await connection.commit()
    assert (await leads(store), await orders(store)) == (["Ada Byron"], [1])


@pytest.mark.parametrize("lead_first", [True, False])
async def test_they_roll_back_together(store, lead_first):
    await with_table(store)
    async with store.engine.connect() as connection:
        if lead_first:
            await capture(AsyncSqlAlchemyStore(connection))
        await connection.execute(text("INSERT INTO orders VALUES (1)"))
        await capture(AsyncSqlAlchemyStore(connection), "Bob Ray")
        await connection.rollback()
    assert (await leads(store), await orders(store)) == ([], [])


async def test_a_session_of_the_host_does_as_well(store):
    await with_table(store)
    async with AsyncSession(store.engine) as session:
        inside = AsyncSqlAlchemyStore(session)
        assert inside.engine is None
        await session.execute(text("INSERT INTO orders VALUES (1)"))
        await capture(inside)
        assert await leads(inside) == ["Ada Byron"]
        await session.commit()
        await capture(inside, "Bob Ray")
        await session.rollback()
        await inside.close()
        assert await leads(inside) == ["Ada Byron"]
    assert (await leads(store), await orders(store)) == (["Ada Byron"], [1])


async def test_a_conflict_undoes_the_unit_of_work_and_nothing_of_the_host(store):
    await with_table(store)
    lead = await capture(store)
    async with store.engine.connect() as connection:
        await connection.execute(text("INSERT INTO orders VALUES (1)"))
        await capture(AsyncSqlAlchemyStore(connection), "Bob Ray", new_id=numbered_ids())
        with pytest.raises(VersionConflict):
            await capture(AsyncSqlAlchemyStore(connection), "Cy Fox", new_id=numbered_ids())
        async with AsyncSqlAlchemyStore(connection).begin() as work:
            await work.leads.add(evolve(lead, id="new"))
            await work.leads.put(evolve(lead, version=8), expected=7)
            with pytest.raises(VersionConflict, match="not at version 7"):
                await work.commit()
        await connection.execute(text("INSERT INTO orders VALUES (2)"))
        await connection.commit()
    assert sorted(await leads(store)) == ["Ada Byron", "Bob Ray"]
    assert await orders(store) == [1, 2]


async def test_who_comes_second_is_told_so_and_keeps_nothing(store):
    lead = await capture(store)
    async with store.begin() as first, store.begin() as second:
        for work, owner in ((first, "li"), (second, "smith")):
            found = await work.leads.get(lead.id)
            await work.leads.put(evolve(found, owner=owner, version=found.version + 1), expected=found.version)
            await work.leads.add(evolve(found, id=owner))
        await first.commit()
        with pytest.raises(VersionConflict):
            await second.commit()
    async with store.begin() as work:
        assert (await work.leads.get(lead.id)).owner == "li"
        assert await work.leads.find("smith") is None


async def test_of_many_changes_the_one_that_lost_is_named(store):
    names = ("Ada Byron", "Bob Ray", "Cy Fox")
    held = [await capture(store, name) for name in names]
    async with store.begin() as work:
        for lead in held:
            expected = lead.version - (lead.name.full == "Bob Ray")
            await work.leads.put(evolve(lead, owner="li", version=lead.version + 1), expected=expected)
        with pytest.raises(VersionConflict, match=f"{held[1].id} has version {held[1].version}, not"):
            await work.commit()
    async with store.begin() as work:
        for lead in held:
            await work.leads.put(evolve(lead, owner="li", version=lead.version + 1), expected=lead.version)
        await work.commit()
    async with store.begin() as work:
        assert [lead.owner async for lead in work.leads.where(owner="li")] == ["li"] * 3


async def test_a_key_is_taken_once(store):
    await capture(store)
    async with store.begin() as work:
        (receipt,) = [receipt async for receipt in work.receipts.all()]
        await work.receipts.add(receipt)
        with pytest.raises(IdempotencyConflict) as taken:
            await work.commit()
    assert [problem.code for problem in taken.value.problems] == ["key_taken"]


async def test_there_is_no_version_zero(store):
    lead = await capture(store)
    async with store.begin() as work:
        await work.leads.put(evolve(lead, id="new"), expected=0)
        with pytest.raises(VersionConflict):
            await work.commit()


async def test_without_tables_the_error_says_what_to_do(store):
    async with store.engine.begin() as connection:
        for table in ("lead", "receipt", "event"):
            await connection.execute(text(f"DROP TABLE leadkit_{table}"))
    for ask in (lambda: leads(store), lambda: capture(store), store.outbox.unpublished):
        with pytest.raises(StoreError) as failed:
            await ask()
        assert [problem.code for problem in failed.value.problems] == ["no_schema"]
        assert "leadkit db init" in str(failed.value)


async def test_autocommit_is_refused(fresh_store_async, server_dialect):
    store = fresh_store_async(server_dialect)
    engine = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for careless in (AsyncSqlAlchemyStore(engine), AsyncSqlAlchemyStore(connection)):
            with pytest.raises(StoreError) as failed:
                await capture(careless)
            assert [problem.code for problem in failed.value.problems] == ["autocommit"]
    assert await leads(store) == []
