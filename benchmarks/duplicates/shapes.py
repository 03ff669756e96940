"""Makers of small lists of other shapes than leads; each row says in the column `cluster` what it is."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

import noise
import people
import words
from rows import HOMOPHONES, company_name
from world import T_CITY, T_FAMILY_ZH, T_GIVEN_ZH, World, a_family, a_given, a_place, drawn

Row = dict[str, str]
#: How many entities have one, two, three rows.
COPIES = ((1, 0.72), (2, 0.21), (3, 0.07))
T_COPIES = people.table(COPIES)


def repeated(rng: Random, entities: Iterable[Row], again: Callable[[Random, Row], Row]) -> list[Row]:
    """Each entity, some of them again and differently; mixed."""
    rows = []
    for number, entity in enumerate(entities):
        rows.append(entity | {"cluster": str(number)})
        rows += [again(rng, entity) | {"cluster": str(number)} for _ in range(drawn(rng, T_COPIES) - 1)]
    rng.shuffle(rows)
    return rows


def slipped(rng: Random, text: str, share: float) -> str:
    return noise.typo(rng, text) if text and rng.random() < share else text


def emptied(rng: Random, row: Row, shares: dict[str, float]) -> Row:
    return row | {column: "" for column, share in shares.items() if rng.random() < share}


# ---- restaurants ----------------------------------------------------------------------------------------------------

KITCHENS = (
    "Italian Chinese Mexican French Indian Japanese Thai American Steakhouse Seafood Korean Vietnamese Greek".split()
)
KITCHENS_ELSE = {
    "American": "American (New)",
    "Steakhouse": "Steakhouses",
    "Italian": "Italian/Pizza",
    "Chinese": "Asian",
    "Japanese": "Sushi",
}
PLATES = (
    "Golden Blue Red Little Old Royal Green Silver Lucky Grand Happy Garden River Corner Village Harbor Sunset".split()
)
HOUSES = (
    "Dragon Lotus Fork Table Kitchen Bistro Grill Cantina Palace House Cafe Tavern Oven Spoon Terrace Wok Olive".split()
)


def restaurants(rng: Random, count: int) -> list[Row]:
    def entities() -> Iterator[Row]:
        chain = "Lucky Wok"
        for number in range(count):
            place, kitchen = a_place(rng, "US"), rng.choice(KITCHENS)
            name = rng.choice(
                (
                    f"{rng.choice(PLATES)} {rng.choice(HOUSES)}",
                    f"{a_family(rng, 'en')}'s",
                    f"{a_given(rng, 'en')[0]}'s {rng.choice(HOUSES)}",
                    f"Cafe {a_family(rng, 'fr')}",
                    f"La {rng.choice(HOUSES)}",
                )
            )
            digits = f"{rng.randrange(200, 999)}{rng.randrange(10_000):04}"
            yield {
                "name": chain if number % 40 == 0 else name,
                "address": place.street[0],
                "city": place.city[0],
                "phone": f"{place.area}-{digits[:3]}-{digits[3:]}",
                "type": kitchen,
            }

    def again(rng: Random, row: Row) -> Row:
        name = rng.choice(
            (
                row["name"],
                row["name"].lower(),
                f"{row['name']} Restaurant",
                f"The {row['name']}",
                row["name"].replace("'", ""),
            )
        )
        number, *street = row["address"].split()
        short = {"Street": "St.", "Avenue": "Ave.", "Road": "Rd", "Boulevard": "Blvd", "Drive": "Dr.", "Lane": "Ln"}
        address = " ".join(
            (number, *(short.get(word, word) for word in street), *rng.choice(((), (), ("near", "5th", "Ave."))))
        )
        area, front, end = row["phone"].split("-")
        changed = {
            "name": slipped(rng, name, 0.25),
            "address": slipped(rng, address, 0.1),
            "phone": rng.choice((f"{area}/{front}-{end}", f"({area}) {front}-{end}")),
            "type": KITCHENS_ELSE.get(row["type"], row["type"]) if rng.random() < 0.5 else row["type"],
        }
        return emptied(rng, row | changed, {"phone": 0.15, "type": 0.1})

    return repeated(rng, entities(), again)


# ---- references -----------------------------------------------------------------------------------------------------

TOPIC = """Learning Mining Indexing Scheduling Clustering Estimation Integration Optimization Compression Verification
    Recovery Caching Matching""".split()
THING = (
    "Queries|Data Streams|Graphs|Relational Databases|Neural Networks|Sensor Networks|Spatial Data|Transactions"
    "|Documents|Time Series|Web Services"
).split("|")
MANNER = (
    "Efficient Scalable Adaptive Robust Incremental Probabilistic Distributed Approximate Parallel Fast Online".split()
)
VENUES = (
    ("Proceedings of the International Conference on Data Engineering", "ICDE"),
    ("Very Large Data Bases", "VLDB"),
    ("International Conference on Management of Data", "SIGMOD Conference"),
    ("Journal of Machine Learning Research", "JMLR"),
    ("ACM Transactions on Database Systems", "TODS"),
    ("Knowledge Discovery and Data Mining", "KDD"),
)


def references(rng: Random, count: int) -> list[Row]:
    def entities() -> Iterator[Row]:
        for _ in range(count):
            title = rng.choice(
                (
                    "{m} {t} of {h}",
                    "{m} {t} for {h}: {n} Methods",
                    "On {m} {t} over {h}",
                    "{t} {h} with {m} {u}",
                    "A {m} Model for {t} {h}",
                    "Towards {m} {t} and {u} of {h}",
                )
            ).format(
                m=rng.choice(MANNER),
                t=rng.choice(TOPIC),
                h=rng.choice(THING),
                n=rng.choice(MANNER),
                u=rng.choice(TOPIC),
            )
            authors = [
                f"{a_given(rng, rng.choice(('en', 'de', 'fr')))[0]} {a_family(rng, 'en')}"
                for _ in range(rng.randrange(1, 5))
            ]
            yield {
                "title": title,
                "authors": ", ".join(authors),
                "venue": rng.choice(VENUES)[0],
                "year": str(rng.randrange(1990, 2024)),
            }

    def again(rng: Random, row: Row) -> Row:
        authors = row["authors"].split(", ")
        if rng.random() < 0.6:
            authors = [f"{name[0]}. {name.split(' ', 1)[1]}" for name in authors]
        elif rng.random() < 0.4:
            authors = [" ".join(reversed(name.split(" ", 1))) for name in authors]
        if len(authors) > 2 and rng.random() < 0.2:
            authors = [authors[0], "et al"]
        venue = dict(VENUES)[row["venue"]] if rng.random() < 0.6 else row["venue"]
        changed = {
            "authors": " and ".join(authors) if rng.random() < 0.2 else ", ".join(authors),
            "venue": venue,
            "title": slipped(rng, row["title"].lower() if rng.random() < 0.3 else row["title"], 0.3),
        }
        return emptied(rng, row | changed, {"venue": 0.15, "year": 0.15})

    return repeated(rng, entities(), again)


# ---- voters ---------------------------------------------------------------------------------------------------------


def voters(rng: Random, count: int) -> list[Row]:
    def entities() -> Iterator[Row]:
        for _ in range(count):
            place = a_place(rng, "GB")
            yield {
                "first_name": a_given(rng, "en")[0],
                "middle_name": a_given(rng, "en")[0] if rng.random() < 0.6 else "",
                "last_name": a_family(rng, "en"),
                "date_of_birth": f"{rng.randrange(1930, 2006)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
                "birth_place": drawn(rng, T_CITY["GB"])[0][0],
                "sex": rng.choice("MF"),
                "postcode": place.postcode,
                "county": place.city[0],
            }

    def again(rng: Random, row: Row) -> Row:
        year, month, day = row["date_of_birth"].split("-")
        born = rng.choice(
            (row["date_of_birth"],) * 5
            + (
                f"{year}-{day}-{month}" if int(day) < 13 else row["date_of_birth"],
                f"{year}-{month}-{rng.randrange(1, 29):02}",
            )
        )
        changed = {
            "first_name": slipped(rng, row["first_name"], 0.15),
            "last_name": slipped(rng, row["last_name"], 0.15),
            "date_of_birth": born,
            "middle_name": row["middle_name"][:1] if rng.random() < 0.4 else row["middle_name"],
        }
        if rng.random() < 0.3:  # moved
            place = a_place(rng, "GB")
            changed |= {"postcode": place.postcode, "county": place.city[0]}
        if row["sex"] == "F" and rng.random() < 0.12:
            changed["last_name"] = a_family(rng, "en")
        return emptied(rng, row | changed, {"middle_name": 0.3, "birth_place": 0.2, "postcode": 0.1})

    return repeated(rng, entities(), again)


# ---- Chinese customers ----------------------------------------------------------------------------------------------


def customers_zh(rng: Random, count: int) -> list[Row]:
    world = World(count * 3, rng.randrange(1 << 30))

    def entities() -> Iterator[Row]:
        firms = [
            company for company in map(world.company, range(len(world.companies))) if company.place.country == "CN"
        ][: count // 4]
        for _ in range(count):
            firm = firms[int(rng.paretovariate(0.7)) % len(firms)]
            family, given = drawn(rng, T_FAMILY_ZH), [drawn(rng, T_GIVEN_ZH) for _ in range(rng.choice((1, 2, 2, 2)))]
            yield {
                "姓名": family.simple + "".join(each.simple for each in given),
                "手机": f"1{rng.choice(('38', '39', '57', '86', '35'))}{rng.randrange(10**8):08}",
                "公司": company_name(rng, firm, set()),
                "地址": f"{firm.place.city[0]}市{firm.place.street[0]}",
            }

    def again(rng: Random, row: Row) -> Row:
        phone = row["手机"]
        changed = {
            "手机": rng.choice(
                (
                    phone,
                    f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}",
                    f"86{phone}",
                    f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
                    phone.translate(noise.FULL_WIDTH),
                )
            )
        }
        firm, city = row["公司"], row["地址"][:2]
        core = next((firm.removesuffix(form) for form in words.FORMS["CN"] if firm.endswith(form)), firm)
        core = core.removeprefix(city).removeprefix("市")
        changed["公司"] = rng.choice((firm, core, core + "公司", f"{core}（{city}）有限公司"))
        changed["地址"] = rng.choice((row["地址"], row["地址"][3:], f"中国{row['地址']}"))
        if rng.random() < 0.12 and len(row["姓名"]) > 1:
            alike = HOMOPHONES.get(
                next((char.pinyin for char in T_GIVEN_ZH[0] if char.simple == row["姓名"][-1]), ""), ()
            )
            if alike:
                changed["姓名"] = row["姓名"][:-1] + rng.choice(alike).simple
        if rng.random() < 0.08:
            changed["手机"] = f"1{rng.choice(('33', '88'))}{rng.randrange(10**8):08}"
        return emptied(rng, row | changed, {"手机": 0.12, "公司": 0.12, "地址": 0.3})

    return repeated(rng, entities(), again)


# ---- products -------------------------------------------------------------------------------------------------------

BRANDS = "Norvik Halden Sonaris Brightec Kestrel Voltara Pinewave Orbita Lumax Zenko".split()
PRODUCTS = (
    "Wireless Headphones|Laptop Stand|Office Chair|Coffee Grinder|LED Monitor|Mechanical Keyboard|USB-C Hub|Desk Lamp"
    "|Power Bank|Action Camera|Air Purifier"
).split("|")
COLOURS = "Black White Silver Blue Red Green".split()


def products(rng: Random, count: int) -> list[Row]:
    def entities() -> Iterator[Row]:
        for _ in range(count):
            brand, what = rng.choice(BRANDS), rng.choice(PRODUCTS)
            model = f"{brand[:2].upper()}{rng.randrange(100, 999)}{rng.choice(('', 'X', 'S', 'Pro'))}"
            yield {
                "title": f"{brand} {what} {model} {rng.choice(COLOURS)}",
                "brand": brand,
                "price": f"{rng.randrange(1500, 60000) / 100:.2f}",
            }

    def again(rng: Random, row: Row) -> Row:
        parts = row["title"].split()
        title = rng.choice(
            (
                row["title"].lower(),
                " ".join(parts[1:]),
                " ".join((parts[-2], *parts[:-2], parts[-1])),
                f"{row['title']} - free shipping",
                " ".join((*parts[:-2], parts[-2][:2] + "-" + parts[-2][2:], parts[-1])),
                " ".join(parts[:-1]),
            )
        )
        price = float(row["price"]) * rng.choice((1, 1, 0.95, 1.05, 1.1))
        return emptied(
            rng, row | {"title": slipped(rng, title, 0.1), "price": f"{price:.2f}"}, {"brand": 0.3, "price": 0.2}
        )

    return repeated(rng, entities(), again)


def nobody_twice(rng: Random, count: int) -> list[Row]:
    """A list of leads of whom each comes once: every pair found is wrong."""
    seen: set[str] = set()
    rows = []
    for cells, truth in people.leads(count * 5 // 4, rng.randrange(1 << 30)):
        if truth["person"] not in seen:
            seen.add(truth["person"])
            rows.append(cells | {"cluster": truth["person"]})
    return rows


# ---- all of them ---------------------------------------------------------------------------------------------------

SHAPES: dict[str, tuple[Callable[[Random, int], list[Row]], int, str]] = {
    "restaurants": (restaurants, 1_500, "utf-8"),
    "references": (references, 2_000, "utf-8"),
    "voters": (voters, 3_000, "utf-8"),
    "customers-zh": (customers_zh, 2_500, "gb18030"),
    "products": (products, 1_500, "utf-8"),
    "nobody-twice": (nobody_twice, 8_000, "utf-8"),
}


def write(shape: str, folder: Path, seed: int) -> Path:
    make, count, encoding = SHAPES[shape]
    rows, path = make(Random(seed), count), folder / f"{shape}.csv"
    with path.open("w", encoding=encoding, newline="") as out:
        file = csv.DictWriter(out, list(rows[0]))
        file.writeheader()
        file.writerows(rows)
    return path
