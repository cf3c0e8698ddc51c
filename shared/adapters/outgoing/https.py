"""One POST over https to an address that was judged before it is dialled."""

import http.client
import socket
import ssl
from collections.abc import Mapping, Sequence
from functools import cached_property
from urllib.parse import SplitResult, urlsplit

from shared.adapters.outgoing.deadline import Deadline
from shared.adapters.outgoing.egress import Egress
from shared.adapters.outgoing.resolution import Resolver, resolve, system_resolver
from shared.errors import Misconfigured, Refused, Unavailable
from shared.ports import Posted

SECONDS = 3.0
MOST_BYTES = 64 * 1024
_HTTPS = 443
_DETAIL = 200


class HttpsOutgoing:
    """The Outgoing over sockets: no proxy, no redirect, no second resolution."""

    def __init__(
        self,
        egress: Egress,
        *,
        resolver: Resolver = system_resolver,
        seconds: float = SECONDS,
    ) -> None:
        self._egress = egress
        self._resolver = resolver
        self._seconds = seconds

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Post once; raises Refused for what may never be called, Unavailable for the rest."""
        if len(body) > MOST_BYTES:
            raise Refused(f"the body is larger than {MOST_BYTES // 1024} KB")
        parts, host, port = _read(url)
        with Deadline(self._seconds) as deadline:
            addresses = resolve(self._resolver, host, port, deadline.left())
            self._judge(host, addresses)
            try:
                connection = self._connect(host, port, addresses, deadline)
                answer = _exchange(connection, parts, host, port, body, headers)
            except ssl.SSLCertVerificationError as wrong:
                raise Unavailable(f"the certificate of '{host}' is not valid") from wrong
            except (OSError, http.client.HTTPException) as broken:
                if deadline.passed or isinstance(broken, TimeoutError):
                    raise Unavailable(f"no answer within {self._seconds:g} s") from broken
                raise Unavailable(f"'{host}' broke off: {type(broken).__name__}") from broken
            # a connection that is shut looks like an answer that has ended
            deadline.left()
            return answer

    def _judge(self, host: str, addresses: Sequence[str]) -> None:
        """One address that is not admitted is enough: a name must not lead two ways."""
        for address in addresses:
            if not self._egress.admits(address):
                raise Refused(f"'{host}' leads to {address}, which is not public")

    def _connect(
        self, host: str, port: int, addresses: Sequence[str], deadline: Deadline
    ) -> http.client.HTTPSConnection:
        plain = _dial(addresses, port, deadline)
        deadline.guard(plain)
        plain.settimeout(deadline.left())
        try:
            secured = self._tls.wrap_socket(plain, server_hostname=host.removesuffix("."))
        except BaseException:
            plain.close()
            raise
        secured.settimeout(deadline.left())
        connection = http.client.HTTPSConnection(host, port)
        connection.sock = secured
        return connection

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self._egress.authority:
            try:
                context.load_verify_locations(cadata=self._egress.authority)
            except ssl.SSLError as wrong:
                raise Misconfigured("The egress rule names no certificate.") from wrong
        return context


def _read(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _HTTPS
    except ValueError as wrong:
        raise Refused("the address cannot be read") from wrong
    if parts.scheme != "https":
        raise Refused("only https is called")
    if not parts.hostname or "@" in parts.netloc:
        raise Refused("the address names no host, or a user")
    return parts, parts.hostname, port


def _dial(addresses: Sequence[str], port: int, deadline: Deadline) -> socket.socket:
    """Connect to the first address that answers; each gets its share of the time that is left."""
    for place, address in enumerate(addresses, start=1):
        share = deadline.left() / (len(addresses) - place + 1)
        try:
            return socket.create_connection((address, port), timeout=share)
        except OSError:
            if place == len(addresses):
                raise
    raise Unavailable("there is no address")


def _exchange(
    connection: http.client.HTTPSConnection,
    parts: SplitResult,
    host: str,
    port: int,
    body: bytes,
    headers: Mapping[str, str],
) -> Posted:
    path = parts.path or "/"
    target = f"{path}?{parts.query}" if parts.query else path
    name = host if port == _HTTPS else f"{host}:{port}"
    try:
        connection.request(
            "POST",
            target,
            body=body,
            headers={"Host": name, "Connection": "close", "Accept": "*/*", **headers},
        )
        response = connection.getresponse()
        said = response.read(MOST_BYTES)
    finally:
        connection.close()
    words = " ".join(said[: 4 * _DETAIL].decode("utf-8", "replace").split())
    printable = "".join(mark for mark in words if mark.isprintable())
    return Posted(
        status=response.status,
        detail=printable[:_DETAIL],
        retry_after=response.getheader("Retry-After"),
    )
