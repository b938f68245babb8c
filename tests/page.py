"""A parsed page that checks what every page owes, and sends its forms as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
INLINE = {"a", "abbr", "b", "code", "em", "i", "span", "strong"}
CONTROLS = {"input", "select", "textarea"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby")


@dataclass(eq=False)
class Element:
    """A tag with what is inside it: elements and texts, in order."""

    tag: str
    attributes: dict
    inside: list = field(default_factory=list)

    def get(self, name, default=""):
        """Return an attribute's value."""
        return self.attributes.get(name, default)

    def every(self, *tags):
        """Walk the elements inside, of these tags or all of them."""
        for child in self.inside:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.every(*tags)

    @property
    def text(self):
        """All text inside, with every run of space as one."""
        return " ".join("".join(self._texts()).split())

    def _texts(self):
        apart = "" if self.tag in INLINE else " "
        yield apart
        for child in self.inside:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "svg"):
                yield from child._texts()
        yield apart


class Page(HTMLParser):
    """One answer of the program, as a tree."""

    def __init__(self, response, client):
        super().__init__()
        self.response, self.client = response, client
        self.status = response.status_code
        self.root = Element("root", {})
        self._open = [self.root]
        self.feed(response.text)
        self._check()

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self._open[-1].inside.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open[-1].tag == tag, f"<{self._open[-1].tag}> is closed by </{tag}>"
        self._open.pop()

    def handle_data(self, data):
        self._open[-1].inside.append(data)

    def every(self, *tags):
        """Return the elements of these tags."""
        return list(self.root.every(*tags))

    def one(self, *tags, **attributes):
        """Return the only element of these tags and attributes; `class_` stands for `class`."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        found = [e for e in self.every(*tags) if all(e.get(k) == v for k, v in wanted.items())]
        assert len(found) == 1, f"{len(found)} of {tags} {wanted}"
        return found[0]

    @property
    def text(self):
        """What the main part says."""
        return self.one("main").text

    @property
    def heading(self):
        """What the page is about."""
        return self.one("h1").text

    @property
    def links(self):
        """The addresses that the page links to, by the words of the link."""
        return {a.text: a.get("href") for a in self.every("a")}

    @property
    def summary(self):
        """The error summary: its title, and the words of each link."""
        found = [e for e in self.every("div") if e.get("class") == "nhsuk-error-summary"]
        return [found[0].text.split()[0], *[a.text for a in found[0].every("a")]] if found else []

    def question(self, ref):
        """Return a question's fieldset."""
        return self.one("fieldset", id=ref)

    def values(self, name):
        """Return what would be sent under a name."""
        return [value for form in self._forms() for n, value in sent_by(form) if n == name]

    def send(self, button="", **values):
        """Send a form as a browser does: the one with this button, some fields given other values.

        A value is a text, a list of texts, or None for nothing at all. Where the form has no field
        of a name, `_` in it stands for `-`.
        """
        form = self._form_with(button)
        there = {control.get("name") for control in form.every(*CONTROLS)}
        changed = {n if n in there else n.replace("_", "-"): v for n, v in values.items()}
        data = [(name, value) for name, value in sent_by(form) if name not in changed]
        for name, value in changed.items():
            texts = [] if value is None else [value] if isinstance(value, str) else value
            data += [(name, text) for text in texts]
        for pressed in form.every("button"):
            if button and pressed.text.startswith(button) and pressed.get("name"):
                data.append((pressed.get("name"), pressed.get("value")))
                break
        address = form.get("action") or self.response.request.full_path.rstrip("?")
        lists = {name: [v for n, v in data if n == name] for name, _ in data}
        return self.client.post(address, data=lists)

    def _forms(self):
        return [form for form in self.every("form") if form.get("method") == "post"]

    def _form_with(self, button):
        for form in self._forms():
            if any(pressed.text.startswith(button) for pressed in form.every("button")):
                return form
        raise AssertionError(f"no form has a button {button!r}")

    def _check(self):
        everything = self.every()
        heads = [e for e in everything if e.tag == "h1"]
        assert len(heads) == 1, f"{len(heads)} headings of the first level"
        error = bool(self.summary)
        title = next(self.one("head").every("title")).text
        assert title.startswith(("Error: " if error else "") + heads[0].text), title
        ids = [e.get("id") for e in everything if e.get("id")]
        assert len(ids) == len(set(ids)), [i for i in set(ids) if ids.count(i) > 1]
        labelled = {e.get("for") for e in everything if e.tag == "label"}
        for e in everything:
            if e.tag in CONTROLS and e.get("type") != "hidden":
                named = e.get("aria-label") or e.get("aria-labelledby")
                assert e.get("id") in labelled or named, f"no label: {e.attributes}"
            for name in REFERENCES:
                assert set(e.get(name).split()) <= set(ids), f"{name}={e.get(name)} names nothing"
            assert not e.get("href").startswith("#") or e.get("href")[1:] in ids, e.get("href")
            assert e.tag != "style", "style inside the page"
            assert not [n for n in e.attributes if n == "style" or n.startswith("on")], e.attributes
            assert e.tag != "script" or e.get("src"), "script inside the page"
        for form in self._forms():
            assert any(e.get("name") == "csrf_token" for e in form.every("input")), "no token"
        policy = self.response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';"), policy
        assert "unsafe" not in policy, policy


def sent_by(form):
    """Yield what a browser sends of a form: name and value of every control that counts."""
    for e in form.every(*CONTROLS):
        if e.tag == "select":
            options = list(e.every("option"))
            chosen = [o for o in options if "selected" in o.attributes] or options[:1]
            yield from ((e.get("name"), o.get("value")) for o in chosen)
        elif e.tag == "textarea":
            text = "".join(child for child in e.inside if isinstance(child, str))
            yield e.get("name"), text.removeprefix("\n").replace("\n", "\r\n")
        elif e.get("type") not in ("checkbox", "radio") or "checked" in e.attributes:
            yield e.get("name"), e.get("value")
