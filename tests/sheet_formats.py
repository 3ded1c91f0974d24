"""What a workbook's program shows for a number and its format, as far as our formats go."""

import re
from decimal import Decimal

SECTION = re.compile(r'^((?:"[^"]*")?)#,##0(?:\.(0+))?((?:"[^"]*"| %)?)$')


def displayed(number, number_format):
    """Show a number by a format of three sections: above, below and at zero."""
    number = Decimal(number)
    above, below, zero = number_format.split(";")
    section = zero if number == 0 else above if number > 0 else below
    before, places, after = SECTION.match(section).groups()
    scaled = abs(number) * (100 if after == " %" else 1)
    digits = f"{scaled:,.{len(places or '')}f}"
    return before.strip('"') + digits + after.strip('"')
