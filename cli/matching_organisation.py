"""The organisation of a matching case, as the two read rounds would find it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from shared.domain.account import Account, ancestors_of
from shared.domain.asset import Asset, serial_key
from shared.domain.case_file import RecordType
from shared.domain.contact import Contact, domain_of, email_key
from shared.domain.coverage import AccountCoverage, contract_of, cover
from shared.domain.entitlement import Covers, Entitlement, Policy
from shared.domain.matching import (
    AccountRef,
    AssetRef,
    ContactRef,
    Draft,
    EntitlementRef,
    EntitlementRule,
    Findings,
    MatchingSettings,
)
from shared.domain.service_contract import ContractLine, ServiceContract
from shared.domain.settings_document import AutoAssign, LookupFilters
from shared.domain.value import Frozen
from shared.domain.written import Count, Day


class CaseEntitlement(Frozen):
    """An entitlement in the short form of matching cases."""

    id: str
    account: str
    start_date: Day | None = None
    end_date: Day | None = None
    process: str | None = None
    asset: str | None = None
    line: str | None = None
    contract: str | None = None
    contacts: tuple[str, ...] = ()
    cases: Count | None = None
    used: int = 0
    policy: Policy = "warn"
    precedence: int = 100
    covers: Covers = "account"

    def entitlement(self) -> Entitlement:
        """The entitlement itself."""
        body = self.model_dump(exclude={"cases", "used"})
        return Entitlement(**body, cases_per_entitlement=self.cases)


class CaseOrganisation(Frozen):
    """`org` of a matching case."""

    zone: str = "UTC"
    public_mail_domains: tuple[str, ...] = ()
    auto_assign: AutoAssign = AutoAssign()
    lookup_filters: LookupFilters = LookupFilters()
    accounts: tuple[Account, ...] = ()
    contacts: tuple[Contact, ...] = ()
    assets: tuple[Asset, ...] = ()
    contracts: tuple[ServiceContract, ...] = ()
    lines: tuple[ContractLine, ...] = ()
    processes: dict[str, RecordType] = Field(default_factory=dict)
    entitlements: tuple[CaseEntitlement, ...] = ()
    rules: tuple[EntitlementRule, ...] = ()

    def settings(self) -> MatchingSettings:
        """What matching needs to know of it."""
        return MatchingSettings(
            zone=self.zone,
            public_mail_domains=frozenset(self.public_mail_domains),
            auto_assign=self.auto_assign,
            lookup_filters=self.lookup_filters,
            rules=self.rules,
            process_types=self.processes,
        )

    def findings(self, draft: Draft) -> Findings:
        """What round one would find for a draft."""
        domain = domain_of(draft.email) if draft.email else None
        contacts = {contact.id: contact for contact in self.contacts}
        assets = {asset.id: asset for asset in self.assets}
        named = next((e for e in self.entitlements if e.id == draft.named_entitlement), None)
        known = any(account.id == draft.account for account in self.accounts)
        return Findings(
            by_email=tuple(
                self._contact(contact)
                for contact in self.contacts
                if draft.email and contact.email and _same(draft.email, contact.email)
            ),
            by_domain=tuple(
                self._account(account.id)
                for account in self.accounts
                if domain is not None and domain in account.email_domains
            ),
            by_serial=tuple(
                self._asset(asset)
                for asset in self.assets
                if draft.serial_number
                and asset.serial_number
                and serial_key(asset.serial_number) == serial_key(draft.serial_number)
            ),
            account=self._account(draft.account) if draft.account and known else None,
            contact=self._contact(contacts[draft.contact]) if draft.contact in contacts else None,
            asset=self._asset(assets[draft.asset]) if draft.asset in assets else None,
            entitlement=EntitlementRef(
                entitlement=named.id, **self._account(named.account).model_dump()
            )
            if named
            else None,
        )

    def coverages(self, accounts: Sequence[str]) -> tuple[AccountCoverage, ...]:
        """What round two would find."""
        return tuple(self._coverages(accounts))

    def _coverages(self, accounts: Sequence[str]) -> Iterator[AccountCoverage]:
        known = {account.id: account for account in self.accounts}
        lines = {line.id: line for line in self.lines}
        contracts = {contract.id: contract for contract in self.contracts}
        for name in accounts:
            if name not in known:
                continue
            owned = [e for e in self.entitlements if e.account == name]
            yield AccountCoverage(
                account=known[name],
                ancestors=self._account(name).ancestors,
                entitlements=tuple(
                    cover(
                        one.entitlement(),
                        line=lines.get(one.line or ""),
                        contract=contracts.get(
                            contract_of(one.entitlement(), lines.get(one.line or "")) or ""
                        ),
                        used=one.used,
                        process_type=self.processes.get(one.process or ""),
                    )
                    for one in owned
                ),
            )

    def _account(self, name: str) -> AccountRef:
        parents: Mapping[str, str | None] = {one.id: one.parent for one in self.accounts}
        return AccountRef(account=name, ancestors=ancestors_of(name, parents))

    def _contact(self, contact: Contact) -> ContactRef:
        return ContactRef(contact=contact.id, **self._account(contact.account).model_dump())

    def _asset(self, asset: Asset) -> AssetRef:
        above: dict[str, Any] = self._account(asset.account).model_dump()
        return AssetRef(asset=asset.id, product=asset.product, contact=asset.contact, **above)


def _same(left: str, right: str) -> bool:
    return email_key(left) == email_key(right)
