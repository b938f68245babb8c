"""The trust of the examples, whose answers a test changes and whose pages it visits."""

from dataclasses import dataclass
from typing import Any

from readiness.usecases.assessment import Change, answer_questions, read_assessment, submit
from tests import examples


@dataclass
class Trust:
    """A trust's assessment as people meet it: its pages, its forms and its files."""

    id: int
    client: Any
    visit: Any
    db: Any
    me: Any

    def say(self, **answers):
        """Save answers, by question key with underscores."""
        opened = self._opened()
        kept = opened.given.answers
        changes = [
            Change(key, value, seen=kept[key].version if key in kept else 0)
            for key, value in ((k.replace("_", "-"), v) for k, v in answers.items())
        ]
        saved = answer_questions(self.db, opened, changes, person=self.me, at=examples.AT)
        assert saved.all_kept, saved
        return self

    def submit(self):
        """Declare the answers as they stand."""
        opened, at, on = self._opened(), examples.AT, examples.ON
        return submit(self.db, opened, seen=opened.newest, person=self.me, at=at, on=on)

    def get(self, path="", status=200):
        """Visit a page of the assessment."""
        return self.visit(f"/assessments/{self.id}{path}", status)

    def file(self, path):
        """Fetch a file of the assessment."""
        return self.client.get(f"/assessments/{self.id}{path}")

    def _opened(self):
        return read_assessment(self.db, self.id, person=self.me, on=examples.ON)


def section(page, id):
    """Return the words of the section that a heading names; empty when there is none."""
    found = [s for s in page.every("section") if s.get("aria-labelledby") == id]
    return found[0].text if found else ""


def headings(page):
    """Return the words of every heading."""
    return [heading.text for heading in page.every("h1", "h2", "h3", "h4")]
