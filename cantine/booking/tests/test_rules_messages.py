"""Who a message reaches: each person once, news only to those who agreed, service to whoever has an address."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cantine.booking import rules
from cantine.booking.rules import Audience, Group, LeftOut, Reader, Sort, audience_of, paragraphs_of

READERS = st.lists(
    st.builds(
        Reader, person_id=st.integers(1, 9), has_address=st.booleans(), agrees=st.booleans(), stopped=st.booleans()
    )
)


@given(READERS, st.sampled_from(Sort))
def test_everybody_is_either_written_to_once_or_left_out_with_a_reason(readers, sort):
    found = rules.sorted_readers(readers, sort=sort)
    assert sorted({*found.reached, *found.left_out}) == sorted({reader.person_id for reader in readers})
    assert not set(found.reached) & set(found.left_out)
    assert len(found.reached) == len(set(found.reached))


@given(READERS)
def test_news_never_reach_who_did_not_agree_or_stopped(readers):
    said = {reader.person_id: reader for reader in readers}
    for person in rules.sorted_readers(readers, sort=Sort.NEWS).reached:
        assert (said[person].agrees, said[person].stopped, said[person].has_address) == (True, False, True)


def test_a_service_message_is_refused_by_no_consent():
    reader = Reader(person_id=1, has_address=True, agrees=False, stopped=True)
    assert rules.why_left_out(reader, sort=Sort.SERVICE) is None
    assert rules.why_left_out(Reader(person_id=1, has_address=False), sort=Sort.SERVICE) is LeftOut.NO_ADDRESS


def test_the_key_of_an_audience_says_which_and_names_nobody():
    for audience in (
        Audience(group=Group.MEMBERS),
        Audience(group=Group.DAY, day=date(2026, 3, 10)),
        Audience(group=Group.ROLE, code="host"),
        Audience(group=Group.CERTIFIED, code="Découpe laser"),
    ):
        assert audience_of(audience.key) == audience
    assert Audience(group=Group.PICKED, emails=("ada@cantine.example",)).key == "picked"


def test_paragraphs_are_what_an_empty_line_parts():
    assert paragraphs_of("\r\n\r\nUn\r\ndeux  \r\n \r\n\r\ntrois\n\n") == ("Un\ndeux", "trois")


def test_every_refusal_is_said_at_once():
    found = rules.check_message(subject="", words="a" * 10_001, reached=0, sent_today=10)
    assert [each.code for each in found] == [
        "message_empty", "message_too_long", "message_to_nobody", "message_too_often",
    ]  # fmt: skip
