"""The questions of a page together: as they are saved, or as they were sent."""

from collections.abc import Collection
from itertools import groupby

from readiness.domain.comparing import compared_on
from readiness.domain.explanation import badge
from readiness.domain.pack import Section
from readiness.usecases.assessment import Change, OpenAssessment
from readiness.web.forms import AnswerForm, Sent, Trouble


class PageForm:
    """The questions of a page, as they are saved or as they were sent.

    `stopped` says why nothing of it could be saved, if that is so. Where all is `closed`, it is
    there to be read only: the assessment is closed, or none of the sections is the person’s. What
    is not theirs to answer is told, unless they sent something all the same.
    """

    def __init__(
        self, opened: OpenAssessment, keys: Collection[str], sent: Sent | None = None
    ) -> None:
        self.pack = pack = opened.pack
        self.stopped = ""
        self.over = over = opened.assessment.closed is not None
        answers = opened.given.answers
        self.answers = tuple(
            AnswerForm(pack, question, answers.get(key), sent)
            for key, question in pack.questions.items()
            if key in keys and (sent is None or f"{key}-seen" in sent)
        )
        for form in self.answers:
            form.badge = badge(opened.reading, form.key)
            form.others = compared_on(opened.reading, form.key)
            form.closed = over or not opened.may.answers(form.question.section)
            form.told = form.closed and not over and sent is None
            form.assessment_id = opened.assessment.id
        self.closed = over or (bool(self.answers) and all(form.closed for form in self.answers))

    def stop(self, why: str, now: OpenAssessment) -> None:
        """Keep everything as it was sent, to be seen and not to be sent again where it may not be.

        Args:
            now: the assessment as it is by now, whose sections may have changed hands.
        """
        self.stopped = why
        for form in self.answers:
            form.closed = self.over or not now.may.answers(form.question.section)
        self.closed = self.over or all(form.closed for form in self.answers)

    def changes(self) -> tuple[Change, ...]:
        """Return what is said to each question where something was decided."""
        return tuple(form.change() for form in self.answers if not form.undecided)

    @property
    def told(self) -> bool:
        """Whether some of the questions are somebody else’s, and so only told."""
        return any(form.told for form in self.answers)

    @property
    def by_section(self) -> tuple[tuple[Section, tuple[AnswerForm, ...]], ...]:
        """The questions under the sections that they belong to."""
        found = groupby(self.answers, lambda form: form.question.section)
        return tuple((self.pack.section(key), tuple(forms)) for key, forms in found)

    @property
    def undecided(self) -> tuple[AnswerForm, ...]:
        """The questions where nothing was decided yet."""
        return tuple(form for form in self.answers if form.undecided)

    @property
    def cleared(self) -> AnswerForm | None:
        """The question whose answer is to be cleared, if there is one."""
        return next((form for form in self.answers if form.clear.data), None)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Everything that needs the person, in the order of the page."""
        each = tuple(trouble for form in self.answers for trouble in form.troubles)
        return (Trouble("main", self.stopped, ""), *each) if self.stopped else each

    @property
    def needy(self) -> tuple[AnswerForm, ...]:
        """The questions that need the person."""
        return tuple(form for form in self.answers if any(form.troubles))

    def as_typed(self, key: str, sent: Sent) -> AnswerForm:
        """Show a question as it was sent, in place of as it is saved, and return its form."""
        place, saved = next((n, f) for n, f in enumerate(self.answers) if f.key == key)
        form = AnswerForm(self.pack, saved.question, saved.answer, sent)
        form.badge, form.others, form.closed = saved.badge, saved.others, saved.closed
        form.assessment_id = saved.assessment_id
        self.answers = (*self.answers[:place], form, *self.answers[place + 1 :])
        return form
