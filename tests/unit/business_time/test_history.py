"""A calendar as a history of revisions (C7)."""

import pytest

from shared.business_time import CalendarHistory, CalendarRefused, parse_instant, timetable

DAYS = ("mon", "tue", "wed", "thu", "fri")
HOUR = 3_600
SEAM = "2026-03-04T12:00:00Z"


def hours(opens: str, closes: str, since: str | None = None) -> dict[str, object]:
    form: dict[str, object] = {"zone": "UTC", "week": {day: [[opens, closes]] for day in DAYS}}
    return form if since is None else {**form, "effective_from": since}


def history(*forms: dict[str, object]) -> CalendarHistory:
    return CalendarHistory.from_mapping("Office", forms)


def at(text: str) -> int:
    return parse_instant(f"2026-03-{text}:00Z")


def test_C7_each_stretch_counts_under_the_revision_then_in_force() -> None:
    table = timetable(history(hours("09:00", "17:00"), hours("08:00", "20:00", SEAM)))
    assert table.elapsed(at("03T00:00"), at("04T00:00")) == 8 * HOUR
    assert table.elapsed(at("04T00:00"), at("05T00:00")) == 11 * HOUR
    assert table.elapsed(at("05T00:00"), at("06T00:00")) == 12 * HOUR
    assert table.add(at("04T11:00"), 9 * HOUR) == at("04T20:00")
    assert table.add(at("04T20:00"), -9 * HOUR) == at("04T11:00")
    assert table.open_spans(at("04T00:00"), at("05T00:00")) == [(at("04T09:00"), at("04T20:00"))]
    assert table.next_close(at("04T10:00")) == at("04T20:00")


def test_C7_a_shift_that_the_next_revision_does_not_know_ends_at_the_seam() -> None:
    table = timetable(history(hours("09:00", "17:00"), hours("06:00", "10:00", SEAM)))
    assert table.next_close(at("04T11:00")) == at("04T12:00")
    assert [span.reason for span in table.closed_spans(at("04T11:00"), at("05T06:00"))] == [
        "outside hours",
        "outside hours",
    ]


def test_C7_the_first_revision_counts_from_the_beginning_of_time() -> None:
    table = timetable(history(hours("09:00", "17:00", SEAM)))
    assert table.elapsed(at("03T00:00"), at("04T00:00")) == 8 * HOUR


def test_C7_a_revision_saved_later_stands_in_for_those_that_were_still_to_come() -> None:
    late, soon = "2026-03-10T00:00:00Z", "2026-03-09T00:00:00Z"
    first, to_come = hours("09:00", "17:00"), hours("09:00", "18:00", late)
    found = history(first, to_come, hours("09:00", "19:00", soon))
    assert found == history(first, hours("09:00", "19:00", soon))


def test_C7_a_history_is_written_as_it_is_read() -> None:
    found = history(hours("09:00", "17:00"), hours("08:00", "20:00", SEAM))
    assert CalendarHistory.from_mapping("Office", found.to_mapping()) == found
    single = history(hours("09:00", "17:00", SEAM))
    assert CalendarHistory.from_mapping("Office", single.to_mapping()) == single


@pytest.mark.parametrize(
    ("form", "paths"),
    [
        ([], [""]),
        (["09:00"], ["[0].zone"]),
        ({**hours("09:00", "17:00"), "earlier": "x"}, ["earlier.zone"]),
        ([hours("09:00", "17:00"), hours("08:00", "17:00")], ["[1].effective_from"]),
        ([hours("09:00", "17:00", SEAM), hours("08:00", "17:00", SEAM)], ["[1].effective_from"]),
        (hours("09:00", "17:00", "tomorrow"), ["effective_from"]),
        (
            {**hours("09:00", "9"), "earlier": [hours("10:00", "10:00", "x")]},
            [
                *(f"earlier[0].week.{day}[0]" for day in DAYS),
                "earlier[0].effective_from",
                *(f"week.{day}[0][1]" for day in DAYS),
            ],
        ),
    ],
)
def test_C7_what_is_no_history_is_refused_with_every_fault(
    form: dict[str, object] | list[object], paths: list[str]
) -> None:
    with pytest.raises(CalendarRefused) as refused:
        CalendarHistory.from_mapping("Office", form)
    assert [fault.path for fault in refused.value.faults] == paths
