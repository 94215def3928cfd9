"""Names of months, as exports in a dozen languages write them."""

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
