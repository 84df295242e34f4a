"""Which addresses mail may be sent to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.mail_addresses import looks_like_email, name_and_address


@pytest.mark.parametrize(
    "address",
    [
        "carl@example.org",
        "Carl.Berg+hotell@mail.example.co.uk",
        "o'brien@example.org",
        "carl@räksmörgås.se",
        "carl@xn--rksmrgs-5wao1o.se",
        "a@b.se",
        "x" * 64 + "@example.org",
    ],
)
def test_an_address_is_an_address(address):
    assert looks_like_email(address) is True


@pytest.mark.parametrize(
    "address",
    [
        "",
        "carl",
        "carl@",
        "@example.org",
        "carl@localhost",
        "carl@example",
        "carl@127.0.0.1",
        "carl@[127.0.0.1]",
        "carl@@example.org",
        "carl@olga@example.org",
        "carl berg@example.org",
        " carl@example.org",
        "carl@example.org\n",
        "carl@example.org\r\nBcc: olga@other.example",
        "carl\r\n@example.org",
        "carl@example.org\x00",
        "carl@exam\u2028ple.org",
        "carl\u200b@example.org",
        "carl@example.org,olga@other.example",
        "<carl@example.org>",
        '"carl berg"@example.org',
        "carl@example..org",
        ".carl@example.org",
        "carl.@example.org",
        "ca..rl@example.org",
        "carl@-example.org",
        "carl@exa_mple.org",
        "carl@example.o",
        "jörgen@example.org",
        "=carl@example.org",
        "+carl@example.org",
        "-carl@example.org",
        "carl|mail@example.org",
        "x" * 65 + "@example.org",
        "carl@" + "x" * 64 + ".org",
        "carl@" + "x." * 130 + "org",
        "carl@\ud800.org",
    ],
)
def test_what_only_resembles_an_address_is_none(address):
    assert looks_like_email(address) is False


@given(st.text(max_size=40), st.sampled_from("\r\n\0 \t,;<>\u2028\x85"), st.text(max_size=40))
def test_nothing_with_a_line_end_or_a_second_address_ever_passes(before, sign, after):
    assert looks_like_email(f"{before}{sign}{after}") is False
    assert looks_like_email(f"carl{sign}@example.org") is False
    assert looks_like_email(f"carl@example.org{sign}") is False


@pytest.mark.parametrize(
    ("written", "taken_apart"),
    [
        ("Carl Berg <carl@example.org>", ("Carl Berg", "carl@example.org")),
        ('"Berg, Carl" <carl@example.org>', ("Berg, Carl", "carl@example.org")),
        ("<carl@example.org>", ("", "carl@example.org")),
        ("mailto:carl@example.org", ("", "carl@example.org")),
        ("  carl@example.org ", ("", "carl@example.org")),
        ("Carl Berg", ("", "Carl Berg")),
        ("", ("", "")),
    ],
)
def test_a_name_and_its_address_are_taken_apart(written, taken_apart):
    assert name_and_address(written) == taken_apart
