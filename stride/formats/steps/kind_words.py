"""The kinds of activity in thirty languages: which words mean a walk, and which mean another sport.

Stems, looked for where a word begins; in scripts without spaces, anywhere. A word that is in
neither table is unknown: it is asked about, never counted.
"""

import re
from functools import lru_cache

#: Walking and hiking, treadmills too.
WALKING = (
    # English, German, Dutch, the north
    "walk", "hike", "hiking", "trek", "ramble", "stroll", "gehen", "spazier", "wander", "marsch",
    "wandel", "hiken", "gåtur", "gåing", "gang", "gange", "gång", "vandr", "promenad", "fottur",
    "fodtur", "ganga", "gönguferð", "kävely", "vaellus", "retkeily", "patikointi",
    # French, Spanish, Catalan, Portuguese, Italian, Romanian
    "marche", "randonn", "balade", "caminata", "caminar", "caminando", "senderis", "andar",
    "paseo", "excursi", "caminada", "caminhada", "trilha", "passeggi", "camminata", "escursion",
    "mers", "plimbare", "drumeți",
    # Polish, Czech, Slovak, Slovenian, Croatian, Serbian, Bulgarian, Russian, Ukrainian
    "spacer", "wędrówk", "chodzenie", "chód", "marsz", "piesz", "chůze", "turistika", "procházk",
    "pěší", "chôdza", "prechádzk", "hoja", "pohodni", "sprehod", "hodanje", "pješač", "šetnj",
    "planinarenje", "ходање", "шетња", "пешачење", "ходене", "разходк", "туризъм", "ходьба",
    "прогул", "пешая", "пешком", "поход", "хайкинг", "піша", "пішки", "похід",
    # Hungarian, Estonian, Latvian, Lithuanian, Greek, Turkish
    "gyaloglás", "séta", "túra", "kirándulás", "kõnd", "matk", "pastaig", "iešana", "pārgājien",
    "ėjimas", "vaikščioj", "žyg", "περπάτημα", "πεζοπορία", "βάδισμα", "yürüyüş", "yürüme",
    # Hebrew, Arabic, Hindi, Thai, Vietnamese, Indonesian
    "הליכה", "טיול", "مشي", "المشي", "تنزه", "चलना", "पैदल", "เดิน", "đi bộ", "jalan kaki",
    "berjalan", "mendaki",
    # Japanese, Chinese, Korean
    "ウォーキング", "徒歩", "ハイキング", "散歩", "歩行", "步行", "徒步", "健走", "走路", "散步", "걷기",
    "하이킹", "도보", "산책",
)  # fmt: skip

