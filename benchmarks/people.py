"""Made-up inquiries without end: the same ones for the same seed, each of another person."""

import random
from collections.abc import Iterator

from leadkit.model import Channel, Inquiry

GIVEN = "Ada Bo Cy Dana Eve Finn Gil Hana Ida Jo 小明 丽 建国 娜 伟".split()
FAMILY = "Marsh Lin Hart Stone Weber Rossi Novak Silva 王 李 张 欧阳 单 陈 周".split()
COMPANIES = "Marsh Tools|Hart & Sons|深圳市顶点科技有限公司|Novak GmbH|Rossi S.p.A.|Weber AG|北京华信集团".split("|")
CHANNELS = (Channel.WEB_FORM, Channel.ONLINE_AD, Channel.REFERRAL, Channel.SOCIAL_MEDIA, Channel.EXHIBITION)


def inquiries(count: int, seed: int = 1, first: int = 0) -> Iterator[tuple[str, Inquiry]]:
    """(idempotency key, inquiry), each with an e-mail address and a mobile number of its own."""
    rng = random.Random(seed)
    for number in range(first, first + count):
        given, family = rng.choice(GIVEN), rng.choice(FAMILY)
        phone = f"138{number:08d}" if number % 2 else f"+49 1512 {number:07d}"
        yield (
            f"row-{number}",
            Inquiry(
                name=f"{given} {family}" if family.isascii() else family + given,
                email=(f"{family.lower() if family.isascii() else 'lead'}.{number}@example-{number % 997}.com",),
                phone=(phone,),
                region="CN",
                company=rng.choice(COMPANIES),
                job_title=rng.choice(("", "CTO", "采购经理", "Sales director")),
                needs=(rng.choice(("a crane", "CRM", "培训", "")) or "quote",),
                channel=rng.choice(CHANNELS),
            ),
        )
