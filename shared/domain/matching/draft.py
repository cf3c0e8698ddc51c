"""What arrives: everything about a new record that can say whose it is (R2)."""

from pydantic import Field

from shared.domain.case_file import Origin, RecordType
from shared.domain.value import Frozen, Value


class Draft(Frozen):
    """A record before matching; `verified` says of a mail that it passed DMARC.

    `asset_by_hand` says whether a person names the asset now; None: if it comes by one (R8).
    """

    record_type: RecordType = "case"
    origin: Origin
    verified: bool = False
    asset_by_hand: bool | None = None
    account: str | None = None
    contact: str | None = None
    email: str | None = None
    asset: str | None = None
    serial_number: str | None = None
    product: str | None = None
    entitlement: str | None = None
    fields: dict[str, Value] = Field(default_factory=dict)

    @property
    def by_a_person(self) -> bool:
        """Whether it came through API or console: there an entitlement can be named and refused (R1)."""
        return self.origin in ("api", "console")

    @property
    def picks_asset(self) -> bool:
        """Whether a person names an asset, which then must pass the filters (R8)."""
        by_hand = self.by_a_person if self.asset_by_hand is None else self.asset_by_hand
        return self.asset is not None and by_hand

    @property
    def named_entitlement(self) -> str | None:
        """The entitlement that its creator names; a name from web, mail or portal is ignored (R1)."""
        return self.entitlement if self.by_a_person else None

    @property
    def domain_is_trusted(self) -> bool:
        """Whether the sender's domain says anything: behind a sign-in, or DMARC passed (R2)."""
        if self.origin == "email":
            return self.verified
        return self.origin != "web"
