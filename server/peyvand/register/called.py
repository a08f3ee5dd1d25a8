"""What people call choices beside their labels."""

from __future__ import annotations

from collections.abc import Mapping

# What choices are called beside their labels, by their names.
CALLED: Mapping[str, tuple[str, ...]] = {
    "SisterCityAgreement": (
        *("sister city", "sister cities", "sister city pact", "twinning", "twin city", "twin town"),
        *("خواهرخواندگی", "خواهرشهری", "خواهرشهر", "پیمان خواهرشهری", "خواهر خواندگی"),
    ),
    "FriendshipAgreement": ("friendship", "friendship pact", "دوستی"),
    "MemorandumOfUnderstanding": ("memorandum", "mou", "یادداشت تفاهم"),
    "ProjectPartnership": ("project", "partnership", "پروژه"),
    "ContactLink": ("contact", "link"),
    "City": ("town", "village"),
    "District": ("district", "منطقهٔ شهری"),
    "Visit": ("trip", "بازدید"),
    "Event": ("activity", "فعالیت"),
    "StudentExchange": ("exchange", "تبادل", "exchange of students"),
    "unit-rials": ("rials", "rial", "IRR", "ریال"),
    "unit-tomans": ("toman", "تومن"),
    "unit-dollars": ("dollars", "dollar", "USD", "دلار"),
    "unit-euros": ("euro", "EUR"),
    "unit-persons": ("person", "people", "شخص"),
    "unit-visits": ("visit",),
    "unit-jobs": ("job",),
    "unit-projects": ("project",),
    "unit-events": ("event",),
    "unit-percent": ("%", "per cent", "٪"),
}
