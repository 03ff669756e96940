"""Who there is in a made-up list: companies with colleagues, households with families, names and ways to reach them."""

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from random import Random

import noise
import words

# ---- rates ----------------------------------------------------------------------------------------------------------

#: Where people live. Lists of sellers are mostly domestic; this one has branches in Europe and China.
COUNTRIES = (("US", 0.30), ("GB", 0.14), ("DE", 0.15), ("FR", 0.11), ("ES", 0.12), ("CN", 0.15), ("TW", 0.03))
LANGUAGE = {"US": "en", "GB": "en", "DE": "de", "FR": "fr", "ES": "es", "CN": "zh", "TW": "zh"}
#: People whose name comes from another language than their country's.
FOREIGN = 0.08
#: People who are listed with a company; the others are private persons.
WORKING = 0.72
#: Sizes of companies in the list follow a power law: most have one or two people in it, a few have hundreds.
COMPANY_POWER, COMPANY_MOST = 1.15, 800
#: Private persons who share family name, address and landline; of such households, those with a father and a Jr.
FAMILIES, JUNIORS = 0.22, 0.06
#: Private persons who are given somebody else's name and city, besides those whom chance makes namesakes.
NAMESAKES = 0.02


def table(pairs: object) -> tuple[list, list[float]]:
    """Values and their summed weights, as `drawn` takes them."""
    values, weights = zip(*pairs, strict=True)
    return list(values), list(accumulate(weights))


def drawn(rng: Random, choice: tuple[list, list[float]]):
    values, sums = choice
    return values[bisect_right(sums, rng.random() * sums[-1], hi=len(sums) - 1)]


def zipf(values: list, flat: float = 4, power: float = 0.95) -> tuple[list, list[float]]:
    """The nth of a list comes about 1/n as often as the first, as names, cities and streets do."""
    return table((value, 1 / (rank + flat) ** power) for rank, value in enumerate(values))


