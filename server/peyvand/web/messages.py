"""The texts of the interface, in English and Persian, each message in both or not at all."""

from __future__ import annotations

from peyvand.web.editor_messages import PAGES, SCRIPTS
from peyvand.web.exchange import LANGUAGES

_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

TEXTS: dict[str, tuple[str, str]] = {
    "name": ("Peyvand", "پیوند"),
    "tagline": ("The graph of sister-city diplomacy", "گراف دیپلماسی خواهرشهرها"),
    "about": (
        "Which cities are bound to which, by what kind of agreement, since when, and who says so. "
        "Every statement carries its evidence: the document, the line, what was printed, "
        "and how sure the reading is.",
        "کدام شهرها به کدام شهرها پیوسته‌اند، با چه گونه پیمانی، از کی، و چه کسی چنین می‌گوید. "
        "هر گزاره شواهد خود را دارد: سند، سطر، صورت چاپی و قطعیت خوانش.",
    ),
    "cities": ("cities", "شهر"),
    "agreements": ("agreements", "پیمان"),
    "claims": ("claims", "ادعا"),
    "documents": ("documents", "سند"),
    "ask": ("Ask in SPARQL", "با SPARQL بپرسید"),
    "query": ("Query", "پرسش"),
    "format": ("Format", "قالب"),
    "run": ("Run", "اجرا"),
    "as-csv": ("CSV", "CSV"),
    "open": ("Open in the box", "گشودن در کادر"),
    "examples": ("Questions that are ready", "پرسش‌های آماده"),
    "checks": ("Questions that find what is wrong", "پرسش‌هایی که نادرستی‌ها را می‌یابند"),
    "skip": ("To the query", "رفتن به پرسش"),
    "other-language": ("فارسی", "English"),
    "version": ("Version", "نسخهٔ"),
    "description": ("Description (VoID)", "توصیف (VoID)"),
    "licence": (
        "Data CC BY 4.0; facts from Wikidata CC0.",
        "داده‌ها CC BY 4.0؛ داده‌های ویکی‌داده CC0.",
    ),
    "working": ("Working …", "در حال اجرا …"),
    "rows": ("rows", "سطر"),
    "error": ("Error", "خطا"),
    **PAGES,
    **SCRIPTS,
}
TITLES: dict[str, tuple[str, str]] = {
    "damaged": ("A version of the graph is damaged", "نسخه‌ای از گراف آسیب دیده است"),
    "forbidden": ("The token does not allow this", "توکن این را اجازه نمی‌دهد"),
    "invalid": ("The write breaks the shapes", "نوشته شکل‌ها را می‌شکند"),
    "malformed-data": ("The data cannot be read", "داده خواندنی نیست"),
    "precondition-failed": ("The graph has changed meanwhile", "گراف در این میان دگرگون شده است"),
    "query-cancelled": ("The query was cancelled", "پرسش لغو شد"),
    "storage-full": ("The disk is full", "دیسک پر است"),
    "too-complex": ("The query is too complex", "پرسش بیش از اندازه پیچیده است"),
    "unauthorised": ("Writing needs a token", "نوشتن توکن می‌خواهد"),
    "unfinished": ("The request did not arrive in time", "درخواست به‌هنگام نرسید"),
    "bad-request": ("The request is not understood", "درخواست فهمیده نشد"),
    "build-refused": ("The graph is refused", "گراف پذیرفته نشد"),
    "error": ("Something went wrong", "خطایی رخ داد"),
    "forbidden-query": ("The text is not allowed", "این متن مجاز نیست"),
    "inconsistent-ontology": ("The ontology is inconsistent", "هستان‌شناسی ناسازگار است"),
    "malformed-query": ("The text is not SPARQL", "متن SPARQL نیست"),
    "method-not-allowed": ("The method is not allowed here", "این روش اینجا مجاز نیست"),
    "no-version": ("There is no graph to serve", "گرافی برای عرضه نیست"),
    "not-acceptable": ("No format fits", "قالب مناسبی نیست"),
    "not-found": ("There is nothing here", "اینجا چیزی نیست"),
    "unknown": ("There is no such thing", "چنین چیزی نیست"),
    "gone": ("It is no longer here", "دیگر اینجا نیست"),
    "overloaded": ("The server is busy", "کارساز سرش شلوغ است"),
    "query-failed": ("The query failed", "پرسش شکست خورد"),
    "query-timeout": ("The query took too long", "پرسش بیش از اندازه طول کشید"),
    "source-error": ("A source file is wrong", "پروندهٔ منبع نادرست است"),
    "too-large": ("The request is too large", "درخواست بیش از اندازه بزرگ است"),
    "unknown-query": ("There is no such question", "چنین پرسشی نیست"),
    "unsupported-media-type": ("The type is not read here", "این گونه خوانده نمی‌شود"),
}


def text(key: str, language: str) -> str:
    """A message of the interface.

    Raises:
        KeyError: there is no such message.
    """
    return TEXTS[key][LANGUAGES.index(language)]


def title(slug: str, language: str) -> str:
    """The title of a problem; of the general one if the slug has none of its own."""
    return TITLES.get(slug, TITLES["error"])[LANGUAGES.index(language)]


def number(value: int, language: str) -> str:
    """A whole number with separators, in the digits of the language."""
    grouped = f"{value:,}"
    return grouped.translate(_PERSIAN_DIGITS).replace(",", "٬") if language == "fa" else grouped
