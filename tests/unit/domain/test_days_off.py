"""Public holidays of a calendar are looked up by country and part before it is read (C1)."""

from collections.abc import Mapping
from typing import Any

import pytest

from cli.days_off import of_scenario
from shared.adapters.public_holidays import public_holidays
from shared.business_time import Calendar, parse_instant, timetable
from shared.domain.days_off import UnknownPlace, with_days_off, years_around
from shared.domain.scenario import live
from shared.errors import Refused

YEARS = range(2026, 2028)
HOURS = {"zone": "America/New_York", "week": {"wed": [["09:00", "17:00"]]}}


def known(country: str, subdivision: str | None, years: range) -> Mapping[str, str]:
    if country != "US":
        raise UnknownPlace("country", "there is no such country")
    if subdivision not in (None, "NY"):
        raise UnknownPlace("subdivision", "there is no such part")
    return {f"{year}-07-04": "Independence Day" for year in years}


def filled(holidays: Any) -> tuple[Any, list[str]]:
    form, faults = with_days_off({**HOURS, "holidays": holidays}, known, YEARS)
    return form["holidays"], [fault.pointer for fault in faults]


def test_C1_a_country_gets_its_days_off_with_their_names() -> None:
    days = {"2026-07-04": "Independence Day", "2027-07-04": "Independence Day"}
    assert filled({"country": "US"}) == ({"country": "US", "days": days}, [])
    wish = {"country": "US", "subdivision": "NY"}
    assert filled(["2026-01-01", wish]) == (["2026-01-01", {**wish, "days": days}], [])


def test_C1_every_unknown_place_is_told_at_its_path() -> None:
    wishes = [{"country": "UX"}, "2026-01-01", {"country": "US", "subdivision": "ZZ"}]
    assert filled(wishes)[1] == ["holidays[0].country", "holidays[2].subdivision"]
    assert filled({"country": "UX"})[1] == ["holidays.country"]


@pytest.mark.parametrize(
    "stays",
    [
        {"country": "US", "days": {"2026-01-01": "New Year"}},
        {"country": 7},
        {"country": "US", "subdivision": 7},
        ["2026-01-01", {"date": "2026-01-02"}],
        None,
    ],
)
def test_C1_what_says_its_days_or_cannot_be_read_is_left_as_it_is(stays: Any) -> None:
    assert filled(stays) == (stays, [])


def test_C1_the_library_knows_states_and_names_in_one_language() -> None:
    berlin = public_holidays("DE", "BE", range(2026, 2027))
    assert berlin["2026-03-08"] == "Women's Day"
    assert "2026-03-08" not in public_holidays("DE", "BY", range(2026, 2027))
    assert list(berlin) == sorted(berlin)


@pytest.mark.parametrize(
    ("country", "part", "key", "words"),
    [
        ("USA", None, "country", "did you mean US"),
        ("QQ", None, "country", "ISO 3166"),
        ("GB", "LON", "subdivision", "ENG, NIR, SCT, WLS"),
        ("SG", "X", "subdivision", "name the country alone"),
    ],
)
def test_C1_an_unknown_place_is_refused_with_what_may_be_meant(
    country: str, part: str | None, key: str, words: str
) -> None:
    with pytest.raises(UnknownPlace, match=words) as refused:
        public_holidays(country, part, YEARS)
    assert refused.value.key == key


def test_C1_a_looked_up_day_is_closed_and_its_neighbours_are_not() -> None:
    form, _ = with_days_off(
        {**HOURS, "holidays": {"country": "US", "subdivision": "NY"}},
        public_holidays,
        years_around(2026),
    )
    table = timetable(Calendar.from_mapping("Office", form))
    assert not table.is_open(parse_instant("2026-11-11T15:00:00Z"))  # Veterans Day
    assert table.is_open(parse_instant("2026-11-18T15:00:00Z"))


SCENARIO: dict[str, Any] = {
    "id": "C1-veterans-day",
    "calendars": {"Office": {**HOURS, "holidays": [{"country": "US"}]}},
    "process": {
        "name": "Support",
        "business_hours": "Office",
        "milestones": [{"milestone": "Reply", "within": "9h"}],
    },
    "record": {"type": "case", "created_at": "2026-11-04T14:00:00Z", "fields": {}},
    "until": "2026-11-30T00:00:00Z",
}


def test_M17_a_scenario_may_name_a_country_and_explains_by_the_holidays_name() -> None:
    life = live(of_scenario(SCENARIO))
    why = life.why(life.milestones[0])
    assert why is not None
    names = [span.name for span in why.not_counted if span.reason == "holiday"]
    assert names == ["Veterans Day"]


def test_C1_a_scenario_that_names_an_unknown_country_says_where() -> None:
    calendars = {"Office": {**HOURS, "holidays": {"country": "UX"}}}
    with pytest.raises(Refused) as refused:
        of_scenario({**SCENARIO, "calendars": calendars})
    assert [fault.pointer for fault in refused.value.faults] == [
        "calendars.Office.holidays.country"
    ]
