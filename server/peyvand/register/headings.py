"""Other names of fields and choices than the first: what people write in tables."""

from __future__ import annotations

from collections.abc import Mapping

# Headings beside those that templates print, by field and language.
ALSO: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "parties": {
        "en": (
            "party",
            "cities",
            "places",
        ),
        "fa": (
            "طرفین",
            "شهرها",
            "طرف",
        ),
    },
    "other_parties": {
        "en": (
            "further parties",
            "countries and organisations",
        ),
        "fa": (
            "طرف‌های افزوده",
            "کشورها و سازمان‌ها",
        ),
    },
    "kind": {
        "en": (
            "type",
            "sort",
        ),
        "fa": ("نوع",),
    },
    "instrument": {"en": ("paper",), "fa": ("نوع سند",)},
    "official": {
        "en": (
            "officiality",
            "official",
        ),
        "fa": (
            "رسمی",
            "رسمی یا غیررسمی",
        ),
    },
    "date": {
        "en": (
            "signed",
            "date of signing",
            "when",
        ),
        "fa": (
            "تاریخ امضا",
            "زمان",
        ),
    },
    "ended": {
        "en": (
            "end",
            "end date",
            "ended",
        ),
        "fa": ("پایان",),
    },
    "signatures": {
        "en": (
            "signed by",
            "signature",
        ),
        "fa": (
            "امضاکنندگان",
            "امضا",
        ),
    },
    "approvals": {
        "en": (
            "approved by",
            "approval",
        ),
        "fa": (
            "مصوبات",
            "تصویب",
        ),
    },
    "purpose": {
        "en": (
            "aim",
            "purposes",
        ),
        "fa": (
            "اهداف",
            "هدف‌ها",
        ),
    },
    "areas": {
        "en": (
            "area",
            "areas",
        ),
        "fa": (
            "حوزه‌ها",
            "حوزه",
        ),
    },
    "grounds": {
        "en": (
            "ground",
            "affinity",
            "basis",
        ),
        "fa": (
            "سنخیت",
            "مبنا",
        ),
    },
    "source_number": {
        "en": (
            "file number",
            "letter",
        ),
        "fa": (
            "شماره",
            "شمارهٔ نامه",
        ),
    },
    "source_date": {
        "en": (
            "file date",
            "date of the letter",
        ),
        "fa": ("تاریخ نامه",),
    },
    "source_office": {
        "en": (
            "issued by",
            "office",
        ),
        "fa": ("صادرکنندهٔ نامه",),
    },
    "source_sha256": {"en": ("checksum",), "fa": ("چکیدهٔ تصویر",)},
    "source": {
        "en": ("document",),
        "fa": (
            "سند",
            "منبع",
        ),
    },
    "note": {
        "en": (
            "notes",
            "remark",
        ),
        "fa": (
            "توضیح",
            "ملاحظات",
        ),
    },
    "place": {
        "en": ("city",),
        "fa": (
            "شهر",
            "مکان",
        ),
    },
    "name_en": {
        "en": (
            "english name",
            "name",
        ),
        "fa": ("نام به انگلیسی",),
    },
    "name_fa": {
        "en": ("persian name",),
        "fa": (
            "نام به فارسی",
            "نام",
        ),
    },
    "other_names": {"en": ("aliases",), "fa": ("نام دیگر",)},
    "country": {"en": ("nation",), "fa": ("نام کشور",)},
    "part_of": {"en": ("city of the district",), "fa": ("شهر بخش",)},
    "coordinates": {
        "en": (
            "point",
            "location",
        ),
        "fa": ("موقعیت",),
    },
    "population": {"en": ("inhabitants",), "fa": ("شمار مردم",)},
    "item": {
        "en": (
            "wikidata",
            "qid",
        ),
        "fa": ("ویکی‌داده",),
    },
    "highest_office": {"en": ("head of government",), "fa": ("سمت نخست",)},
    "agreement": {"en": ("under",), "fa": ("بر پایهٔ پیمان",)},
    "activity": {"en": ("event",), "fa": ("رویداد",)},
    "status": {"en": ("state",), "fa": ("وضع",)},
    "open": {"en": ("open",), "fa": ("باز",)},
    "attendances": {
        "en": (
            "attended by",
            "delegation",
            "delegates",
        ),
        "fa": (
            "حاضران",
            "هیئت",
        ),
    },
    "sectors": {"en": ("sector",), "fa": ("بخش",)},
    "sources": {
        "en": (
            "soft power",
            "source of soft power",
        ),
        "fa": (
            "قدرت نرم",
            "منبع قدرت نرم",
        ),
    },
    "goals": {
        "en": (
            "goal",
            "goals served",
        ),
        "fa": ("هدف",),
    },
    "result": {"en": ("success",), "fa": ("حاصل",)},
    "indicators": {"en": ("indicator",), "fa": ("شاخص",)},
    "evidence": {"en": ("proof",), "fa": ("مدرک",)},
    "indicator_of": {"en": ("about",), "fa": ("دربارهٔ",)},
    "amount": {"en": ("sum",), "fa": ("مبلغ",)},
    "unit": {"en": ("units",), "fa": ("واحد",)},
    "year": {"en": ("date",), "fa": ("تاریخ",)},
    "hinders": {"en": ("stands in the way of",), "fa": ("مانعِ",)},
    "answers": {"en": ("obstacle",), "fa": ("مانع",)},
    "programme": {"en": ("grant programme",), "fa": ("نام برنامه",)},
    "currency": {"en": ("money",), "fa": ("ارز",)},
    "projects": {"en": ("projects in number",), "fa": ("شمار پروژه",)},
    "funded": {"en": ("funded projects",), "fa": ("پروژه‌های پشتیبانی‌شده",)},
    "towns": {
        "en": (
            "cities",
            "grantees",
        ),
        "fa": ("شهرهای گیرنده",),
    },
    "organisers": {"en": ("organiser",), "fa": ("برگزارکننده",)},
    "participants": {"en": ("participant",), "fa": ("شرکت‌کننده",)},
    "number": {"en": ("participants in number",), "fa": ("شمار حاضران",)},
    "outcome": {
        "en": (
            "outcomes",
            "results",
        ),
        "fa": (
            "نتایج",
            "دستاورد",
        ),
    },
    "about": {"en": ("subject",), "fa": ("موضوع",)},
    "says": {"en": ("property",), "fa": ("ویژگی",)},
    "statement": {"en": ("text",), "fa": ("متن",)},
    "speaker": {"en": ("said by",), "fa": ("به گفتهٔ",)},
    "said_on": {"en": ("date",), "fa": ("تاریخ",)},
    "claim": {"en": ("replaces",), "fa": ("جانشینِ",)},
    "value": {"en": ("value",), "fa": ("مقدار",)},
    "reason": {"en": ("why",), "fa": ("چرا",)},
}
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
    "unit-percent": ("%", "per cent", "٪"),
}