@dataclass(frozen=True, slots=True)
class Spelled:
    """A Chinese word: simplified, traditional, pinyin."""

    simple: str
    traditional: str
    pinyin: str

    @classmethod
    def read(cls, word: str) -> "Spelled":
        at = next(at for at, mark in enumerate(word) if mark.isascii())
        han, half = word[:at], max(at // 2, 1)
        return cls(han[:half], han[at - half :], word[at:])

    def __add__(self, other: "Spelled") -> "Spelled":
        return Spelled(
            self.simple + other.simple, self.traditional + other.traditional, self.pinyin + other.pinyin.lower()
        )


def zh(lines: list[str]) -> list[Spelled]:
    return [Spelled.read(word) for word in lines]


T_COUNTRY = table(COUNTRIES)
T_LANGUAGE = table((LANGUAGE[country], share) for country, share in COUNTRIES)
T_GIVEN = {
    lang: zipf([word.replace("_", " ").split("/") for word in text.split()]) for lang, text in words.GIVEN.items()
}
T_FAMILY = {lang: zipf(text.split(), flat=2) for lang, text in words.FAMILY.items()}
T_GIVEN_ZH, T_FAMILY_ZH = zipf(zh(words.GIVEN_ZH), flat=8), zipf(zh(words.FAMILY_ZH), flat=1, power=1.1)
T_STEM_ZH, T_TRADE = zipf(zh(words.STEM_ZH), flat=12), zipf(words.TRADE, flat=6)
T_CITY = {}
for _country, _text in words.CITIES.items():
    _rows = [tuple(row.strip().rsplit(" ", 3 if _country == "GB" else 2)) for row in _text.split(";")]
    T_CITY[_country] = zipf([(row[0].split("/"), row[1], " ".join(row[2:])) for row in _rows], flat=2)
T_STREET = {
    country: zipf([each.split("~") for each in text.split("|")], flat=1) for country, text in words.STREETS.items()
}
T_STREET_NAME = {lang: zipf([name.strip() for name in names]) for lang, names in words.STREET_NAMES.items()}
T_TITLE = {
    lang: zipf([each.strip().split("|") for each in text.split(";")], flat=3) for lang, text in words.TITLES.items()
}
T_FORM = {country: zipf(list(forms), flat=1) for country, forms in words.FORMS.items()}
TRADE_LANGUAGE = {"en": 0, "de": 1, "fr": 2, "es": 3, "zh": 4}


@dataclass(frozen=True, slots=True)
class Place:
    country: str
    city: list[str]
    area: str
    postcode: str
    street: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Company:
    """core: the stem and the trade. abroad: what its English letter-head says. pattern: how its mailboxes are named."""

    index: int
    stem: str
    core: str
    form: str
    abroad: str
    place: Place
    domain: str
    desk: tuple[str, str]
    pattern: int


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    group: str
    language: str
    given: list
    family: object
    married: object
    place: Place
    company: Company | None
    next_company: Company | None
    titles: tuple
    phones: dict[str, tuple[str, str, str]]
    mails: dict[str, str]


def digits(rng: Random, pattern: str) -> str:
    """# any digit, @ any letter, % one of 2 to 9."""
    return "".join(
        str(rng.randrange(10))
        if mark == "#"
        else rng.choice("ABDEFGHJLNPQRSTUWXYZ")
        if mark == "@"
        else str(rng.randrange(2, 10))
        if mark == "%"
        else mark
        for mark in pattern
    )


#: the rest of a landline by the length of its area code (0: any), then mobiles: area codes, rest
LINES = {
    "US": ({0: "%######"}, "", ""),
    "GB": ({2: "7### ####", 0: "%## ####"}, "77## 78## 79## 74## 75##", "######"),
    "DE": ({0: "%######"}, "151 176 160 171", "%#######"),
    "FR": ({0: "%# ## ## ##"}, "6 7", "## ## ## ##"),
    "ES": ({2: "%## ## ##", 0: "%## ###"}, "6## 6## 7##", "### ###"),
    "CN": ({0: "8### ####"}, "13# 15# 18# 13# 17#", "#### ####"),
    "TW": ({0: "%### ####"}, "9##", "### ###"),
}


def landline(rng: Random, place: Place) -> tuple[str, str]:
    rests = LINES[place.country][0]
    return place.area, digits(rng, rests.get(len(place.area), rests[0]).replace(" ", ""))


def mobile(rng: Random, place: Place) -> tuple[str, str]:
    _, areas, rest = LINES[place.country]
    if not areas:
        return drawn(rng, T_CITY[place.country])[1], digits(rng, "%######")
    area = digits(rng, rng.choice(areas.split()))
    return area, digits(rng, rest.replace(" ", ""))[: 7 if area in ("160", "171") else None]


def a_place(rng: Random, country: str, city: tuple | None = None) -> Place:
    names, area, postcode = city or drawn(rng, T_CITY[country])
    kind = drawn(rng, T_STREET[country])
    name, number = (
        drawn(rng, T_STREET_NAME[LANGUAGE[country]]),
        str(int(rng.paretovariate(0.6)) % 997 + rng.randrange(1, 90)),
    )
    if country == "TW":
        name = name.translate(words.ZH_TRADITIONAL_STREET)
    long, short = (form.replace("#", number).format(name) for form in (kind[0], kind[-1]))
    return Place(country, names, area, digits(rng, postcode), (long, short))


def a_family(rng: Random, language: str):
    if language == "zh":
        return drawn(rng, T_FAMILY_ZH)
    if language in words.FAMILY_RARE and rng.random() < 0.5:
        fronts, ends = words.FAMILY_RARE[language]
        return rng.choice(fronts) + rng.choice(ends)
    first = drawn(rng, T_FAMILY[language])
    return f"{first} {drawn(rng, T_FAMILY[language])}" if language == "es" and rng.random() < 0.7 else first


def a_given(rng: Random, language: str) -> list:
    if language != "zh":
        return drawn(rng, T_GIVEN[language])
    first = drawn(rng, T_GIVEN_ZH)
    return [first] if rng.random() < 0.22 else [first, drawn(rng, T_GIVEN_ZH)]


#: What belongs to one only.
OWNED = ("domain", "private", "work", "next work")


class World:
    """Who there is. Persons and companies are functions of seed and number: only where they belong is kept."""

    def __init__(self, rows: int, seed: int) -> None:
        self.seed = seed
        self.persons = math.ceil(rows * 0.86) + 10  # more than will be asked for
        self.step = next(
            step for step in range(int(self.persons * 0.618), 2 * self.persons) if math.gcd(step, self.persons) == 1
        )
        self.working = int(self.persons * WORKING)
        rarest = min(COMPANY_MOST, max(20, rows // 60)) ** -COMPANY_POWER
        self.companies = list(
            self._starts(
                self.working,
                "companies",
                lambda rng: int((rarest + rng.random() * (1 - rarest)) ** (-1 / COMPANY_POWER)),
            )
        )
        sizes = table(
            (size, share)
            for size, share in ((1, 1 - FAMILIES), (2, FAMILIES * 0.45), (3, FAMILIES * 0.3), (4, FAMILIES * 0.25))
        )
        self.households = list(self._starts(self.persons - self.working, "households", lambda rng: drawn(rng, sizes)))
        self.taken: dict[int, int] = {}  # hashed mailboxes: an address belongs to one person
        self.company = lru_cache(4096)(self._company)
        self.person = lru_cache(4096)(self._person)

    def _starts(self, people: int, what: str, size) -> Iterator[int]:
        rng, at = Random(f"{self.seed} {what}"), 0
        while at < people:
            yield at
            at += size(rng)

    def rng(self, *numbers: int) -> Random:
        mixed = self.seed
        for number in numbers:
            mixed = (mixed * 0x9E3779B97F4A7C15 + number + 1) % (1 << 64)
        return Random(mixed)

    def _company(self, index: int) -> Company:
        rng = self.rng(1, index)
        country = drawn(rng, T_COUNTRY)
        language, place = LANGUAGE[country], a_place(rng, country)
        trade, form = drawn(rng, T_TRADE), drawn(rng, T_FORM[country])
        label = trade[TRADE_LANGUAGE[language]]
        if language == "zh":
            han = drawn(rng, T_STEM_ZH) + drawn(rng, T_STEM_ZH)
            simple, _, traditional = label.partition(" ")
            stem, label = (han.traditional, traditional or simple) if country == "TW" else (han.simple, simple)
            core, abroad = stem + label, f"{place.city[-1]} {han.pinyin} {trade[0]}"
            slug = han.pinyin + (trade[0] if rng.random() < 0.5 else "")
        else:
            stem = rng.choice(words.STEM[0]) + rng.choice(words.STEM[1])
            if rng.random() < 0.15:
                stem = a_family(rng, language).split()[0]
            core = f"{stem} {label}" if rng.random() < 0.8 else stem
            abroad = f"{stem} {trade[0]}"
            slug = core if rng.random() < 0.7 else stem
        domain = self.own(index, "domain", noise.mailbox(slug), rng.choice(words.TLDS[country].split()))
        return Company(index, stem, core, form, abroad, place, domain, landline(rng, place), rng.randrange(6))

    def own(self, number: int, kind: str, front: str, end: str) -> str:
        """front + end, with a number between them when it is somebody else's already. Asked again, it is the same."""
        owner, bump = number * len(OWNED) + OWNED.index(kind), 0
        if end == "@gmail.com":
            front = front.replace("_", ".")
        inbox = front.replace(".", "") if end == "@gmail.com" else front  # which is blind to dots
        while self.taken.setdefault(hash_of(f"{inbox}{bump or ''}{end}"), owner) != owner:
            bump = bump * 3 + 2 + number % 7
        return f"{front}{bump or ''}{end}"

    def _household(self, index: int) -> tuple[str, str, object, Place, tuple[str, str], bool]:
        rng = self.rng(2, index)
        country = drawn(rng, T_COUNTRY)
        language = self._language(rng, country)
        place = a_place(rng, country)
        return country, language, a_family(rng, language), place, landline(rng, place), rng.random() < JUNIORS

    @staticmethod
    def _language(rng: Random, country: str) -> str:
        return drawn(rng, T_LANGUAGE) if rng.random() < FOREIGN else LANGUAGE[country]

    def _person(self, number: int) -> Person:
        rng = self.rng(3, number)
        slot = (number * self.step + 17) % self.persons
        company = next_company = None
        home: tuple[str, str] | None = None
        if slot < self.working:
            index = bisect_right(self.companies, slot) - 1
            company = self.company(index)
            group, country = f"company-{index}", company.place.country
            language = self._language(rng, country)
            given, family, place = a_given(rng, language), a_family(rng, language), a_place(rng, country)
        else:
            at = slot - self.working
            index = bisect_right(self.households, at) - 1
            country, language, family, place, home, junior = self._household(index)
            alone = self.households[index + 1 : index + 2] == [self.households[index] + 1]
            member = at - self.households[index]
            given = a_given(self.rng(4, index) if junior and member < 2 and not alone else rng, language)
            if member and not junior and rng.random() < 0.15:
                family = a_family(rng, language)
            group = f"household-{index}"
            if alone and number > 100 and rng.random() < NAMESAKES:
                twin = self.person(
                    rng.randrange(number // 2, number - 1) if number < 3000 else number - 1 - rng.randrange(1000)
                )
                language, given, family = twin.language, twin.given, twin.family
                city = (twin.company or twin).place
                place = a_place(rng, city.country, (city.city, city.area, city.postcode))
                home = landline(rng, place)
                country = city.country
            elif junior and member < 2 and not alone and language == "en":
                family = f"{family} {'Jr.' if member else 'Sr.'}" if rng.random() < 0.6 else family
        title = drawn(rng, T_TITLE[LANGUAGE[country]]), drawn(rng, T_TITLE[LANGUAGE[country]])
        phones = {"mobile": (*mobile(rng, place), ""), "home": (*(home or landline(rng, place)), "")}
        mails = {"private": self._private(rng, number, country, language, given, family)}
        if company:
            for _ in range(5):  # mostly at home
                next_company = self.company(bisect_right(self.companies, rng.randrange(self.working)) - 1)
                if next_company.place.country == country and next_company is not company:
                    break
            extension = digits(rng, rng.choice(("##", "###", "%###")))
            phones |= {
                "desk": (*company.desk, extension),
                "direct": (company.desk[0], company.desk[1][:-3] + digits(rng, "###"), ""),
            }
            mails["work"] = self.work_mail(number, "work", company, language, given, family)
        return Person(
            number,
            group,
            language,
            given,
            family,
            a_family(rng, language),
            place,
            company,
            next_company,
            title,
            phones,
            mails,
        )

    def _private(self, rng: Random, number: int, country: str, language: str, given: list, family: object) -> str:
        end = "@" + drawn(rng, zipf(words.FREE_MAIL[country], flat=1))
        if end == "@qq.com" and rng.random() < 0.75:
            return self.own(number, "private", digits(rng, "%########"), end)
        if rng.random() < 0.12:
            return self.own(number, "private", rng.choice(words.HANDLES) + digits(rng, rng.choice(("##", "####"))), end)
        first, last = ascii_name(language, given, family)
        front = rng.choice(
            (
                f"{first}.{last}",
                f"{first}{last}",
                f"{first[0]}{last}",
                f"{last}.{first}",
                f"{first}_{last}",
                f"{first}{last[0]}",
            )
        )
        return self.own(
            number,
            "private",
            front + rng.choice(("", "", digits(rng, "##"), f"{rng.randrange(1955, 2004)}", digits(rng, "###"))),
            end,
        )

    def work_mail(self, number: int, kind: str, company: Company, language: str, given: list, family: object) -> str:
        first, last = ascii_name(language, given, family)
        front = (
            f"{first}.{last}",
            f"{first[0]}{last}",
            f"{first}",
            f"{first[0]}.{last}",
            f"{last}",
            f"{first}{last[0]}",
        )[company.pattern]
        return self.own(number, kind, front, f"@{company.domain}")


def hash_of(text: str) -> int:
    """The same in every process, unlike `hash`."""
    return int.from_bytes(text.encode()[-40:], "big") % ((1 << 61) - 1)


def ascii_name(language: str, given: list, family: object) -> tuple[str, str]:
    if language == "zh":
        return "".join(each.pinyin for each in given).lower(), family.pinyin.lower().replace("ü", "v")
    return noise.mailbox(given[0]) or "x", noise.mailbox(family.removesuffix(" Jr.").removesuffix(" Sr.").split()[0])
