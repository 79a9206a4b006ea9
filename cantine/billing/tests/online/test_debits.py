"""An account is debited by a provider: with its holder's agreement, once an invoice, as the provider says and not as anybody hopes."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cantine.accounting import queries as books
from cantine.billing import commands
from cantine.billing.adapters import PROVIDERS
from cantine.billing.commands import online, sepa
from cantine.billing.commands.online_wording import hand_words
from cantine.billing.models import Debit, Mandate, OnlineMandate, OnlinePayment, Payment
from cantine.billing.rules.online import Consent, SaysNo, State, Unreachable, earliest_charge
from cantine.billing.rules.sepa import Holder
from cantine.billing.tests.online.test_paying import knock, refusals_of
from cantine.billing.tests.online.tills import TELLER
from cantine.core.authorization import Denied
from cantine.core.testing import journal, letters
from cantine.kernel import Refused
from cantine.places.testing import actor_for

pytestmark = pytest.mark.django_db
PRACTICE: Any = next(each for each in PROVIDERS if each.practice)


def moved(debtor: Any) -> dict[str, int]:
    year = books.years_of(debtor.house.entity.id)[0].year
    found = books.balances_of(debtor.house.entity.id, year)
    return {each.number: each.debit_cents - each.credit_cents for each in found}


# -- The authorisation -------------------------------------------------------------------------------------------------


def test_it_is_active_when_the_provider_says_so_and_not_before(debtor: Any) -> None:
    page = debtor.go()
    assert debtor.follow_mandate().line().stage is Consent.WAITING
    online.authorise_in_practice(**debtor.one, practice_mandate=page, account="0001")
    assert debtor.line().stage is Consent.WAITING
    assert debtor.follow_mandate().line().stage is Consent.ACTIVE
    told = [each.name for each in journal() if "OnlineMandate" in each.name]
    assert told == ["billing.OnlineMandateAsked", "billing.OnlineMandateMoved"]


def test_a_payer_has_one_at_a_time_and_another_once_it_is_over(debtor: Any) -> None:
    again = online.ask_online_mandate(**debtor.house.said, who=debtor.house.member)
    assert again == debtor.mandate
    row = debtor.row()
    row.pk, row.uuid = None, uuid4()
    with pytest.raises(IntegrityError, match="one_online_mandate_a_person"), transaction.atomic():
        row.save(force_insert=True)
    online.stop_online_mandate(**debtor.house.said, mandate=debtor.mandate)
    assert online.ask_online_mandate(**debtor.house.said, who=debtor.house.member) != debtor.mandate


def test_going_twice_to_the_provider_is_one_request(debtor: Any) -> None:
    assert debtor.go() == debtor.go()


def test_one_that_was_refused_says_so_and_is_not_given_again(debtor: Any) -> None:
    online.authorise_in_practice(**debtor.one, practice_mandate=debtor.go(), account="")
    assert debtor.follow_mandate().line().stage is Consent.REFUSED
    with pytest.raises(Refused) as caught:
        debtor.go()
    assert refusals_of(caught) == ["mandate_signed_already"]


def test_nobody_answers_for_a_fortnight_and_it_is_over(debtor: Any) -> None:
    debtor.go()
    debtor.now += timedelta(days=15)
    assert (debtor.follow_mandate().line().stage, debtor.line().why) == (Consent.REFUSED, "unanswered")


def test_a_notice_leads_to_one_question_and_a_forged_one_to_none(debtor: Any) -> None:
    page = debtor.go()
    online.authorise_in_practice(**debtor.one, practice_mandate=page, account="0001")
    body = json.dumps({"id": "m1", "type": "mandate.stopped", "mandate": str(page)}).encode()
    assert [knock(debtor.till, body) for _ in range(2)] == [1, 0]
    with pytest.raises(Refused) as caught:
        knock(debtor.till, body.replace(b"m1", b"m2"), secret="another")
    assert refusals_of(caught) == ["webhook_forged"]


def test_a_notice_is_only_a_hint_what_is_true_is_fetched(debtor: Any, work: Any) -> None:
    debtor.authorise()
    page = debtor.row().reference
    knock(debtor.till, json.dumps({"id": "m1", "type": "mandate.stopped", "mandate": page}).encode())
    assert work().count("billing.follow_mandate") > 0
    assert debtor.line().stage is Consent.ACTIVE


def test_a_lost_notice_loses_nothing(debtor: Any, monkeypatch: Any) -> None:
    debtor.authorise()
    debtor.stopped_at_the_bank()
    debtor.now += timedelta(days=8)
    assert online.follow_mandates_due(actor=TELLER, now=debtor.now) == 1
    assert (debtor.line().stage, debtor.row().next_look_at) == (Consent.STOPPED, None)


def test_stopped_here_it_is_stopped_at_the_provider_with_what_it_was_to_take(debtor: Any, work: Any) -> None:
    debtor.authorise()
    line = debtor.sent()
    online.stop_online_mandate(**debtor.house.said, mandate=debtor.mandate)
    work()
    after = debtor.till.line(line.uuid)
    assert (debtor.line().stage, after.state, after.not_taken) == (Consent.STOPPED, State.FAILED, True)
    assert "arrêtée" in hand_words(after) or "stopped" in hand_words(after)


def test_a_provider_that_does_not_answer_stops_nothing(debtor: Any, monkeypatch: Any) -> None:
    debtor.authorise()

    def silent(*_args: Any) -> None:
        raise Unreachable

    monkeypatch.setattr(PRACTICE, "stop_mandate", silent)
    with pytest.raises(Refused) as caught:
        online.stop_online_mandate(**debtor.house.said, mandate=debtor.mandate)
    assert (refusals_of(caught), debtor.line().stage) == (["provider_unreachable"], Consent.ACTIVE)


def test_what_ended_never_begins_again_in_the_database_either(debtor: Any) -> None:
    debtor.authorise()
    online.stop_online_mandate(**debtor.house.said, mandate=debtor.mandate)
    for changes in ({"stage": "active"}, {"payer_name": "Somebody else"}, {"mandate": "MD-x"}):
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            OnlineMandate.objects.update(**changes)


def test_a_provider_of_cards_takes_no_debits(till: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(PRACTICE, "debits", False)
    with pytest.raises(Refused) as caught:
        online.ask_online_mandate(**till.house.said, who=till.house.member)
    assert refusals_of(caught) == ["debits_not_connected"]


def test_a_letter_asks_for_it_and_carries_the_way(debtor: Any) -> None:
    from cantine.billing.queries.online_mandates import path_to_authorise

    online.ask_online_mandate(**debtor.house.said, who=debtor.house.member, by_letter=True)
    assert path_to_authorise(debtor.mandate) in letters()[-1].text


def test_who_may(debtor: Any) -> None:
    said = {**debtor.house.said, "actor": actor_for(debtor.house.three.stranger, now=debtor.now)}
    with pytest.raises(Denied):
        online.ask_online_mandate(**said, who=debtor.house.member)
    with pytest.raises(Denied):
        online.stop_online_mandate(**said, mandate=debtor.mandate)
    with pytest.raises(Denied):
        online.charge_invoices(**said, invoices=[debtor.till.invoice], on=debtor.on, key="k")
    own = {**debtor.house.said, "actor": actor_for(debtor.house.three.member, now=debtor.now)}
    online.stop_online_mandate(**own, mandate=debtor.mandate)
    assert debtor.line().stage is Consent.STOPPED


# -- The debit ---------------------------------------------------------------------------------------------------------


def test_a_debit_is_credited_when_the_money_came_with_its_fees(debtor: Any) -> None:
    line = debtor.authorise().sent()
    assert (line.state, debtor.house.find(debtor.till.invoice).card.left_cents) == (State.STARTED, 4800)
    line = debtor.day_comes(line)
    assert (line.state, line.fee_cents, debtor.house.find(debtor.till.invoice).card.left_cents) == (State.PAID, 97, 0)
    assert moved(debtor) == {"411": 0, "445711": -800, "44587": 0, "5115": 4703, "627": 97, "7083": -4000}
    for _ in range(3):
        debtor.till.follow(line)
    assert Payment.objects.count() == 1
    assert Debit.objects.get().payment_id == Payment.objects.get().pk


def test_the_payer_is_told_before_once_of_the_day_and_the_amount(debtor: Any) -> None:
    line = debtor.authorise().sent()
    before = len(letters())
    assert "48,00" in letters()[-1].subject
    online.send_charge(**debtor.one, payment=line.uuid)
    assert (len(letters()), line.charged_on) == (before, debtor.on)


def test_a_second_press_is_the_same_charge(debtor: Any) -> None:
    first = debtor.authorise().charge("page-7")
    assert (debtor.charge("page-7"), OnlinePayment.objects.count()) == (first, 1)


def test_an_invoice_that_is_being_debited_is_not_debited_again(debtor: Any) -> None:
    debtor.authorise().charge("page-1")
    with pytest.raises(Refused) as caught:
        debtor.charge("page-2")
    assert refusals_of(caught) == ["debit_going"]
    row = Debit.objects.get()
    with pytest.raises(IntegrityError, match="one_run_an_invoice"), transaction.atomic():
        Debit.objects.create(
            organisation_id=row.organisation_id, invoice_id=row.invoice_id, cents=1, online=another_attempt(row)
        )


def another_attempt(row: Debit) -> OnlinePayment:
    made = OnlinePayment.objects.get(debit=row)
    made.pk, made.uuid, made.key = None, uuid4(), "another"
    made.save(force_insert=True)
    return made


def test_our_bank_and_a_provider_never_take_the_same_invoice(debtor: Any) -> None:
    debtor.authorise()
    sepa.name_creditor(**debtor.house.said, ics="FR72ZZZ123456")
    signed = sepa.ask_mandate(**debtor.house.said, who=debtor.house.member)
    holder = Holder("Odile Martin", "2 rue de l’Essai", "44000", "Nantes", "FR", "FR1420041010050500013M02606")
    sepa.sign_mandate(**debtor.house.said, mandate=signed, holder=holder, name="Odile Martin")
    assert Mandate.objects.get().signed_at is not None
    run = sepa.make_run(**debtor.house.said, on=debtor.on)
    with pytest.raises(Refused) as caught:
        debtor.charge()
    assert refusals_of(caught) == ["debit_going"]
    sepa.drop_run(**debtor.house.said, run=run)
    debtor.charge()
    with pytest.raises(Refused) as caught:
        sepa.make_run(**debtor.house.said, on=debtor.on)
    assert refusals_of(caught) == ["nothing_to_debit"]


def test_a_debit_that_is_refused_says_so_and_frees_its_invoice(debtor: Any) -> None:
    line = debtor.day_comes(debtor.authorise("0002").sent())
    assert (line.state, line.not_taken, line.wants_a_hand) == (State.FAILED, True, True)
    assert debtor.house.find(debtor.till.invoice).card.left_cents == 4800
    again = debtor.sent("page-2")
    assert (again.state, debtor.till.line(line.uuid).wants_a_hand) == (State.STARTED, False)


def test_one_that_comes_back_after_it_was_paid_is_owed_again_once(debtor: Any) -> None:
    line = debtor.day_comes(debtor.authorise("0003").sent())
    assert (line.state, debtor.house.find(debtor.till.invoice).card.left_cents) == (State.PAID, 0)
    line = debtor.day_comes(line)
    for _ in range(2):
        line = debtor.till.follow(line)
    assert (line.state, line.taken_back, line.wants_a_hand) == (State.LOST, True, False)
    assert debtor.house.find(debtor.till.invoice).card.left_cents == 4800
    assert sorted(Payment.objects.values_list("cents", flat=True)) == [-4800, 4800]
    assert (moved(debtor)["411"], moved(debtor)["5115"]) == (4800, -97)
    assert debtor.sent("page-2").state is State.STARTED


def test_what_its_bank_took_back_is_not_refunded(debtor: Any) -> None:
    debtor.day_comes(debtor.day_comes(debtor.authorise("0003").sent()))
    with pytest.raises(Refused) as caught:
        online.refund_online(**debtor.house.said, invoice=debtor.till.invoice)
    assert refusals_of(caught) == ["online_payment_missing"]


def test_a_debit_that_was_paid_is_refunded_by_the_way_it_came(debtor: Any, work: Any) -> None:
    line = debtor.day_comes(debtor.authorise().sent())
    online.refund_online(**debtor.house.said, invoice=debtor.till.invoice)
    work()
    assert debtor.till.line(line.uuid).state is State.REFUNDED


def test_an_invoice_that_is_being_debited_is_not_paid_by_a_card_too(debtor: Any) -> None:
    debtor.authorise().charge()
    with pytest.raises(Refused) as caught:
        debtor.till.start("k9")
    assert refusals_of(caught) == ["debit_going"]


def test_whoever_was_erased_is_debited_no_more(debtor: Any) -> None:
    from cantine.billing.models import Invoice
    from cantine.billing.queries import online_mandates as reads

    debtor.authorise()
    OnlineMandate.objects.update(person_id=None)
    assert Invoice.objects.count() == 1
    with pytest.raises(Refused) as caught:
        debtor.charge()
    assert refusals_of(caught) == ["debit_without_mandate"]
    assert reads.online_mandates_of(debtor.till.organisation_id)[0].stage is Consent.ACTIVE


def test_one_that_was_undone_by_hand_before_is_not_undone_twice(debtor: Any) -> None:
    line = debtor.day_comes(debtor.authorise("0003").sent())
    commands.undo_payment(**debtor.house.said, payment=Payment.objects.get().uuid)
    line = debtor.day_comes(line)
    assert (line.state, line.stuck, line.taken_back) == (State.LOST, "", True)
    assert sorted(Payment.objects.values_list("cents", flat=True)) == [-4800, 4800]


def test_a_provider_that_does_not_answer_is_asked_again_under_the_same_key(debtor: Any, monkeypatch: Any) -> None:
    (payment,) = debtor.authorise().charge()

    def silent(*_args: Any) -> None:
        raise Unreachable

    with monkeypatch.context() as patched:
        patched.setattr(PRACTICE, "charge_mandate", silent)
        assert online.send_charge(**debtor.one, payment=payment) is False
    debtor.now += timedelta(minutes=6)
    assert online.send_charges_due(actor=TELLER, now=debtor.now) == 1
    assert OnlinePayment.objects.get().reference != ""


def test_a_crash_between_the_provider_and_us_is_one_debit(debtor: Any) -> None:
    line = debtor.authorise().sent()
    OnlinePayment.objects.update(reference="")
    online.send_charge(**debtor.one, payment=line.uuid)
    from cantine.billing.models import PracticePayment

    assert PracticePayment.objects.filter(mandate__isnull=False).count() == 1


def test_what_the_provider_refuses_is_told_and_its_authorisation_asked_about(
    debtor: Any, work: Any, monkeypatch: Any
) -> None:
    debtor.authorise()
    (payment,) = debtor.charge()
    debtor.stopped_at_the_bank()

    def refuses(*_args: Any) -> None:
        raise SaysNo("mandate_is_inactive")

    monkeypatch.setattr(PRACTICE, "charge_mandate", refuses)
    online.send_charge(**debtor.one, payment=payment)
    work()
    assert (debtor.till.line(payment).not_taken, debtor.line().stage) == (True, Consent.STOPPED)


def test_a_day_of_rest_or_too_early_and_what_is_not_due_are_refused(debtor: Any) -> None:
    debtor.authorise()
    today = debtor.house.place.today(debtor.now)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 + 42)
    for day, code in (
        (saturday, "not_a_day_of_banks"), (today + timedelta(days=1), "debit_too_early"),
        (earliest_charge(today), "debit_before_due"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            online.charge_invoices(**debtor.house.said, invoices=[debtor.till.invoice], on=day, key="k")
        assert refusals_of(caught) == [code]


def test_without_an_authorisation_nothing_is_debited(debtor: Any) -> None:
    with pytest.raises(Refused) as caught:
        debtor.charge()
    assert refusals_of(caught) == ["mandate_not_signed"]
    online.stop_online_mandate(**debtor.house.said, mandate=debtor.mandate)
    with pytest.raises(Refused) as caught:
        debtor.charge()
    assert refusals_of(caught) == ["mandate_revoked"]


def test_a_late_notice_of_a_debit_changes_nothing(debtor: Any, work: Any) -> None:
    line = debtor.day_comes(debtor.authorise().sent())
    reference = OnlinePayment.objects.get().reference
    knock(debtor.till, json.dumps({"id": "p9", "type": "payment.failed", "payment": reference}).encode())
    work()
    assert debtor.till.line(line.uuid).state is State.PAID


def test_the_bank_of_practice_speaks_by_itself_on_its_day(debtor: Any, work: Any) -> None:
    line = debtor.authorise("0003").sent()
    debtor.now += timedelta(days=60)
    assert online.play_due_debits(actor=TELLER, now=debtor.now) == 1
    assert debtor.till.follow(line).state is State.PAID
    debtor.now += timedelta(days=3)
    assert online.play_due_debits(actor=TELLER, now=debtor.now) == 1
    assert debtor.till.follow(line).state is State.LOST
