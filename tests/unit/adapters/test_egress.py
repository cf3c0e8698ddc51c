"""What an address must be before anything is sent to it."""

import pytest

from shared.adapters.outgoing.egress import Egress

PUBLIC = ["1.1.1.1", "93.184.216.34", "203.0.114.1", "2606:4700:4700::1111", "2a00:1450:4001::1"]
NOT_PUBLIC = [
    "",
    "example.com",
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.1.2.3",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "0177.0.0.1",
    "2130706433",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_admitted(address: str) -> None:
    assert Egress().admits(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_other_address_is_admitted(address: str) -> None:
    assert not Egress().admits(address)


def test_the_local_rule_admits_this_machine_and_nothing_else_that_is_private() -> None:
    local = Egress(loopback=True)
    assert [address for address in NOT_PUBLIC if local.admits(address)] == ["127.0.0.1"]
