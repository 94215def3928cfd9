"""What the columns of a table are called in the languages of phones and watches, as patterns.

Names are compared in their plain form: ``Source Name``, ``source_name`` and ``sourceName`` are one.
"""

import re
from collections.abc import Iterable

_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])")
_JOINTS = re.compile(r"[\s_\-./:#]+")


def plain(name: str) -> str:
    """A column's name in lower case, its words apart by single spaces."""
    return _JOINTS.sub(" ", _CAMEL.sub(" ", name)).strip().lower()


def unbracketed(name: str) -> str:
    """The plain form without what stands in brackets: ``duration (min)`` is ``duration``."""
    return re.sub(r"\s*[(\[（].*?[)\]）]", "", plain(name)).strip() or plain(name)


def first_named(names: Iterable[str], pattern: re.Pattern[str]) -> str:
    """The first of the names that a pattern takes, "" when there is none."""
    return next((name for name in names if pattern.search(plain(name))), "")


#: Words for steps in the languages of phones, whole cells with or without the words around them.
_STEP_WORDS = (
    r"schritte?|pasos|pas|étapes|passi|passos|passes|stappen|steg|skritt|skridt|askele(et|ita)"
    r"|krok[iyů]|krok(ów|ov)|шаги|шагов|кроки|кроків|adım(lar)?|lépések|lépésszám|βήματα|צעדים"
    r"|(ال)?خطوات|कदम|(总|總)?步[数數]|步行数|歩数(合計)?|合計歩数|걸음\s?수|(số( lượng)? )?bước( chân)?|langkah|ก้าว|koraci|paşi|pași"
)
#: What a unit in brackets says that is no count of steps: lengths, shares, thousands.
NO_COUNT = (
    r"km|mi\b|m\)|[^)]*(%|percent|prozent|thousand|tausend|tsd|millier|miles de|migliaia|duizend"
    r"|tusen|tysi|тыс|[千万萬천만]|\bk\)|1[.,' ]?000)"
)
#: All of them, in front of the word for steps or behind it.
_ALL = (
    r"(total\w*|totaux|totaal|gesamt\w*|insgesamt|samlet|sammanlagt|yhteensä|łączn\w*|razem"
    r"|celk\w*|összes\w*|toplam|всего|общее|合計|总|總)"
)
STEPS = re.compile(
    r"^((my|total|daily|num|number of|no\.? of)?[_ ]?steps?"
    r"([_ ]?(total|count|counts|taken|walked|daily|per day|\(steps\)|\(count\)))?|stepcount"
    r"|schrittzahl|schrittanzahl|n[uú]mero d[ei] pass?[oi]s?|nombre de pas|adım sayısı|počet kroků"
    r"|(anzahl|aantal|antall?|liczba|кількість|количество|broj|počet)[_ ]"
    rf"({_STEP_WORDS})|({_ALL}[_ ])?({_STEP_WORDS})([_ ]{_ALL})?)(\s*\((?!{NO_COUNT})[^)]*\))?$",
    re.IGNORECASE,
)
DAY = re.compile(
    r"^(date|day|activity ?date|activity ?day|datum|tag|fecha|data|dato|jour|dia|día"
    r"|calendar ?date|log ?date|summary ?date|päivä|päiväys|päivämäärä|dzień|dátum|tarih|дата"
    r"|ημερομηνία|kuupäev|datums|תאריך|التاريخ|तारीख|วันที่|ngày|tanggal|日付|日期|날짜)$"
)
START = re.compile(
    r"^(start|(start|begin|creation|created|recorded|measured)( ?(time|date|at|date ?time|day))?|from"
    r"|begin|date ?time|time ?stamp|local ?time|unix ?timestamp|ts|datetime|time|startzeit|startdatum"
    r"|beginn|von|début|date de début|inicio|fecha de inicio|inizio|data di inizio|início|begintijd"
    r"|begindatum|starttid|startdato|начало|開始(日時|時刻|日)?|开始时间|시작)$"
)
END = re.compile(
    r"^((end|finish|stop)( ?(time|date|date ?time|day))?|to|until|ende|endzeit|endezeit|enddatum|bis"
    r"|fin|hora de fin|fecha de fin|heure de fin|date de fin|fine|data di fine|fim|einde|eindtijd"
    r"|einddatum|slutt?|slutt?tid|slutt?dato|slutdatum|stopptid|koniec|конец|終了(日時|時刻|日)?|结束时间|종료)$"
)
HOUR = re.compile(
    r"^(hour|hr|hour of day|stunde|heure|hora|ora|uur|timme|time|uhrzeit|zeit|tijd|tid|klokkeslett"
    r"|klockslag|godzina|čas|время|час|saat|kello|时间|時間|時刻|시간|ώρα|óra|oră|ura|vrijeme"
    r"|kellaaeg|laikas|laiks|שעה|الساعة|الوقت|समय|เวลา|giờ|jam|waktu|godz\.?|klokka|klokken|czas)$",
    re.I,
)
#: The kind of an activity: Activity Type, Sport, Aktivitetstype, Activiteittype.
KIND = re.compile(
    r"(^|\s)(type|typ|sport|sports?art|discipline|kind|exercise|workout)$|type$|typ$|^(tipo|type) d"
    r"|(^| )tipo( |$)|sportart|tyyppi|laji|rodzaj|druh|típus|tür|тип|вид|τύπος|vrsta|tegund|liik"
    r"|veids|tipas|סוג|نوع|प्रकार|ประเภท|loại|jenis|種類|タイプ|类型|類型|운동|종류|activity name|^activity$",
)
#: The time in motion, without pauses.
MOVING = re.compile(
    r"moving|active (time|duration)|bewegungszeit|in bewegung|en movimiento|en mouvement"
    r"|de déplacement|in movimento|em movimento|de movimentação|beweegtijd|bewegingstijd"
    r"|i bevægelse|i bevegelse|bevegelsestid|bevægelsestid|rörelsetid|i rörelse|liikkeellä|liikkumis"
    r"|w ruchu|v pohybu|mozgás|în mișcare|hareket|в движении|у русі|σε κίνηση|u kretanju|v gibanju"
    r"|liikumis|kustīb|judėjim|בתנועה|الحركة|移動時間|移动时间|이동\s?시간",
)
#: The time from start to end, with pauses.
ELAPSED = re.compile(
    r"elapsed|verstrichen|transcurrido|écoulé|trascorso|decorrido|verstreken|förfluten|total ?tid"
    r"|tidsforbrug|gesamtzeit|durée totale|totale tijd|kulunut|całkowity|celkov|eltelt|toplam süre"
    r"|прошедшее|общее время|経過時間|经过时间|經過時間|경과",
)
#: Any other word for how long something took.
DURATION = re.compile(
    r"duration|^time$|sport ?time|dauer|^zeit$|duración|^tiempo$|durée|^temps$|durata"
    r"|^tempo$|duração|duur|^tijd$|^tid$|varighed|varighet|kesto|^aika$|czas( trwania)?$|doba|^čas$"
    r"|trvání|időtartam|^idő$|süre|длительность|продолжительность|^время$|тривалість|διάρκεια"
    r"|trajanje|kestus|ilgums|trukmė|משך|المدة|अवधि|ระยะเวลา|thời (gian|lượng)|durasi"
    r"|^タイム$|時間$|时长|時長|시간$",
)
#: When an activity began; the words of whole tables stand in ``stepnames``.
BEGAN = re.compile(
    r"start|begin|began|^date|^datum|^dato|^fecha|^data|^dag$|päivä|päiväys|^dzień|^dátum|tarih"
    r"|дата|ημερομηνία|kuupäev|datums|תאריך|التاريخ|तारीख|วันที่|ngày|tanggal|日付|日期|날짜|début|inicio"
    r"|inizio|início|alku|początek|začátek|kezdet|başlangıç|начало|開始|开始|시작",
)
ENDED = re.compile(
    r"(^|\s)(end|ended|finish|stop)\b|endzeit|^ende$|^fin\b|hora de fin|^fine\b|^fim\b|einde?tijd"
    r"|slutt?(tid)?$|konie[cč]|конец|終了|结束|結束|종료",
)
#: How far: a table with it lists activities, or is no table of steps.
DISTANCE = re.compile(
    r"distan|afstand|strecke|entfernung|avstånd|matka|etäisyys|dystans|vzdálenost|távolság|mesafe"
    r"|дистанц|расстояние|відстань|απόσταση|距離|距离|거리|mileage|^km$|^miles?$|kilomet",
)
#: Walking, of a column: "Walking duration (ms)", "Gehen (Dauer in ms)", "walking_minutes", 歩行時間(分).
_WALKING = re.compile(
    r"walk|gehen|gehzeit|gehdauer|caminando|caminar|caminata|marche|camminata|cammin|caminhada"
    r"|wandel|lopen|gång|\bgå\b|gange|kävely|chodz|spacer|chůz|gyalogl|yürü|ходьб|περπάτ|hodanj"
    r"|歩行|步行|健走|걷기",
)
_TIME_WORD = re.compile(
    r"duration|minut|second|time|dauer|zeit|duración|tiempo|durée|durata|tempo|duração|duur|tijd"
    r"|varighe[dt]|\btid\b|kesto|aika|czas|doba|trvání|idő|süre|врем|длительн|minuten|時間|时间|时长|分"
    r"|시간|\((ms|s|sec|min|h)\)| in (ms|s|min)\b|mins?\b",
)
_NO_WALKING = re.compile(
    r"run|speed|pace|heart|distan|distance|cadence|asymmetr|length|kcal|calor|hr\b"
)

