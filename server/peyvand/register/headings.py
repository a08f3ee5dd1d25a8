"""Other headings of fields than the first: what people write in tables."""

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
        "en": ("goals served",),
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
    "funded": {"en": ("projects paid for",), "fa": ("پروژه‌ها",)},
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
    "renews": {"en": ("renewal of", "earlier agreement"), "fa": ("تمدید", "تمدید پیمان")},
    "of": {"en": ("of", "agreement"), "fa": ("پیمان", "از")},
    "stage": {"en": ("stage",), "fa": ("مرحلهٔ رسیده",)},
    "first_stage": {"en": ("stage", "first stage"), "fa": ("مرحله", "نخستین مرحله")},
    "stage_date": {"en": ("date", "when"), "fa": ("تاریخ", "زمان")},
    "approved_by": {"en": ("body", "decided by"), "fa": ("نهاد تصویب‌کننده", "مصوب")},
    "matter": {"en": ("matter",), "fa": ("موضوع",)},
    "decision": {"en": ("outcome", "decision"), "fa": ("نتیجه", "تصمیم")},
    "session": {"en": ("meeting",), "fa": ("جلسه",)},
    "cause": {"en": ("cause",), "fa": ("علت",)},
    "stage_reason": {"en": ("why",), "fa": ("چرا",)},
    "awaits": {"en": ("awaits", "awaited stage"), "fa": ("در انتظار",)},
    "holder": {"en": ("holder", "assigned to"), "fa": ("مسئول", "سپرده به")},
    "due": {"en": ("due", "deadline"), "fa": ("سررسید", "تا تاریخ")},
    "task": {"en": ("task",), "fa": ("شناسهٔ کار",)},
    "task_of": {"en": ("of", "agreement", "for"), "fa": ("پیمان", "برای")},
    "task_name_en": {"en": ("name in english",), "fa": ("نام به انگلیسی",)},
    "task_name_fa": {"en": ("name in persian",), "fa": ("نام به فارسی",)},
    "completed": {"en": ("completed on", "completed"), "fa": ("انجام‌شده در",)},
    "city": {"en": ("city",), "fa": ("شهر",)},
    "network": {"en": ("organisation",), "fa": ("سازمان",)},
    "field": {"en": ("creative field",), "fa": ("زمینهٔ عضویت",)},
    "content": {"en": ("content", "proposal"), "fa": ("محتوا", "پیشنهاد")},
    "proposal_of": {"en": ("of", "for"), "fa": ("برای",)},
    "by": {"en": ("author",), "fa": ("به پیشنهادِ",)},
    "state": {"en": ("status",), "fa": ("حالت",)},
}
