"""Names of months and of days of the week, as exports in a dozen languages write them."""

from __future__ import annotations

_MONTHS = {
    1: "january januar janvier enero gennaio januari janeiro jan ene janv gen ian",
    2: "february februar février febrero febbraio februari fevereiro feb févr fév fev",
    3: "march märz mars marzo maart março mar mär mrt mrz",
    4: "april avril abril aprile apr avr abr",
    5: "may mai mayo maggio mei maj maio mag",
    6: "june juni juin junio giugno juny junho jun giu",
    7: "july juli juillet julio luglio julho jul juil lug",
    8: "august août agosto augustus augusti aug ago aout",
    9: "september septembre septiembre settembre setembro sep sept set",
    10: "october oktober octobre octubre ottobre outubro oct okt ott out",
    11: "november novembre noviembre novembro nov",
    12: "december dezember décembre diciembre dicembre desember dezembro dec dez déc dic des",
}
MONTH_OF = {name: month for month, names in _MONTHS.items() for name in names.split()}

_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri"
    " sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so"
    " lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim"
    " lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom"
    " lunedì martedì mercoledì giovedì venerdì sabato domenica gio sab"
    " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo"
    " mandag tirsdag onsdag torsdag fredag lørdag søndag man tir ons tor tors fre lør søn"
    " måndag tisdag lördag söndag mån tis lör sön"
)
WEEKDAYS = frozenset(_WEEKDAYS.split())
