"""Web addresses as people type them: the form in which they are stored, and the one in which they are compared."""

import re

from leadkit.kernel.text import half_width, match_form, tidy
from leadkit.lexicon.domains import domain_form

__all__ = ["web_address", "website_form"]

# Once, or twice when somebody pasted behind a scheme that stood there already.
_SCHEME = re.compile(r"^(?:(?:https?|ftp)?\s*[:;]?\s*/{1,3}){1,2}", re.I)
_SCHEME_NAME = re.compile("https?|ftp", re.I)
_HOST = re.compile(r"(?:[^\s/?#@:.]{1,63}\.)+(?:xn--[a-z0-9-]{1,59}|[^\s/?#@:.\d]{2,63})", re.I)
# What people write before an address: "网址：www.acme.com".
_LABEL = re.compile(r"^(?:web\s?site|web|home\s?page|url|网址|網址|网站|網站|官网|官網|主页)\s*:\s*", re.I)


# What needs no cleansing, because most need none.
_CLEAN = re.compile(r"https?://(?:(?!xn--)[a-z0-9][a-z0-9-]{0,61}\.)+[a-z]{2,63}(?:/\w(?:[!-~]*[\w/])?)?", re.ASCII)


def web_address(text: str) -> str:
    """`WWW.Acme.COM/` → `https://www.acme.com`; blank when it holds no host. A scheme that was typed is kept."""
    if _CLEAN.fullmatch(text):
        return text
    scheme, host, rest = _parts(text)
    if not host:
        return ""
    return f"{scheme or 'https'}://{host}{rest.rstrip('/') if not rest.strip('/') else rest}"


def website_form(text: str) -> str:
    """The form in which web sites are compared: host without `www`, path without its last slash, and nothing else."""
    _, host, rest = _parts(text)
    path = match_form(re.split("[?#]", rest, maxsplit=1)[0]).rstrip("/")
    return f"{host.removeprefix('www.')}{path}"


def _parts(text: str) -> tuple[str, str, str]:
    """(scheme, host, rest), the host in comparing form; blank when there is no host."""
    text = _LABEL.sub("", half_width(tidy(text)).replace("：", ":").rstrip(",;。，"))
    scheme = _SCHEME.match(text)
    bare = text[scheme.end() :] if scheme else text
    match = _HOST.match(bare)
    if not match or " " in bare:
        return "", "", ""
    rest = re.sub(r"^:(?:80|443)(?=/|$)", "", bare[match.end() :])
    if rest and rest[0] not in "/?#:":
        return "", "", ""
    names = _SCHEME_NAME.findall(scheme[0].lower()) if scheme else []
    return names[-1] if names else "", domain_form(match[0]), rest
