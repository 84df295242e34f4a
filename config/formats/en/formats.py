"""Django's English is American; ours says the day before the month, kept on one line, and counts the hours to 24."""

DATE_FORMAT = "j\N{NO-BREAK SPACE}F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j\N{NO-BREAK SPACE}F Y, H:i"
MONTH_DAY_FORMAT = "j\N{NO-BREAK SPACE}F"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
