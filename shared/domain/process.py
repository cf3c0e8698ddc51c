"""Entitlement process: the promise of one version, as it is published (P1)."""

from shared.domain.value import Frozen


class EntitlementProcess(Frozen):
    """One version of a process."""

    name: str
