"""Cleansing of whole leads beside the libraries that read their e-mails and phones: same values, one process.

python benchmarks/cleansing.py [--rows 200000] [--rounds 3]     rows: leads of each kind, up to a million

The libraries do only what they must: parse, validate and format each phone field, validate each e-mail field. Ours
cleanses every field of the lead: name, e-mail, phone, company, job title, address, country, web site. No two leads
share an e-mail or a phone, so that no cache flatters anybody. Seconds are those of the processor.
"""

import argparse
import gc
import random
import time
from collections.abc import Callable, Iterator
from statistics import median

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from leadkit.model import Address, Inquiry
from leadkit.steps.cleansing import CleansingPolicy, cleanse
from leadkit.steps.cleansing.emails import read_emails
from leadkit.steps.cleansing.phones import read_phones

REGION, BATCH, MOST = "CN", 10_000, 1_000_000
POLICY = CleansingPolicy(region=REGION)

GIVEN = "Ada Bo Cy Dana Eve Finn Gil Hana Ida Jo Karl Lena Mia Nils Olga Pia Rosa Sven Tom Uwe".split()
FAMILY = "Marsh Hart Stone Weber Rossi Novak Silva Jansen Keller Moreau Olsen Price Quinn Reyes Sato Turner".split()
HAN_GIVEN = "明丽伟芳娜敏静强磊军洋勇艳杰娟涛超秀霞平刚桂英华玉兰建国红梅志文"
HAN_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单曾"
COMPANIES = (
    "Marsh Tools|Hart & Sons Ltd|深圳市{}科技有限公司|Novak GmbH|Rossi {} S.p.A.|北京{}集团股份有限公司|{} Systems Inc."
)
TITLES = ("", "CTO", "采购经理", "Sales director", "Head of Purchasing", "Software Engineer", "总经理")

Kind = Callable[[random.Random, int], Inquiry]


def ordinary(rng: random.Random, number: int) -> Inquiry:
    """What most forms and files hold: plain addresses, and numbers in the usual spellings of their countries."""
    han = number % 3 == 0
    name = (
        rng.choice(HAN_FAMILY) + "".join(rng.sample(HAN_GIVEN, 2))
        if han
        else f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}{rng.choice('abcdefgh')}"
    )
    digits = f"{number:08d}"
    phone, country = rng.choice(
        [
            (f"138{digits}", "CN"),
            (f"138 {digits[:4]} {digits[4:]}", "CN"),
            (f"+86 139-{digits[:4]}-{digits[4:]}", "CN"),
            (f"0755-8{digits[1:]}", "CN"),
            (f"(650) 2{digits[2:4]}-{digits[4:]}", "US"),
            (f"+49 1512 {digits[1:]}", "DE"),
            (f"+44 7400 {digits[2:]}", "GB"),
        ]
    )
    return Inquiry(
        name=name,
        email=(f"{rng.choice(GIVEN).lower()}.{number}@{rng.choice(FAMILY).lower()}-{number % 9973}.com",),
        phone=(phone,),
        region=country,
        company=rng.choice(COMPANIES.split("|")).format(rng.choice(("Apex", "华信", "顶点", "Orion"))),
        job_title=rng.choice(TITLES),
        address=Address(city=rng.choice(("深圳", "Berlin", "")), country=rng.choice((country, "China", "中国", "USA"))),
        website=rng.choice(("", f"https://www.acme-{number}.com", f"WWW.acme{number}.com/")),
    )


ODD_EMAILS = (
    "Ann {} <ann.{}@example-x.com>", "ann{}@BÜCHER.example-x.com", "ann{}＠example.com", "ann@@{}.com",
    "info{}@例子.中国", "o'neil.{}@example-x.com", "a{}@x.com; b{}@x.com", "mailto:x{}@mail.com",
    "Ann.{}@SUB.EXAMPLE-X.COM ", "ann{}@localhost", "аnn{}@example-x.com", "x{}@mailinator.com",
)  # fmt: skip
ODD_PHONES = (
    "１３８{0}", "0755-8{1}转8001", "138{0} / 139{0}", "手机：138{0}", "+1 (650) {1} ext. 12", "1-800-{1}", "95588{0}",
    "0086 138 {0}", "138{0}(微信同号)", "T: 0755 8{1} M: 138{0}", "00000{0}", "138{0}.0", "call me {0}", "(852) 2{1}",
    "+49 (0)30 {1}",
)  # fmt: skip


