"""Importing customers: good lines are stored, bad lines come back whole with their reason."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models import AuditEvent
from common import clock
from invitations.customers import importing
from invitations.customers.importing import NotReadable
from invitations.models import Customer
from invitations.stopping import suppressing
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(hotel, agnes):
    return arranging_units.add(parent=cast.root_unit(hotel), name="Åhuset", by=agnes)


@pytest.fixture
def take(hotel, maria):
    """Import some text for the hotel."""
    return lambda text: importing.import_customers(hotel, text, unit=cast.root_unit(hotel), language="sv", by=maria)


def stored() -> list[tuple]:
    return list(Customer.objects.order_by("id").values_list("email", "name", "language", "unit__name"))


def counts(report) -> tuple[int, int, int, int]:
    return report.new, report.updated, report.unchanged, len(report.bad_lines)


def test_addresses_one_a_line(take):
    report = take("carl@x.se\r\nAnna Ek <anna@x.se>\n\n  mailto:ole@x.no  \n")
    assert counts(report) == (3, 0, 0, 0)
    assert stored() == [
        ("carl@x.se", "", "sv", "Fjällhotellet"),
        ("anna@x.se", "Anna Ek", "sv", "Fjällhotellet"),
        ("ole@x.no", "", "sv", "Fjällhotellet"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "E-post;Namn;Språk;Enhet",
        "E-mail;Navn;Sprog;Enhed",
        "E-postadresse;Navn;Språk;Enhet",
        "Sähköposti;Nimi;Kieli;Yksikkö",
        "E-mail;Name;Language;Unit",
    ],
)
def test_headings_in_five_languages(take, house, header):
    assert counts(take(f"{header}\nliisa@x.fi;Liisa;Suomi;åhuset\nole@x.no;Ole;no;")) == (2, 0, 0, 0)
    assert stored() == [("liisa@x.fi", "Liisa", "fi", "Åhuset"), ("ole@x.no", "Ole", "nb", "Fjällhotellet")]


def test_columns_without_headings_are_known_by_what_they_hold(take, house):
    assert counts(take("Liisa Aho,liisa@x.fi,fi,Åhuset\nCarl Berg,carl@x.se,sv,Åhuset")) == (2, 0, 0, 0)
    assert stored() == [("liisa@x.fi", "Liisa Aho", "fi", "Åhuset"), ("carl@x.se", "Carl Berg", "sv", "Åhuset")]


def test_a_unit_is_named_by_its_way_where_two_share_a_name(take, hotel, house, agnes):
    root = cast.root_unit(hotel)
    other = arranging_units.add(parent=root, name="Fjällhuset", by=agnes)
    for parent in (house, other):
        arranging_units.add(parent=parent, name="Köket", by=agnes)
    report = take("email;unit\na@x.se;Köket\nb@x.se;Fjällhuset / Köket")
    assert [(bad.number, bad.reason) for bad in report.bad_lines] == [
        (2, "Several units are called “Köket”. Write “house / unit”.")
    ]
    assert Customer.objects.get().unit.parent == other


def test_bad_lines_tell_why_and_keep_nobody_from_being_stored(take, house):
    report = take(
        "email;name;language;unit\n"
        "carl@x.se;Carl;;\n"
        "carl(at)x.se;Carl;;\n"
        ";Anna;;\n"
        "ole@x.no;Ole;klingon;\n"
        "liisa@x.fi;Liisa;fi;Slottet\n"
        'eva@x.se;=HYPERLINK("http://evil.example");;\n'
        f"long@x.se;{'n' * 121};;\n"
        "mette@x.dk;Mette;da;Åhuset\n"
    )
    assert counts(report) == (2, 0, 0, 6)
    assert [(bad.number, bad.reason) for bad in report.bad_lines] == [
        (3, "“carl(at)x.se” is not quite an e-mail address, like name@place.example."),
        (4, "There is no e-mail address in this line."),
        (5, "We do not know the language “klingon”. Write sv, da, nb, fi or en."),
        (6, "There is no unit called “Slottet”. You find their names under Settings."),
        (7, "A cell in this line is a formula, and we take only plain words."),
        (8, "The name is longer than 120 characters."),
    ]
    assert [customer[0] for customer in stored()] == ["carl@x.se", "mette@x.dk"]
    assert report.to_correct.splitlines() == [
        "email;name;language;unit",
        "carl(at)x.se;Carl;;",
        ";Anna;;",
        "ole@x.no;Ole;klingon;",
        "liisa@x.fi;Liisa;fi;Slottet",
        'eva@x.se;=HYPERLINK("http://evil.example");;',
        f"long@x.se;{'n' * 121};;",
    ]


def test_mended_lines_can_be_sent_in_again_as_they_stand(take):
    report = take("email;language\ncarl@x.se;sv\nole@x.no;nordic")
    assert counts(take(report.to_correct.replace("nordic", "norsk"))) == (1, 0, 0, 0)


def test_an_address_told_twice_counts_once(take):
    report = take("carl@x.se\nCARL@X.SE\nCarl <carl@x.se>\nanna@x.se")
    assert (counts(report), len(report.repeats)) == ((2, 0, 0, 0), 2)


def test_those_already_there_are_updated_by_what_a_line_says_and_only_that(take, carl, house):
    key = carl.respondent_key
    assert counts(take("CARL@guest.example")) == (0, 0, 1, 0)
    assert counts(take("email;name;unit\ncarl@guest.example;;Åhuset")) == (0, 1, 0, 0)
    carl.refresh_from_db()
    assert (carl.name, carl.language, carl.unit, carl.respondent_key) == ("Carl", "sv", house, key)
    assert counts(take("email;name;language\ncarl@guest.example;Carl Berg;fi")) == (0, 1, 0, 0)
    assert stored() == [("carl@guest.example", "Carl Berg", "fi", "Åhuset")]
    assert Customer.objects.matching("BERG").get() == carl


def test_an_import_cannot_undo_a_stop(take, hotel):
    suppressing.suppress(hotel, "carl@x.se")
    report = take("carl@x.se\nanna@x.se")
    assert (counts(report), report.stopped) == ((2, 0, 0, 0), 1)
    assert suppressing.is_suppressed(hotel, "carl@x.se")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no address here yet"),
        ("   \n\n;;;\n", "no address here yet"),
        ("name;phone\nCarl;070\nAnna;071", "no column with e-mail addresses"),
        ("\n".join(f"guest{n}@x.se" for n in range(100_000)), "At most 20000 lines"),
    ],
)
def test_a_list_that_cannot_be_used_stores_nothing(take, text, says):
    with pytest.raises(NotReadable, match=says):
        take(text)
    assert (Customer.objects.count(), AuditEvent.objects.filter(verb="customers.imported").count()) == (0, 0)


def test_another_organisations_customer_of_the_same_address_is_left_alone(take, library):
    other = cast.customer(library, "carl@x.se", name="Olgas Carl")
    take("Carl Berg <carl@x.se>")
    other.refresh_from_db()
    assert (other.name, Customer.objects.count()) == ("Olgas Carl", 2)


def test_five_thousand_lines_cost_few_statements(take):
    text = "\n".join(f"Guest {n} <guest{n}@x.se>" for n in range(5000))
    with CaptureQueriesContext(connection) as captured:
        assert counts(take(text)) == (5000, 0, 0, 0)
    rows_a_statement = min(connection.ops.bulk_batch_size([None] * 11, [None] * 5000), 2000)
    assert len(captured) <= 5000 // rows_a_statement + 12
    with CaptureQueriesContext(connection) as captured:
        assert counts(take(text)) == (0, 0, 5000, 0)
    assert len(captured) <= 12


def test_importing_is_told_in_the_audit(take, hotel, maria):
    take("carl@x.se")
    event = AuditEvent.objects.get(verb="customers.imported")
    assert (event.by, event.detail) == (maria, {"new": 1, "updated": 0})


def test_searching_folds_cases_in_every_language(hotel, carl):
    now = clock.now()
    Customer.objects.bulk_create(
        [Customer(organisation=hotel, unit=carl.unit, email="a@x.se", name="ÅSA Öberg", language="sv", created_at=now)]
    )
    assert [one.email for one in Customer.objects.matching("öberg åsa")] == ["a@x.se"]
    assert list(Customer.objects.matching("åsa carl")) == []


def test_the_time_of_the_visit_is_read_and_only_a_later_one_replaces_it(take, hotel):
    noon = datetime.combine(cast.today(hotel), time(12), hotel.zone)

    def visit(days: int) -> str:
        return f"E-post;Avresa\ncarl@x.se;{(noon + timedelta(days=days)):%Y-%m-%d}"

    def kept() -> datetime:
        return Customer.objects.get().use_happened_at

    assert (counts(take(visit(-3))), kept()) == ((1, 0, 0, 0), noon - timedelta(days=3))
    assert (counts(take(visit(-5))), kept()) == ((0, 0, 1, 0), noon - timedelta(days=3))
    assert (counts(take(visit(-1))), kept()) == ((0, 1, 0, 0), noon - timedelta(days=1))
    assert (counts(take("E-post;Avresa\ncarl@x.se;")), kept()) == ((0, 0, 1, 0), noon - timedelta(days=1))


def test_a_time_nobody_can_have_meant_is_a_bad_line(take):
    report = take("email;departure\ncarl@x.se;tomorrow\nanna@x.se;1950-01-01")
    assert [bad.reason for bad in report.bad_lines] == [
        "“tomorrow” is not a time we can read. Write it like 2026-11-20 or 2026-11-20 14:30.",
        "“1950-01-01” is more than 20 years ago. Is it the time of the visit?",
    ]


@pytest.mark.parametrize(
    "heading", ["Avresa", "Afrejse", "Avreise", "Lähtö", "Departure", "Check-out", "Besök", "Ophold", "check_out"]
)
def test_the_visit_is_known_by_its_heading_in_five_languages(take, heading):
    assert counts(take(f"email;{heading}\ncarl@x.se;2026-01-02")) == (1, 0, 0, 0)
    assert Customer.objects.get().use_happened_at.date().isoformat() == "2026-01-02"


def test_a_column_is_kept_when_somebody_says_so_and_then_by_itself(hotel, maria, take):
    where = {"unit": cast.root_unit(hotel), "language": "sv", "by": maria}
    text = "email;Rumstyp;Telefon\ncarl@x.se;Svit;070-1234567"
    importing.import_customers(hotel, text, roles=["email", "keep", "leave"], **where)
    assert Customer.objects.get().attributes == {"Rumstyp": "Svit"}
    assert counts(take(text)) == (0, 0, 1, 0)
    assert counts(take("email;RUMSTYP;Telefon\ncarl@x.se;;070\nanna@x.se;Enkel;070")) == (1, 0, 1, 0)
    assert list(Customer.objects.order_by("pk").values_list("attributes", flat=True)) == [
        {"Rumstyp": "Svit"},
        {"Rumstyp": "Enkel"},
    ]


def test_what_is_kept_is_short_and_little(hotel, maria):
    where = {"unit": cast.root_unit(hotel), "language": "sv", "by": maria}
    text = f"email;{'h' * 70}\ncarl@x.se;short\nanna@x.se;{'v' * 201}"
    report = importing.import_customers(hotel, text, roles=["email", "keep"], **where)
    assert [bad.reason for bad in report.bad_lines] == [f"“{'h' * 60}” is longer than 200 characters."]
    assert Customer.objects.get().attributes == {"h" * 60: "short"}


def test_a_column_that_is_left_out_may_hold_what_it_likes(hotel, maria):
    where = {"unit": cast.root_unit(hotel), "language": "sv", "by": maria}
    text = f"email;note\ncarl@x.se;=1+1\nanna@x.se;{'long ' * 200}"
    assert counts(importing.import_customers(hotel, text, roles=["email", "leave"], **where)) == (2, 0, 0, 0)
    assert [
        bad.reason for bad in importing.import_customers(hotel, text, roles=["email", "name"], **where).bad_lines
    ] == [
        "A cell in this line is a formula, and we take only plain words.",
        "There is more in one cell of this line than we can take.",
    ]


def test_a_name_in_two_columns_is_put_together_the_given_name_first(take):
    take("Efternamn;Förnamn;E-post\nÅberg;Carl;carl@x.se\nEk;;anna@x.se")
    assert [row[1] for row in stored()] == ["Carl Åberg", "Ek"]
    take("Kund;Namn;E-post\n4711;Ole Øst;ole@x.se")
    assert stored()[-1][1] == "Ole Øst"


def test_customers_of_another_house_stay_as_they_are_and_are_counted(hotel, house, maria, agnes):
    other = arranging_units.add(parent=cast.root_unit(hotel), name="Fjällhuset", by=agnes)
    theirs = cast.customer(hotel, "carl@x.se", unit=other)
    units = type(house).objects.below(house)
    text = "email;name\ncarl@x.se;Another Carl\nanna@x.se;Anna"
    report = importing.import_customers(hotel, text, unit=house, language="sv", by=maria, units=units)
    theirs.refresh_from_db()
    assert (counts(report), report.elsewhere, theirs.name) == ((1, 0, 0, 0), 1, "Carl")


def test_the_same_list_again_changes_nothing_and_is_not_told_in_the_audit(take):
    text = "email;name;language;departure\n" + "\n".join(f"g{n}@x.se;Gäst {n};fi;2026-0{n}-01" for n in range(1, 10))
    assert counts(take(text)) == (9, 0, 0, 0)
    before = list(Customer.objects.order_by("pk").values())
    assert counts(take(text)) == (0, 0, 9, 0)
    assert list(Customer.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.filter(verb="customers.imported").count() == 1


@pytest.mark.parametrize(
    "name",
    ["مريم الحسن", "👩‍👩‍👧 Familjen Öst", "<b>Carl</b>", "Ｃａｒｌ", "O'Brien; DROP TABLE", "\u202eevil", "x" * 120],
)
def test_names_from_everywhere_are_kept_as_they_are(take, name):
    take(f'email\tname\ncarl@x.se\t"{name}"')
    assert stored()[0][1] == name


def test_a_thousand_columns_are_refused_whole(take):
    text = ";".join(["email", *(f"k{n}" for n in range(999))]) + "\ncarl@x.se" + ";" * 999
    with pytest.raises(NotReadable, match="At most 100 columns"):
        take(text)
