"""Public holidays of countries and their parts, from the library `holidays`."""

from collections.abc import Mapping

from shared.domain.days_off import UnknownPlace
from shared.domain.formula.nearest import did_you_mean


def public_holidays(country: str, subdivision: str | None, years: range) -> Mapping[str, str]:
    """Date to English name, in order; raises UnknownPlace with the nearest codes."""
    # imported only here: it is large, and only those who publish a calendar need it
    import holidays  # noqa: PLC0415

    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        near = did_you_mean(country.upper(), known) or "; codes are those of ISO 3166, such as GB"
        words = f"there is no country '{country}'{near}"
        raise UnknownPlace("country", words)
    try:
        found = holidays.country_holidays(
            country, subdiv=subdivision, years=years, language="en_US"
        )
    except NotImplementedError as unknown:
        parts = known[country]
        near = did_you_mean(str(subdivision), parts) or _some(parts)
        words = f"'{country}' has no part '{subdivision}'{near}"
        raise UnknownPlace("subdivision", words) from unknown
    return {day.isoformat(): name for day, name in sorted(found.items())}


def _some(parts: list[str]) -> str:
    return f"; it has {', '.join(sorted(parts)[:60])}" if parts else "; name the country alone"
