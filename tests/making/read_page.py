"""A page of HTML as a reader without a browser sees it: texts, tables and scripts by section."""

import json
from html.parser import HTMLParser

_VOID = {"meta", "br", "input"}


class Page(HTMLParser):
    """texts, tables, definitions: by the id of the section. own: texts that are in the page's language."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.scripts, self.tables, self.texts = [], [], {}, {}
        self.sections, self.definitions, self.own = [], {}, []
        self._section, self._open = "", []
        self.feed(html)
        self.close()
        assert not self._open, "a tag was left open"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        self.own += [attributes[name] for name in ("aria-label", "placeholder", "data-label") if name in attributes]
        if tag not in _VOID:
            self._open.append((tag, attributes))
        if tag == "section" and "id" in attributes:
            self._section = attributes["id"]
            self.sections.append(self._section)
        if tag == "script":
            self.scripts.append((attributes, ""))
        if tag == "tr":
            self.tables.setdefault(self._section, []).append([])
        if tag in {"td", "th"}:
            self.tables[self._section][-1].append("")

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag
        if tag == "section":
            self._section = ""

    def handle_data(self, data):
        around = [tag for tag, _ in self._open]
        if around[-1:] == ["script"]:
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)
        if {"script", "style"} & set(around):
            return
        if {"td", "th"} & set(around):
            self.tables[self._section][-1][-1] += data
        self.texts[self._section] = self.texts.get(self._section, "") + data
        if any(attributes.get("class") == "definition" for _, attributes in self._open):
            self.definitions[self._section] = self.definitions.get(self._section, "") + data
        if "title" not in around and not any(attributes.get("translate") == "no" for _, attributes in self._open):
            self.own.append(data)

    def _json(self, id):
        return next((json.loads(text) for attributes, text in self.scripts if attributes.get("id") == id), {})

    def charts(self):
        """Section → its chart as plotly takes it."""
        return self._json("figures")

    def data(self):
        """The leads behind the numbers."""
        return self._json("lead-data")

    def ids(self):
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]
