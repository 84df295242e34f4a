"""Finnish days, kept with their month on one line. Beside a day the month stands in the partitive: "3. joulukuuta"."""

DATE_FORMAT = "j.\N{NO-BREAK SPACE}E Y"
DATETIME_FORMAT = "j.\N{NO-BREAK SPACE}E Y \\k\\e\\l\\l\\o G.i"
MONTH_DAY_FORMAT = "j.\N{NO-BREAK SPACE}E"
