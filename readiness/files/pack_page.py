"""A pack as one readable page of HTML that needs nothing else: to print, send or keep."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from readiness.content import templates_folder
from readiness.domain.comparing import interval_words
from readiness.domain.pack import Pack
from readiness.domain.wording import count_words, day_words, number_words
from readiness.files.pack_words import pack_words


def pack_page(pack: Pack) -> str:
    """Write a pack as a page: how it judges, questions, actions, routes, figures and sources.

    The same text is served by the web application, in its own frame.
    """
    environment = Environment(
        loader=FileSystemLoader(templates_folder()), autoescape=True, undefined=StrictUndefined
    )
    environment.filters.update(
        counted=count_words, day=day_words, interval_words=interval_words, number=number_words
    )
    template = environment.get_template("pack/alone.html")
    return template.render(pack=pack, words=pack_words(pack)) + "\n"
