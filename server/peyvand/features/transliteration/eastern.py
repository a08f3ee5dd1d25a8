"""How the Latin spellings of eastern and northern Europe and of the Turkic languages are read."""

from __future__ import annotations

from peyvand.features.transliteration.spelling import Spelling

# Polish: ł is w, w is v, rz and ż are zh, sz is sh, cz is ch, c is ts, ó is u, y is i.
POLISH = Spelling(
    (
        ("szcz", "SC"),
        ("sz", "S"),
        ("cz", "C"),
        ("rz(?=$|[ptkc])|(?<=[ptkc])rz", "S"),
        ("rz", "Z"),
        ("dź|dż", "J"),
        ("dzi(?=[aouóąę])|dzi", "Ji"),
        ("ch", "X"),
        ("ci(?=[aouóąęe])", "C"),
        ("ć", "C"),
        ("ci", "Ci"),
        ("ck", "tsk"),
        ("c", "ts"),
        ("ż", "Z"),
        ("ź", "Z"),
        ("zi(?=[aouóąęe])", "Z"),
        ("si(?=[aouóąęe])", "S"),
        ("ś", "S"),
        ("si", "Si"),
        ("ni(?=[aouóąęe])", "ny"),
        ("ń", "n"),
        ("wł", "w"),
        ("ł(?=[uó])", ""),
        ("ł", "w"),
        ("w(?=$|[ptksc])", "f"),
        ("w", "v"),
        ("ó", "u"),
        ("ą(?=[bp])", "om"),
        ("ą", "on"),
        ("ę(?=[bp])", "em"),
        ("ę$", "e"),
        ("ę", "en"),
        ("j", "y"),
    )
)
# Czech and Slovak: the hooks soften, c is ts, ch is kh, j is y, ou is ou.
CZECH = Spelling(
    (
        ("ch", "X"),
        ("č", "C"),
        ("š", "S"),
        ("ž", "Z"),
        ("ř", "rZ"),
        ("dž", "J"),
        ("ď|ď", "dy"),
        ("ť|ť", "ty"),
        ("ň(?=[aou])", "ny"),
        ("ck", "tsk"),
        ("c", "ts"),
        ("ě", "ye"),
        ("au", "Au"),
        ("ä", "e"),
        ("ô", "uo"),
        ("j", "y"),
        ("w", "v"),
    )
)
# Croatian, Serbian, Bosnian, Slovene and Montenegrin, and Serbian in the English manner.
SOUTH_SLAVIC = Spelling(
    (
        ("ije", "iیe"),
        ("dž|đ|dj(?=[aou])", "J"),
        ("č|ć", "C"),
        ("š|sh", "S"),
        ("ž|zh", "Z"),
        ("ch", "C"),
        ("kh", "X"),
        ("nj", "ny"),
        ("lj", "ly"),
        ("ts", "ts"),
        ("c", "ts"),
        ("j", "y"),
    )
)
ALBANIAN = Spelling(
    (
        ("sh", "S"),
        ("zh", "Z"),
        ("xh", "J"),
        ("x", "dz"),
        ("ç|q", "C"),
        ("gj", "J"),
        ("nj", "ny"),
        ("th", "T"),
        ("dh", "z"),
        ("ë$", ""),
        ("ë", "e"),
        ("c", "ts"),
        ("j", "y"),
        ("y", "u"),
    )
)
# Hungarian: s is sh, sz is s, gy is dy, cs is ch, zs is zh, c is ts, á is a long a.
HUNGARIAN = Spelling(
    (
        ("ssz|sz", "s"),
        ("ccs|cs", "C"),
        ("zs", "Z"),
        ("dzs", "J"),
        ("ggy|gy", "dy"),
        ("lly|ly", "y"),
        ("nny|ny", "ny"),
        ("tty|ty", "ty"),
        ("s", "S"),
        ("cz|tz|c", "ts"),
        ("ch", "C"),
        ("th", "t"),
        ("j", "y"),
    )
)
# Lithuanian and Latvian.
BALTIC = Spelling(
    (
        ("č", "C"),
        ("š", "S"),
        ("ž", "Z"),
        ("dž", "J"),
        ("ch", "X"),
        ("(?<=[šč])iau", "Aw"),
        ("au", "Aw"),
        ("ai", "Ay"),
        ("ei", "ey"),
        ("c", "ts"),
        ("j", "y"),
    )
)
# Finnish and Estonian: doubled vowels are long, ä is written with alef, y is u.
FINNIC = Spelling(
    (
        ("š|sh", "S"),
        ("ž|zh", "Z"),
        ("ch", "k"),
        ("aa|ää", "A"),
        ("ee", "e"),
        ("å", "o"),
        ("ai|äi", "Ay"),
        ("au|äu", "Aw"),
        ("ei", "ey"),
        ("oi|öi", "oy"),
        ("j", "y"),
        ("yy", "i"),
        ("w", "v"),
        ("z", "ts"),
    )
)
# Turkish and Azerbaijani: c is j, ç is ch, ş is sh, ğ is silent or gh, ı is i.
TURKISH = Spelling(
    (
        ("şehir$", "Sehr"),
        ("hisar$", "حصار"),
        ("c", "J"),
        ("ç", "C"),
        ("ş|sh", "S"),
        ("ch", "C"),
        ("kh|x", "X"),
        ("ğ", "G"),
        ("ə", "a"),
        ("j", "Z"),
        ("^y|(?<=[aeıioöuü])y|y(?=[aeıioöuü])", "y"),
        ("q", "q"),
        ("w", "v"),
    )
)
