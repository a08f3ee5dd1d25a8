"""The texts of the pages about things and terms, in English and Persian."""

from __future__ import annotations

from peyvand.web.exchange import LANGUAGES

TEXTS: dict[str, tuple[str, str]] = {
    "statements": ("Statements", "گزاره‌ها"),
    "property": ("Property", "ویژگی"),
    "value": ("Value", "مقدار"),
    "agreements-of": ("Agreements", "پیمان‌ها"),
    "claims-about": ("Claims behind it", "ادعاهای پشت آن"),
    "claim": ("Claim", "ادعا"),
    "graph": ("Graph", "گراف"),
    "reading": ("Reading", "خوانش"),
    "as-printed": ("As printed", "صورت چاپی"),
    "certainty": ("Certainty", "قطعیت"),
    "other-formats": ("The same as data", "همین به صورت داده"),
    "canonical": ("Permanent address", "نشانی پایدار"),
    "page": ("Page", "صفحهٔ"),
    "next-page": ("Next page", "صفحهٔ بعد"),
    "near": ("Did you mean one of these?", "آیا یکی از این‌ها مقصود بود؟"),
    "search": ("Look for it in SPARQL", "جست‌وجو با SPARQL"),
    "successors": ("Its place is taken by", "جانشین آن"),
    "in-version": ("As it was in version", "چنان‌که بود در نسخهٔ"),
    "ontology": ("The ontology", "هستان‌شناسی"),
    "shapes": ("The shapes", "شکل‌ها"),
    "classes": ("Classes", "رده‌ها"),
    "object-properties": ("Properties that link to things", "ویژگی‌هایی که به چیزها می‌رسند"),
    "datatype-properties": ("Properties with plain values", "ویژگی‌هایی با مقدار ساده"),
    "annotation-properties": ("Annotation properties", "ویژگی‌های یادداشتی"),
    "datatypes": ("Datatypes", "گونه‌های داده"),
    "concepts": ("Concept schemes", "طرح‌های مفهومی"),
    "modules": ("Modules", "بخش‌ها"),
    "definition": ("Definition", "تعریف"),
    "example": ("Example", "نمونه"),
    "superclasses": ("Broader classes", "رده‌های فراگیر"),
    "subclasses": ("Narrower classes", "رده‌های زیرین"),
    "superproperties": ("Broader properties", "ویژگی‌های فراگیر"),
    "domain": ("Belongs to", "از آنِ"),
    "range": ("Its values are", "مقدارهایش"),
    "properties-of": ("Properties", "ویژگی‌ها"),
    "aligned": ("Aligned with", "هم‌تراز با"),
    "characteristics": ("Characteristics", "خصلت‌ها"),
    "defined-by": ("Module", "بخش"),
    "constraints": ("What its shape demands", "آنچه شکل آن می‌خواهد"),
    "shape": ("Shape", "شکل"),
    "path": ("On", "بر"),
    "rule": ("Demands", "می‌خواهد"),
    "severity": ("Severity", "شدت"),
    "message": ("Message", "پیام"),
    "used": ("Used in the graph", "کاربرد در گراف"),
    "times": ("times", "بار"),
    "things": ("things", "چیز"),
    "not-used": ("Not used in the graph of this version.", "در گراف این نسخه به کار نرفته است."),
    "examples-from-data": ("From the data", "از داده‌ها"),
    "deprecated": ("Retired", "کنارگذاشته"),
    "version-of-ontology": ("Version of the ontology", "نسخهٔ هستان‌شناسی"),
    "all-terms": ("All terms", "همهٔ واژه‌ها"),
    "by": ("of", "از"),
}


def text(key: str, language: str) -> str:
    """A text of these pages.

    Raises:
        KeyError: there is no such text.
    """
    return TEXTS[key][LANGUAGES.index(language)]
