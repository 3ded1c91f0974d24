"""Forms of a contract's desk, found on its page and sent."""

import re
from html import unescape


def deeds(page):
    """Return the addresses of the forms on a page, by the key of the deed."""
    found = re.findall(r'action="([^"]*/desk/([^/"]+)/\d+)"', page.content.decode())
    return {unescape(key): unescape(address) for address, key in found}


def do(browser, deed, desk, **given):
    """Send a form of a desk; what it says on the next page is no refusal."""
    address = deeds(browser.get(desk))[deed]
    answer = browser.post(address, {name.replace("_", "-"): v for name, v in given.items()})
    assert answer.status_code == 302, re.sub(r"<[^>]+>", "", answer.content.decode())[:2000]
    return address
