"""Which addresses a call may go to: public ones, and in the local stage this machine itself."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

IpAddress: TypeAlias = IPv4Address | IPv6Address

_GLOBAL_V6 = IPv6Network("2000::/3")
_NEVER: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "100.64.0.0/10",  # carriers' own
        "169.254.0.0/16",  # link-local: where clouds keep their metadata
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # relays into 6to4
        "198.18.0.0/15",  # benchmarks
        "240.0.0.0/4",  # reserved
        "2001::/23",  # protocol assignments; Teredo hides an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 hides an IPv4 address
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True, slots=True)
class Egress:
    """The rule of one deployment; `authority` is a certificate (PEM) trusted beside the usual ones.

    Both are for the local stage alone.
    """

    loopback: bool = False
    authority: str = ""

    def admits(self, address: str) -> bool:
        """Whether a call may go to this address; what is no address is not admitted."""
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return (self.loopback and address == "127.0.0.1") or _is_public(found)


def _is_public(address: IpAddress) -> bool:
    if isinstance(address, IPv6Address) and address not in _GLOBAL_V6:
        return False
    if any(address.version == net.version and address in net for net in _NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
