"""How a value gets spoilt: slips of fingers and scanners, and the many ways to write one phone number."""

import re
import unicodedata
from collections.abc import Callable
from random import Random

KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {
    key: "".join(
        line[at]
        for line in KEYBOARD[max(row - 1, 0) : row + 2]
        for at in range(max(column - 1, 0), min(column + 2, len(line)))
        if line[at] != key
    )
    for row, keys in enumerate(KEYBOARD)
    for column, key in enumerate(keys)
}
#: What a scanner of cards reads instead.
SCANNED = {
    "rn": "m",
    "m": "rn",
    "l": "1",
    "i": "l",
    "o": "0",
    "e": "c",
    "cl": "d",
    "d": "cl",
    "u": "v",
    "h": "b",
    "B": "8",
    "S": "5",
}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
FULL_WIDTH = {ord("!") + at: 0xFF01 + at for at in range(94)}


def neighbour(rng: Random, text: str, at: int) -> str:
    near = NEIGHBOURS.get(text[at].lower(), "e")
    return text[:at] + rng.choice(near) + text[at + 1 :]


def transposed(_: Random, text: str, at: int) -> str:
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :] if text[at - 1].islower() else text + text[-1]


def dropped(_: Random, text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]


def doubled(_: Random, text: str, at: int) -> str:
    return text[: at + 1] + text[at:]


def scanned(rng: Random, text: str, at: int) -> str:
    found = [key for key in SCANNED if key in text[1:]]
    if not found:
        return neighbour(rng, text, at)
    key = rng.choice(found)
    return text[0] + text[1:].replace(key, SCANNED[key], 1)


SLIPS: tuple[Callable[[Random, str, int], str], ...] = (neighbour, transposed, dropped, doubled, scanned)


def typo(rng: Random, text: str) -> str:
    """One slip behind the first letter; nothing to slip on in fewer than three."""
    return rng.choice(SLIPS)(rng, text, rng.randrange(1, len(text))) if len(text) > 2 else text


def wrong_digit(rng: Random, digits: str) -> str:
    at = rng.randrange(len(digits) // 2, len(digits))
    if rng.random() < 0.4 and digits[at] != digits[at - 1]:
        return digits[: at - 1] + digits[at] + digits[at - 1] + digits[at + 1 :]
    return digits[:at] + rng.choice("0123456789".replace(digits[at], "")) + digits[at + 1 :]


MAIL_SLIPS = (
    ("@gmail.com", "@gmial.com"), ("@gmail.com", "@gmail.co"), ("@hotmail.com", "@hotmial.com"),
    ("@yahoo.com", "@yaho.com"), (".com", ".con"), (".com", ".cm"), ("@qq.com", "@qq.con"), ("@163.com", "@163.con"),
    (".de", ".ed"), (".co.uk", ".couk"),
)  # fmt: skip


def mail_typo(rng: Random, mail: str) -> str:
    """A slip in front of the @, or one of those that are common behind it."""
    slips = [(right, wrong) for right, wrong in MAIL_SLIPS if mail.endswith(right)]
    if slips and rng.random() < 0.4:
        right, wrong = rng.choice(slips)
        return mail.removesuffix(right) + wrong
    user, _, domain = mail.partition("@")
    return f"{wrong_digit(rng, user) if user.isdigit() else typo(rng, user)}@{domain}"


def without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark)).replace(
        "ß", "ss"
    )


def mailbox(text: str) -> str:
    """How a name is written in front of the @: ASCII, no spaces."""
    return re.sub(r"[^a-z0-9-]", "", without_accents(text.translate(UMLAUTS)).lower())


#: t trunk prefix, a area code, x and y the two halves of the rest, c country code. The first is the usual one.
PHONE_STYLES = {
    "US": "({a}) {x}-{y}|{a}-{x}-{y}|+1 {a} {x} {y}|{a}{x}{y}|{a}.{x}.{y}|+1{a}{x}{y}|1-{a}-{x}-{y}|+1 ({a}) {x}-{y}",
    "GB": "0{a} {x} {y}|+44 {a} {x} {y}|+44 (0){a} {x}{y}|0{a}{x}{y}|+44{a}{x}{y}|(0{a}) {x} {y}",
    "DE": "+49 {a} {x}{y}|0{a} {x}{y}|0{a}/{x}{y}|+49 (0) {a} {x}{y}|0049{a}{x}{y}|0{a}-{x} {y}|+49{a}{x}{y}",
    "FR": "0{a} {x} {y}|+33 {a} {x} {y}|0{a}{x}{y}|+33 (0){a} {x}{y}|0033{a}{x}{y}|0{a}.{x}.{y}",
    "ES": "{a} {x} {y}|+34 {a} {x} {y}|{a}{x}{y}|0034 {a}{x}{y}|{a}-{x}-{y}|(+34) {a}{x}{y}",
    "CN": "{t}{a}{x}{y}|+86 {a} {x} {y}|86-{a}{x}{y}|0086{a}{x}{y}|{t}{a}-{x}-{y}|{t}{a} {x} {y}"
    "|(+86){a}{x}{y}|+86{a}{x}{y}",
    "TW": "0{a}-{x}-{y}|+886 {a} {x} {y}|0{a}{x}{y}|(0{a}) {x}-{y}|+886-{a}-{x}{y}",
}
PHONE_STYLES = {country: styles.split("|") for country, styles in PHONE_STYLES.items()}
EXTENSIONS = {
    "US": (" x{}", " ext. {}", " ext {}", "x{}"),
    "GB": (" ext {}", " x{}"),
    "CN": ("转{}", "-{}", " 转 {}"),
    "": (" ext. {}", " x{}", "-{}"),
}


def phone_text(rng: Random, country: str, number: tuple[str, str], extension: str, *, usual: bool) -> str:
    """area code and the rest, written down. usual: as most people of the country do."""
    area, rest = number
    styles = PHONE_STYLES[country]
    style = styles[0] if usual else rng.choice(styles[1:])
    mobile = country == "CN" and len(area) == 3 and area[0] == "1" and len(rest) == 8
    half = len(rest) - 4
    text = style.format(t="" if mobile else "0", a=area, x=rest[:half], y=rest[half:])
    if extension:
        text += rng.choice(EXTENSIONS.get(country, EXTENSIONS[""])).format(extension)
    if country in ("CN", "TW") and not usual and rng.random() < 0.08:
        return text.translate(FULL_WIDTH)
    return text
