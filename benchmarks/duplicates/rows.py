"""What is written down about a person: one row of a list, with the mishaps that befell it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import noise
import words
from world import LANGUAGE, T_GIVEN_ZH, Company, Person, World, a_place, drawn, table

# ---- rates ----------------------------------------------------------------------------------------------------------

#: A first row's mail and phone: for those who work and for private persons.
MAILS = {True: (("work", 0.62), ("private", 0.28), ("", 0.10)), False: (("private", 0.88), ("", 0.12))}
PHONES = {
    True: (("mobile", 0.40), ("desk", 0.25), ("direct", 0.10), ("", 0.25)),
    False: (("mobile", 0.60), ("home", 0.20), ("", 0.20)),
}
#: Columns that stay empty, drawn anew for every row.
MISSING = (
    ("company", 0.12),
    ("job_title", 0.35),
    ("street", 0.45),
    ("city", 0.15),
    ("country", 0.20),
    ("website", 0.65),
)
#: A person's company mailbox instead of their own: info@, sales@.
SHARED = 0.03
#: Somebody typed nonsense because the form wanted something.
NONSENSE = 0.006
#: A desk phone is written down with its extension.
EXTENSION = 0.35
#: Chinese people in Chinese-speaking countries who write themselves in pinyin; elsewhere nearly all do.
PINYIN = {True: 0.12, False: 0.95}
#: First rows are clean but for these.
FIRST_MISHAPS = ((0, 0.92), (1, 0.08))
#: Of how many mishaps a further row is made; none of them: the same once more.
MISHAPS = ((0, 0.07), (1, 0.30), (2, 0.34), (3, 0.20), (4, 0.09))
#: Which, by weight. What cannot befall a row (a nickname where there is none) is drawn anew.
MISHAP = {
    "nickname": 12,
    "initial": 5,
    "middle_initial": 3,
    "honorific": 3,
    "typo_given": 8,
    "typo_family": 9,
    "swapped_names": 5,
    "married": 2,
    "no_accents": 5,
    "capitals": 5,
    "pinyin": 9,
    "traditional": 4,
    "phone_format": 13,
    "other_phone": 10,
    "two_phones": 3,
    "phone_typo": 4,
    "no_phone": 7,
    "other_mail": 12,
    "mail_typo": 5,
    "no_mail": 9,
    "no_company": 6,
    "company_short": 8,
    "company_form": 9,
    "company_bracket": 4,
    "company_translated": 3,
    "job_change": 6,
    "title": 6,
    "moved": 4,
    "street_short": 5,
}

# ---- tables ---------------------------------------------------------------------------------------------------------

COLUMNS = tuple(
    "id first_name last_name email phone company job_title street city postcode country website created".split()
)
T_FIRST, T_MISHAPS, T_MISHAP = table(FIRST_MISHAPS), table(MISHAPS), table(MISHAP.items())
T_MAIL, T_PHONE = ({work: table(rows) for work, rows in each.items()} for each in (MAILS, PHONES))
HOMOPHONES: dict[str, list] = {}
for _char in T_GIVEN_ZH[0]:
    HOMOPHONES.setdefault(_char.pinyin, []).append(_char)
#: One mishap a part of the row. The parts, and what may befall them; where it needs something, `FITS` says so.
PARTS = {
    "given": "nickname initial middle_initial honorific typo_given",
    "family": "typo_family married",
    "order": "swapped_names",
    "letters": "no_accents capitals",
    "script": "pinyin traditional",
    "title": "title",
    "phone": "phone_format other_phone two_phones phone_typo no_phone",
    "mail": "other_mail mail_typo no_mail",
    "company": "no_company company_short company_form company_bracket company_translated job_change",
    "address": "moved street_short",
}
PART = {kind: part for part, kinds in PARTS.items() for kind in kinds.split()}
HONORIFICS = {
    "en": ("Mr.", "Mrs.", "Ms", "Dr."),
    "de": ("Dr.", "Herr", "Frau", "Dipl.-Ing."),
    "fr": ("M.", "Mme", "Dr"),
    "es": ("Sr.", "Sra.", "D."),
}


@dataclass(slots=True)
class Habits:
    """What a person's rows have in common before anything befalls them."""

    mail: str
    phone: str
    script: str
    usual_phone: bool
    one_cell: bool


def habits_of(world: World, person: Person) -> Habits:
    rng, working = world.rng(5, person.number), person.company is not None
    at_home = LANGUAGE[person.place.country] == "zh"
    han = "traditional" if person.place.country == "TW" else "simple"
    return Habits(
        drawn(rng, T_MAIL[working]),
        drawn(rng, T_PHONE[working]),
        ("pinyin" if rng.random() < PINYIN[at_home] else han) if person.language == "zh" else "",
        rng.random() < 0.75,
        rng.random() < 0.12,
    )


def _western(person: Person, _: Habits) -> bool:
    return person.language != "zh"


def _works(person: Person, _: Habits) -> bool:
    return person.company is not None


def _mailed(_: Person, habits: Habits) -> bool:
    return bool(habits.mail)


def _phoned(_: Person, habits: Habits) -> bool:
    return bool(habits.phone)


