"""A certificate authority of this machine's own, which the local stage trusts when it calls out."""

import ssl
from pathlib import Path

import trustme

_HOST = "127.0.0.1"


class Authority:
    """Kept over restarts, so that the functions that trust it need not be told again."""

    def __init__(self, folder: Path) -> None:
        certificate, key = folder / "authority.pem", folder / "authority.key"
        if not key.exists():
            made = trustme.CA()
            folder.mkdir(parents=True, exist_ok=True)
            key.touch(mode=0o600)
            made.private_key_pem.write_to_path(key)
            made.cert_pem.write_to_path(certificate)
        self._authority = trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
        self.certificate = certificate.read_text(encoding="ascii")

    def server_side(self) -> ssl.SSLContext:
        """How a server on loopback shows that it is one."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._authority.issue_cert(_HOST).configure_cert(context)
        return context
