"""Who is at the portal, and which cases are theirs: nothing else is there for them (S2)."""

from shared.domain.account import Account
from shared.domain.case_file import CaseFile
from shared.domain.contact import Contact
from shared.domain.entitlement import Entitlement
from shared.domain.value import Frozen
from shared.names import CUSTOMERS_GROUP, PARTNERS_GROUP


class Visitor(Frozen):
    """A customer or a partner who has signed in, as the directory knows them."""

    contact: Contact
    roles: tuple[str, ...]

    @property
    def company(self) -> str:
        """The account that they belong to."""
        return self.contact.account

    @property
    def is_customer(self) -> bool:
        """Whether they come for what is their own."""
        return CUSTOMERS_GROUP in self.roles

    @property
    def is_partner(self) -> bool:
        """Whether they come for the accounts that their company looks after."""
        return PARTNERS_GROUP in self.roles

    def looks_after(self, account: Account) -> bool:
        """Whether an account has the visitor's company as its partner."""
        return self.is_partner and account.partner == self.company

    def may_enter(self, account: Account) -> bool:
        """Whether an account is known to the visitor at all."""
        return (self.is_customer and account.id == self.company) or self.looks_after(account)

    def sees_all_of(self, account: Account) -> bool:
        """Whether they see what everybody of the account has asked."""
        own = self.is_customer and account.id == self.company and self.contact.delegate
        return own or self.looks_after(account)

    def may_see(self, file: CaseFile, account: Account) -> bool:
        """Whether a record of this account is one of theirs; work orders are never shown."""
        if file.record_type != "case" or file.account != account.id:
            return False
        own = self.may_enter(account) and file.contact == self.contact.id
        return own or self.sees_all_of(account)

    def is_entitled(self, entitlement: Entitlement, account: Account) -> bool:
        """Whether an entitlement that covers this account says something to the visitor."""
        named = entitlement.contacts
        return self.sees_all_of(account) or not named or self.contact.id in named