#: Other sports. They are looked for first: ski de randonnée and corrida em trilha are no walks.
OTHER = (
    # running
    "run", "running", "jog", "lauf", "rennen", "course", "footing", "carrera", "correr", "corsa",
    "corrida", "cursa", "hardlo", "løb", "løp", "löp", "hlaup", "juoksu", "bieg", "biega", "běh", "běhán", "beh",
    "futás", "alergare", "koşu", "бег", "біг", "τρέξιμο", "бягане", "trčanje", "трчање", "tek",
    "jooks", "skriešana", "bėgim", "ריצה", "ركض", "جري", "दौड़", "วิ่ง", "chạy", "lari",
    "ランニング", "ジョギング", "跑", "달리기", "런닝",
    # cycling
    "cycl", "bike", "biking", "bicycl", "ride", "riding", "rad", "radfahren", "fahrrad", "vélo",
    "vtt", "ciclis", "bicicl", "bici", "fiets", "wielren", "cykel", "cykl", "sykkel", "sykl",
    "hjól", "pyörä", "rower", "kolo", "jízda", "kerékpár", "bisiklet", "вело", "ποδηλασία",
    "колоезд", "kolesar", "jalgratta", "ratas", "riteņ", "dvirat", "רכיבה", "دراجة", "साइकिल",
    "จักรยาน", "đạp xe", "sepeda", "サイクリング", "自転車", "骑行", "騎", "自行车", "자전거", "사이클",
    # water
    "swim", "schwimm", "natation", "natación", "nage", "nuoto", "natação", "zwem", "svøm",
    "svøming", "simning", "sund", "uinti", "pływ", "plav", "úszás", "înot", "yüzme", "плаван",
    "κολύμβηση", "ujum", "peldēš", "plauk", "שחייה", "سباحة", "तैर", "ว่ายน้ำ", "bơi", "berenang",
    "水泳", "スイミング", "游泳", "수영", "row", "ruder", "rudern", "aviron", "remo", "kayak",
    "kajak", "canoe", "paddl", "surf", "sail", "segel", "dive", "diving",
    # snow and ice
    "ski", "snow", "esquí", "sci", "hiihto", "лыж", "narty", "lyže", "síel", "skat", "schaats",
    "スキー", "滑雪", "스키",
    # games and the rest
    "ellipti", "crosstrainer", "stepper", "stair", "treppe", "dance", "tanz", "danse", "danza",
    "box", "tennis", "badminton", "golf", "football", "fußball", "soccer", "basket", "volley",
    "handball", "hockey", "climb", "kletter", "escalad", "arrampic", "horse", "reiten", "motor",
    "drive", "driving", "e-bike", "ebike", "e-biking", "handcycle", "wheelchair", "meditation",
    "breath", "sleep", "筋力", "瑜伽", "ヨガ", "요가",
)  # fmt: skip

#: What a walk may be besides: a walk as a workout is a walk.
GENERAL = (
    "strength", "kraft", "styrke", "styrk", "weight", "gewicht", "muscul", "fuerza", "forza",
    "força", "krachttraining", "voima", "siłow", "posil", "силов", "workout", "training",
    "trening", "träning", "træning", "treeni", "entrain", "entren", "allenamento", "treino",
    "cardio", "kardio", "fitness", "hiit", "gym", "crossfit", "yoga", "joga", "йога", "pilates",
    "equipment", "indoor", "outdoor",
)  # fmt: skip

#: Words that are a walk or another sport only when nothing stands with them.
_EXACT_WALKING = frozenset({"gå", "gang", "gange", "gång", "tur til fots", "til fots"})
#: Short stems that begin many other words.
_WHOLE = frozenset({"run", "rad", "tek", "row", "ride", "ski", "sci", "sund", "box", "gang", "gange",
                    "bieg", "běh", "beh", "bici", "mers", "hoja", "remo", "kolo", "jog", "gym",
                    "andar", "course", "drive", "ratas", "dive", "ganga"})  # fmt: skip


def _pattern(stems: tuple[str, ...]) -> re.Pattern[str]:
    whole = [re.escape(stem) for stem in stems if stem in _WHOLE]
    latin = [re.escape(s) for s in stems if s not in _WHOLE and s[0].isalpha() and _spaced(s)]
    rest = [re.escape(stem) for stem in stems if not _spaced(stem)]
    behind = rf"(?<![^\W_])(?:(?:{'|'.join(whole)})(?![^\W_])|{'|'.join(latin)})"
    return re.compile("|".join([behind, *rest]))


def _spaced(stem: str) -> bool:
    """Whether the script of a stem parts its words."""
    return ord(stem[0]) < 0x0E00


_WALKING, _OTHER, _GENERAL = _pattern(WALKING), _pattern(OTHER), _pattern(GENERAL)


@lru_cache(maxsize=4096)  # the files of a folder hold the same words and counts
def is_walk(kind: str) -> bool | None:
    """Whether a word for an activity means walking; None where no table has it.

    ``HIKING``, ``nordic_walking``, ``Gåtur`` and ``徒步`` are walks; ``Sykkeltur`` is none.
    """
    text = re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind)).strip().lower()
    if not text:
        return None
    if text in _EXACT_WALKING:
        return True
    if _OTHER.search(text):
        return False
    if _WALKING.search(text):
        return True
    return False if _GENERAL.search(text) else None