#: Units of time in a column's name, in seconds; the most particular first.
_UNITS = (
    (re.compile(r"\b(ms|msec|millis\w*|millisec\w*|millisekund\w*)\b|ミリ秒|毫秒"), 0.001),
    (re.compile(r"\b(min|mins|minut\w*|minuut|minuten|minuto?s?|perc|dakika|мин\w*|хв)\b|分|분"), 60.0),
    (re.compile(r"\b(h|hr|hrs|hours?|stunden?|horas?|heures?|ore|uur|uren|timer)\b|時間\)|小时"), 3600.0),
    (re.compile(r"\b(s|sec|secs|seconds?|sek\w*|segundos?|secondes?|secondi)\b|秒|초"), 1.0),
)  # fmt: skip


def unit_of_time_s(name: str) -> float | None:
    """Seconds in the unit of time that a column's name states, None where it states none."""
    text = plain(name)
    return next((seconds for unit, seconds in _UNITS if unit.search(text)), None)


def is_walking_time(name: str) -> bool:
    """Whether a column says how long the person walked: a word for walking and one for time."""
    text = plain(name)
    if _NO_WALKING.search(text) or not _WALKING.search(text):
        return False
    return bool(_TIME_WORD.search(text))


def walking_unit_s(name: str) -> float:
    """Seconds in the unit of a column of walking time; minutes where it names none."""
    return unit_of_time_s(name) or 60.0


#: The number of an activity of Strava's, in the first column of its list.
ACTIVITY_ID = re.compile(
    r"^(activity id|aktivitäts id|id de (la )?actividad|id de l.activité|id (dell.)?attività"
    r"|id da atividade|activiteits id|aktivitets? id|identyfikator aktywności|id aktivity"
    r"|etkinlik (id|kimliği)|id занятия|идентификатор тренировки|アクティビティ id|活动 id|活動 id|활동 id)$"
)


#: The columns of tables of steps and of activities, by any of their words.
ANY = (STEPS, DAY, START, END, HOUR, KIND, MOVING, ELAPSED, DURATION, BEGAN, DISTANCE, _WALKING)
