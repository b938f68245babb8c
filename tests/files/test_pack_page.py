"""A pack as one page: everything in it, in order, in need of nothing else."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest

from readiness.content import rules_folder
from readiness.domain.pack import Strength
from readiness.domain.reader import read_pack
from readiness.files.pack_page import pack_page
from readiness.storage.packs import current_pack, pack_keys
from tests.domain.test_pack_schema import whole
from tests.examples import LEAD, tiny_pack


class Outline(HTMLParser):
    """The heads, ids, addresses and text of a page."""

    def __init__(self, page):
        super().__init__()
        self.heads, self.ids, self.addresses, self.tags, self.texts = [], [], [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.heads += [int(tag[1])] if tag in ("h1", "h2", "h3", "h4") else []
        self.ids += [value for name, value in attrs if name == "id"]
        self.addresses += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


@pytest.fixture(params=pack_keys(rules_folder()))
def pack(request):
    return current_pack(rules_folder(), request.param)


def test_the_page_holds_everything_of_a_pack(pack):
    text = Outline(pack_page(pack)).text

    said = [q.ask for q in pack.questions.values()]
    said += [option.label for q in pack.questions.values() for option in q.options]
    said += [part for rule in pack.rules for part in (rule.needed, rule.otherwise, rule.key)]
    said += [action.title for action in pack.actions] + [stage.title for stage in pack.stages]
    said += [route.title for route in pack.routes.routes] + [b.measure for b in pack.benchmarks]
    said += [survey.note for survey in pack.surveys] + [one.says for one in pack.context]
    said += [source.title for source in pack.sources.values()]
    assert [words for words in said if " ".join(words.split()) not in text] == []


def test_published_figures_are_called_what_the_pack_calls_them(pack):
    page = pack_page(pack)

    assert f'<h2 id="head-benchmarks">{pack.figures_heading}</h2>' in page
    assert ("Published figures to compare with" in page) == bool(pack.benchmarks)


def test_the_page_needs_nothing_else_and_its_contents_lead_somewhere(pack):
    outline = Outline(pack_page(pack))

    assert all(address.startswith("#") for address in outline.addresses)
    assert {address[1:] for address in outline.addresses} <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))
    assert not outline.tags & {"script", "link", "img", "iframe"}


def test_no_head_skips_a_step(pack):
    heads = Outline(pack_page(pack)).heads

    assert heads.count(1) == 1
    assert heads[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(heads))


def test_hard_rules_come_under_the_gate_they_close():
    pack = read_pack(tiny_pack())
    text = Outline(pack_page(pack)).text
    heads = [f"what opens the gate out of {stage.title}" for stage in pack.stages[:-1]]
    places = [text.index(head) for head in heads]

    assert places == sorted(places)
    for rule in pack.rules:
        if rule.strength is Strength.HARD:
            stage = pack.stage_index[rule.stage]
            assert text.index(rule.otherwise) > places[stage]


def test_levels_tables_profiles_and_thresholds_are_there_where_a_pack_has_them():
    text = Outline(pack_page(read_pack(whole()))).text

    assert "Knowledge of lines None Nobody knows." in text
    assert "Good All is sound. When (PLN-02 is “Yes” and PLN-01 is" in text
    assert "What a trust must reach" in text
    assert "Few lines: 5" in text
    assert "Have agreed PLN-01: Agreed 41% 95% interval 29% to 54%" in text
    assert "53 people from 50 organisations, 2017. Self-selected." in text
    assert "Have another: not published. The figures given leave 59% over." in text
    assert "To read, not to compare: Believe in plans: 74% (95% interval 61% to 84%)." in text


def test_a_pack_without_routes_says_nothing_of_them():
    files = tiny_pack()
    del files["routes.yaml"]

    assert "Procurement routes" not in pack_page(read_pack(files))


def test_what_an_author_writes_is_text_and_never_a_tag():
    lead = LEAD.replace("How far is the plan?", "How far is the <script>plan</script> & why?")

    page = pack_page(read_pack(tiny_pack(lead=lead)))

    assert "<script" not in page
    assert "How far is the &lt;script&gt;plan&lt;/script&gt; &amp; why?" in page