def _both(_: Person, habits: Habits) -> bool:
    return bool(habits.mail and habits.phone)


#: What a mishap needs; the others can befall everybody.
FITS: dict[str, Callable[[Person, Habits], bool]] = {
    **dict.fromkeys(("initial", "middle_initial", "honorific", "married"), _western),
    **dict.fromkeys(("company_short", "company_form", "company_bracket", "no_company", "title"), _works),
    **dict.fromkeys(("phone_format", "phone_typo", "two_phones"), _phoned),
    **dict.fromkeys(("no_phone", "no_mail"), _both),
    "mail_typo": _mailed,
    "other_mail": lambda person, habits: _works(person, habits) and _mailed(person, habits),
    "nickname": lambda person, habits: _western(person, habits) and len(person.given) > 1,
    "no_accents": lambda person, habits: _western(person, habits) and not f"{person.given[0]}{person.family}".isascii(),
    **dict.fromkeys(("capitals", "typo_family"), lambda _, habits: habits.script in ("", "pinyin")),
    "pinyin": lambda _, habits: bool(habits.script),
    "traditional": lambda person, habits: (
        habits.script in ("simple", "traditional")
        and any(word.simple != word.traditional for word in (*person.given, person.family))
    ),
    "moved": lambda person, _: person.company is None,
    "company_translated": lambda person, habits: (
        _works(person, habits) and person.company.core != person.company.abroad
    ),
    # something has to stay, or nobody could know
    "job_change": lambda person, habits: (
        _works(person, habits) and (habits.phone == "mobile" or habits.mail == "private")
    ),
}


def mishaps(rng: Random, person: Person, habits: Habits, turn: int) -> set[str]:
    wanted, kinds, parts = drawn(rng, T_MISHAPS if turn else T_FIRST), set(), set()
    for _ in range(40):
        if len(kinds) == wanted:
            break
        kind = drawn(rng, T_MISHAP)
        if PART[kind] not in parts and FITS.get(kind, lambda *_: True)(person, habits):
            kinds.add(kind)
            parts.add(PART[kind])
    return kinds


def names(rng: Random, person: Person, habits: Habits, kinds: set[str]) -> tuple[str, str]:
    """First and last name as the row has them."""
    if person.language == "zh":
        return chinese_names(rng, person, habits, kinds)
    given, family = person.given[0], str(person.family)
    if "nickname" in kinds:
        given = rng.choice(person.given[1:])
    elif "initial" in kinds:
        given = given[0] + rng.choice((".", ""))
    elif "middle_initial" in kinds:
        given += f" {rng.choice('ABCDEFGHJLMPRST')}."
    elif "honorific" in kinds:
        given = f"{rng.choice(HONORIFICS[person.language])} {given}"
    elif "typo_given" in kinds:
        given = noise.typo(rng, given)
    if "married" in kinds:
        family = f"{family}-{person.married}" if rng.random() < 0.35 else str(person.married)
    elif "typo_family" in kinds:
        family = noise.typo(rng, family)
    if "no_accents" in kinds:
        given, family = (
            noise.without_accents(text.translate(noise.UMLAUTS) if person.language == "de" else text)
            for text in (given, family)
        )
    if "capitals" in kinds:
        given, family = (given.upper(), family.upper()) if rng.random() < 0.6 else (given.lower(), family.lower())
    return (family, given) if "swapped_names" in kinds else (given, family)


def chinese_names(rng: Random, person: Person, habits: Habits, kinds: set[str]) -> tuple[str, str]:
    script, chars = habits.script, list(person.given)
    if "pinyin" in kinds:
        script = "pinyin" if script != "pinyin" else "simple"
    if "traditional" in kinds and script != "pinyin":
        script = "traditional" if script == "simple" else "simple"
    if script != "pinyin":
        if "typo_given" in kinds:  # what the input method offers first
            alike = [char for char in HOMOPHONES[chars[-1].pinyin] if char is not chars[-1]]
            chars[-1] = rng.choice(alike or T_GIVEN_ZH[0])
        given, family = "".join(getattr(char, script) for char in chars), getattr(person.family, script)
        if habits.one_cell and "swapped_names" not in kinds:
            return "", family + given
        return (family, given) if "swapped_names" in kinds else (given, family)
    family, parts = person.family.pinyin, [char.pinyin for char in chars]
    given = (
        "".join((parts[0], *(part.lower() for part in parts[1:])))
        if rng.random() < 0.7
        else rng.choice((" ", "-")).join(parts)
    )
    if "typo_given" in kinds:
        given = noise.typo(rng, given)
    if "typo_family" in kinds:
        family = noise.typo(rng, family)
    if "capitals" in kinds:
        family = family.upper()
    if ("swapped_names" in kinds) != (rng.random() < 0.15):
        kinds.add("swapped_names")
        return family, given
    kinds.discard("swapped_names")
    return given, family


