"""The texts of the query pages: those of the pages, and those that their scripts show."""

from __future__ import annotations

PAGES: dict[str, tuple[str, str]] = {
    "editor": ("Query editor", "ویرایشگر پرسش"),
    "editor-about": (
        "Ask the graph in SPARQL, or choose one of the questions below.",
        "با SPARQL از گراف بپرسید، یا یکی از پرسش‌های زیر را برگزینید.",
    ),
    "questions": ("Questions without SPARQL", "پرسش بدون SPARQL"),
    "questions-about": (
        "Choose a question, say about what, and read the answer as a table. "
        "Every question can be opened as SPARQL:",
        "پرسشی برگزینید، بگویید دربارهٔ چه، و پاسخ را در جدول بخوانید. "
        "هر پرسش را می‌توان با SPARQL گشود:",
    ),
    "questions-link": ("Or ask without SPARQL.", "یا بدون SPARQL بپرسید."),
    "questions-with": ("About something that you choose", "دربارهٔ آنچه برمی‌گزینید"),
    "questions-without": ("About everything", "دربارهٔ همه چیز"),
    "keys": (
        "Ctrl+Enter runs, Ctrl+Space completes, Ctrl+S makes a link, Tab indents, "
        "Escape leaves the editor for the buttons below it.",
        "Ctrl+Enter اجرا می‌کند، Ctrl+Space کامل می‌کند، Ctrl+S پیوند می‌سازد، Tab تورفتگی می‌دهد، "
        "و Escape از ویرایشگر به دکمه‌های زیر آن می‌رود.",
    ),
    "show": ("Show", "نمایش"),
    "as-sparql": ("Edit as SPARQL", "ویرایش با SPARQL"),
    "several-found": (
        "Several things are named so; choose one:",
        "چند چیز به این نام است؛ یکی را برگزینید:",
    ),
    "none-found": (
        "Nothing is named so; try another spelling.",
        "چیزی به این نام نیست؛ املای دیگری بیازمایید.",
    ),
    "rows-shown": ("shown are the first", "نخستین سطرهای نمایش‌داده:"),
    "parameter-about": ("About", "دربارهٔ"),
    "parameter-agreement": ("Agreement", "پیمان"),
    "parameter-city": ("City", "شهر"),
    "parameter-concept": ("Concept", "مفهوم"),
    "parameter-event": ("Event", "رویداد"),
    "parameter-from": ("From", "از"),
    "parameter-network": ("Network", "شبکه"),
    "parameter-outcome": ("Outcome", "نتیجه"),
    "parameter-to": ("To", "به"),
}
SCRIPTS: dict[str, tuple[str, str]] = {
    "cancel": ("Cancel", "لغو"),
    "cancelling": ("Cancelling …", "در حال لغو …"),
    "cancelled": ("The server ended the query.", "کارساز پرسش را پایان داد."),
    "was-over": ("The query was over already.", "پرسش پیش‌تر پایان یافته بود."),
    "tidy": ("Tidy up", "مرتب کردن"),
    "link": ("Link", "پیوند"),
    "link-made": (
        "The address of this page now holds the query.",
        "نشانی این صفحه اکنون پرسش را در خود دارد.",
    ),
    "link-copied": (
        "Copied: an address that holds the query.",
        "رونویسی شد: نشانی‌ای که پرسش را در خود دارد.",
    ),
    "done": ("Done", "انجام شد"),
    "yes": ("Yes", "بله"),
    "no": ("No", "نه"),
    "nothing-found": (
        "No rows: nothing in the graph fits.",
        "بی سطر: چیزی در گراف با آن نمی‌خواند.",
    ),
    "seconds": ("{count} s", "{count} ثانیه"),
    "kilobytes": ("{count} KB", "{count} کیلوبایت"),
    "rows-count": ("{count} rows", "{count} سطر"),
    "triples-count": ("{count} triples", "{count} سه‌تایی"),
    "at-line": ("Go to line {line}, column {column}", "رفتن به سطر {line}، ستون {column}"),
    "expected": (
        "Not SPARQL here; it could go on with: {what}",
        "اینجا SPARQL نیست؛ می‌توانست چنین ادامه یابد: {what}",
    ),
    "too-much": (
        "The answer is too large for this page",
        "پاسخ برای این صفحه بیش از اندازه بزرگ است",
    ),
    "too-much-hint": (
        "It has more than {count} MB. Add a LIMIT, or fetch it with a program (below).",
        "بیش از {count} مگابایت است. LIMIT بگذارید، یا با برنامه‌ای بگیرید (پایین صفحه).",
    ),
    "map-cut": (
        "The first {shown} of {count} places are drawn.",
        "از {count} جا، {shown} جای نخست رسم شده است.",
    ),
    "views": ("Ways to look at the answer", "نماهای پاسخ"),
    "view-table": ("Table", "جدول"),
    "view-map": ("Map", "نقشه"),
    "view-chart": ("Chart", "نمودار"),
    "view-graph": ("Graph", "گراف"),
    "view-response": ("Response", "پاسخ خام"),
    "save": ("Save", "ذخیره"),
    "previous": ("Previous", "پیشین"),
    "next": ("Next", "پسین"),
    "range": ("{from}–{to} of {count}", "{from} تا {to} از {count}"),
    "search-rows": ("Search in the rows", "جست‌وجو در سطرها"),
    "response-cut": (
        "The first {count} characters; Save gives all.",
        "{count} نویسهٔ نخست؛ «ذخیره» همه را می‌دهد.",
    ),
    "map-about": ("{count} of {rows} rows have a place.", "{count} از {rows} سطر جایی دارد."),
    "zoom-in": ("Nearer", "نزدیک‌تر"),
    "zoom-out": ("Farther", "دورتر"),
    "zoom-fit": ("All places", "همهٔ جاها"),
    "chart-kind": ("Chart", "نمودار"),
    "chart-bars": ("Bars", "میله‌ای"),
    "chart-line": ("Line", "خطی"),
    "chart-points": ("Points", "نقطه‌ای"),
    "chart-across": ("of", "برای"),
    "chart-value": ("Value", "مقدار"),
    "chart-cut": ("The first {shown} of {count} rows.", "{shown} سطر نخست از {count}."),
    "graph-from": ("From", "از"),
    "graph-to": ("To", "به"),
    "graph-about": ("{nodes} nodes, {links} links", "{nodes} گره، {links} پیوند"),
    "graph-cut": (
        "The first {nodes} nodes; {left} links are not drawn.",
        "{nodes} گره نخست؛ {left} پیوند رسم نشده است.",
    ),
    "snippets": ("As a program", "به‌صورت برنامه"),
    "snippets-about": (
        "Programs that ask this query of this server, as they are.",
        "برنامه‌هایی که همین پرسش را از همین کارساز می‌پرسند، بی هیچ تغییری.",
    ),
    "snippet-language": ("Language", "زبان"),
    "copy": ("Copy", "رونویسی"),
    "copied": ("Copied", "رونویسی شد"),
    "history": ("Your earlier queries", "پرسش‌های پیشین شما"),
    "history-about": (
        "Kept in this browser only; the server does not have this list.",
        "تنها در همین مرورگر نگه داشته می‌شود؛ کارساز این فهرست را ندارد.",
    ),
    "history-clear": ("Forget them", "فراموش کردن"),
    "history-none": ("None so far.", "هنوز هیچ."),
}