def arbitrary(rng: random.Random, number: int) -> Inquiry:
    """The same with every second e-mail, phone and name written in some other way, or wrong."""
    plain, digits = ordinary(rng, number), f"{number:08d}"
    email, phone, name = plain.email, plain.phone, plain.name
    if rng.random() < 0.5:
        email = (rng.choice(ODD_EMAILS).format(digits, digits),)
    if rng.random() < 0.5:
        phone = (rng.choice(ODD_PHONES).format(digits, digits[1:]),)
    if rng.random() < 0.5:
        name = rng.choice(("Dr. {} Jr.", "{} (Bob)", "{}先生", "van der {}", " {}  ", "PROF. {}, PhD")).format(name)
    address = Address(street=f"广东省深圳市南山区科技园南路{number}号") if rng.random() < 0.2 else plain.address
    return Inquiry(**{**plain.__dict__, "email": email, "phone": phone, "name": name, "address": address})


def batches(kind: Kind, count: int) -> Iterator[list[Inquiry]]:
    """The same leads each time, a batch at once, made outside of what is measured."""
    rng = random.Random(1)
    for first in range(0, count, BATCH):
        yield [kind(rng, number) for number in range(first, min(first + BATCH, count))]


def libraries(inquiries: list[Inquiry]) -> None:
    for inquiry in inquiries:
        for text in inquiry.phone:
            try:
                number = phonenumbers.parse(text, inquiry.region)
            except phonenumbers.NumberParseException:
                continue
            phonenumbers.is_valid_number(number)
            phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        for text in inquiry.email:
            try:
                _ = validate_email(text, check_deliverability=False).normalized
            except EmailNotValidError:
                continue


def contact_details(inquiries: list[Inquiry]) -> None:
    for inquiry in inquiries:
        read_emails(inquiry.email, [])
        read_phones(inquiry.phone, (inquiry.region, REGION), [])


def whole(inquiries: list[Inquiry]) -> None:
    for inquiry in inquiries:
        cleanse(inquiry, POLICY)


WORK = {
    "phonenumbers + email-validator alone": libraries,
    "our e-mails and phones": contact_details,
    "all fields": whole,
}


def seconds(kind: Kind, count: int) -> list[float]:
    """Of each kind of work, on the same batches one after the other."""
    spent = [0.0] * len(WORK)
    for batch in batches(kind, count):
        for at, work in enumerate(WORK.values()):
            gc.collect()
            gc.disable()
            started = time.process_time()
            work(batch)
            spent[at] += time.process_time() - started
            gc.enable()
    return spent


# What is promised: kind of values, what is done with them, and at most how many times the libraries' time.
GOALS = ((arbitrary, "all fields", 1.3), (ordinary, "our e-mails and phones", 1 / 3))


def main(count: int, rounds: int) -> None:
    print(f"{count:,} leads of each kind, median of {rounds} rounds\n")
    print("| values | what | seconds | leads a second | ratio |")
    print("|---|---|---:|---:|---:|")
    ratios = {}
    for kind in (ordinary, arbitrary):
        seconds(kind, 2_000)  # imports and metadata are loaded on first use, by both sides
        spent_each = [seconds(kind, count) for _ in range(rounds)]
        medians = [median(spent) for spent in zip(*spent_each, strict=True)]
        for what, spent in zip(WORK, medians, strict=True):
            ratios[kind, what] = ratio = spent / medians[0]
            print(f"| {kind.__name__} | {what} | {spent:.1f} | {count / spent:,.0f} | {ratio:.2f} × |", flush=True)
    print("\n| values | what | of the libraries' time | goal: at most |")
    print("|---|---|---:|---:|")
    for kind, what, most in GOALS:
        ratio = ratios[kind, what]
        print(f"| {kind.__name__} | {what} | {ratio:.2f} ×, so {1 / ratio:.1f} × as fast | {most:.2f} × |")


def rows(text: str) -> int:
    count = int(text.replace(",", "").replace("_", ""))
    if not 0 < count <= MOST:  # beyond that two leads would share a phone number
        raise argparse.ArgumentTypeError(f"from 1 to {MOST:,}")
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=rows, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    main(options.rows, options.rounds)
