"""The settings: sensible when left out, and refused with every fault at once."""

from typing import Any

import pytest

from shared.domain.settings_document import parse_settings
from shared.errors import Refused

LEAST: dict[str, Any] = {"zone": "Europe/Berlin", "default_queue": "Tier 1"}


def faults(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        parse_settings({**LEAST, **changes})
    return [(fault.pointer, fault.message) for fault in refused.value.faults]


def test_a_zone_and_a_default_queue_are_enough() -> None:
    settings = parse_settings(LEAST)

    assert settings.business_hours == "24x7"
    assert settings.fallback_queue == "Tier 1"
    assert settings.low_balance_share == 0.2
    assert settings.reopen_window == 14 * 86_400
    assert "gmail.com" in settings.public_mail_domains
    assert settings.lookup_filters.active
    assert settings.lookup_filters.same_account
    assert not settings.lookup_filters.same_asset


def test_both_needed_keys_are_named_when_they_are_missing() -> None:
    with pytest.raises(Refused) as refused:
        parse_settings({})

    assert [(f.pointer, f.message) for f in refused.value.faults] == [
        ("default_queue", "is missing"),
        ("zone", "is missing"),
    ]


def test_all_faults_are_told_at_once() -> None:
    assert faults(
        zone="Mars/Olympus",
        return_hosts=["https://www.acme.example/thanks"],
        stop_reasons=["Waiting", "waiting"],
        low_balance_share=2,
        reopen_window="-3",
        auto_assign={"fax": True},
        sender={"name": ""},
        colour="red",
    ) == [
        ("auto_assign.fax", "unknown key"),
        ("colour", "unknown key"),
        ("low_balance_share", "must not be more than 1.0"),
        ("reopen_window", "'-3' is no duration: write 90m, 4h, 2d or 1h30m"),
        (
            "return_hosts[0]",
            "'https://www.acme.example/thanks' is no host name: leave out scheme, port and path",
        ),
        ("sender.name", "must not be empty"),
        ("stop_reasons", "'waiting' is listed twice"),
        ("zone", "'Mars/Olympus' is no IANA time zone"),
    ]


def test_hosts_and_domains_are_folded_and_reasons_keep_their_spelling() -> None:
    settings = parse_settings(
        {
            **LEAST,
            "return_hosts": ["WWW.Acme.example"],
            "public_mail_domains": ["Post.Example"],
            "stop_reasons": ["Waiting on a Part"],
        }
    )

    assert settings.return_hosts == ("www.acme.example",)
    assert settings.public_mail_domains == ("post.example",)
    assert settings.stop_reasons == ("Waiting on a Part",)