def company_name(rng: Random, company: Company, kinds: set[str]) -> str:
    chinese, city = LANGUAGE[company.place.country] == "zh", company.place.city[0]
    core, form = company.core, company.form
    if "company_short" in kinds:
        return rng.choice((core, core, company.stem, f"{city}{company.stem}" if chinese else core))
    if "company_translated" in kinds:
        return f"{company.abroad} {rng.choice(words.FORM_ABROAD) if chinese else form}"
    if "company_bracket" in kinds:
        return f"{core}{rng.choice(('（{}）', '({})')).format(city)}{form}" if chinese else f"{core} ({city}) {form}"
    if "company_form" in kinds:
        form = rng.choice([other for other in words.FORMS[company.place.country] if other != form])
    return (
        f"{city}{'市' if company.index % 2 and company.place.country == 'CN' else ''}{core}{form}"
        if chinese
        else f"{core} {form}"
    )


def record(world: World, person: Person, turn: int) -> tuple[dict[str, str], set[str], str]:
    """The cells of a person's next row, what befell it, and the group it seems to belong to."""
    habits, rng = habits_of(world, person), world.rng(6, person.number, turn)
    kinds = mishaps(rng, person, habits, turn)
    company, title = (
        (person.next_company, person.titles[1]) if "job_change" in kinds else (person.company, person.titles[0])
    )
    first, last = names(rng, person, habits, kinds)
    cells = dict.fromkeys(COLUMNS, "") | {"first_name": first, "last_name": last}
    place = company.place if company else person.place
    if "moved" in kinds:
        place = a_place(rng, person.place.country)
    cells |= {
        "street": place.street["street_short" in kinds],
        "city": place.city[0 if rng.random() < 0.9 else -1],
        "postcode": place.postcode,
        "country": words.COUNTRY[place.country][int(rng.paretovariate(1.4)) % len(words.COUNTRY[place.country]) - 1],
    }
    if company:
        cells |= {
            "company": company_name(rng, company, kinds),
            "job_title": title["title" in kinds],
            "website": f"www.{company.domain}",
        }
    cells["email"] = mail(rng, world, person, habits, kinds)
    cells["phone"] = phone(rng, person, habits, kinds)
    spoil(rng, cells, kinds)
    if not (cells["email"] or cells["phone"] or cells["company"] or cells["street"]):
        cells["email"] = person.mails["private"]
    return cells, kinds, f"company-{company.index}" if company else person.group


def mail(rng: Random, world: World, person: Person, habits: Habits, kinds: set[str]) -> str:
    which = habits.mail
    if "other_mail" in kinds:
        which = "private" if which == "work" else "work"
    if "no_mail" in kinds or not which:
        return ""
    company = person.company
    if "job_change" in kinds and which == "work":
        company = person.next_company
        text = world.work_mail(person.number, "next work", company, person.language, person.given, person.family)
    else:
        text = person.mails[which]
    if which == "work" and company and rng.random() < SHARED:
        kinds.add("shared_mailbox")
        return f"{words.SHARED_MAILBOX[int(rng.paretovariate(1)) % len(words.SHARED_MAILBOX) - 1]}@{company.domain}"
    if "mail_typo" in kinds:
        text = noise.mail_typo(rng, text)
    return text.title() if rng.random() < 0.03 else text


def phone(rng: Random, person: Person, habits: Habits, kinds: set[str]) -> str:
    which = habits.phone
    others = [each for each in person.phones if each != which and (each != "home" or person.company is None)]
    if "other_phone" in kinds:
        which = others[int(rng.paretovariate(1.5)) % len(others) - 1] if len(others) > 1 else others[0]
    if "no_phone" in kinds or not which:
        return ""
    if "job_change" in kinds and which in ("desk", "direct"):
        number, extension = person.next_company.desk, ""
    else:
        *number, extension = person.phones[which]
    country = (person.company or person).place.country if which in ("desk", "direct") else person.place.country
    if "job_change" in kinds and which in ("desk", "direct"):
        country = person.next_company.place.country
    usual = habits.usual_phone != ("phone_format" in kinds)
    if "phone_typo" in kinds:
        number = (number[0], noise.wrong_digit(rng, number[1]))
    said = extension if extension and rng.random() < EXTENSION else ""
    text = noise.phone_text(rng, country, tuple(number), said, usual=usual)
    if "two_phones" in kinds:
        *second, _ = person.phones[others[0]]
        text += rng.choice((" / ", "; ", ", ")) + noise.phone_text(
            rng, person.place.country, tuple(second), "", usual=True
        )
    return text


def spoil(rng: Random, cells: dict[str, str], kinds: set[str]) -> None:
    """What befalls any cell: it stays empty, or nonsense is typed in."""
    if "no_company" in kinds:
        cells["company"] = cells["website"] = ""
    for column, share in MISSING:
        if rng.random() < share and cells[column]:
            cells[column] = ""
            if column == "company":
                kinds.add("no_company")
    if not cells["street"]:
        cells["postcode"] = cells["postcode"] if rng.random() < 0.15 else ""
    if rng.random() < NONSENSE * len(words.NOTHING):
        column, texts = rng.choice(list(words.NOTHING.items()))
        if not (cells["email"] and cells["phone"]) and column != "company":
            return
        cells[column] = rng.choice(texts)
        kinds.add("nonsense")
