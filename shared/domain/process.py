"""Entitlement process: the promise of one version, as it is published (P1)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from shared.domain.criteria import Condition, FieldName, fields_read
from shared.domain.faults import faults_of
from shared.domain.formula import Trees, trees_in, without_trees
from shared.domain.process_parts import EventCompletion, MilestoneItem
from shared.domain.process_words import Name, not_empty
from shared.domain.value import Frozen
from shared.errors import Refused

MAX_MILESTONES = 1_000


class MilestoneType(Frozen):
    """What all items of one milestone type share (M6)."""

    recurrence: Literal["none", "independent", "sequential"] = "none"


class EntitlementProcess(Frozen):
    """One version of a process; immutable once published (P2)."""

    name: Name
    version: Annotated[int, Field(ge=1)] | None = None
    notes: Annotated[str, Field(max_length=2_000)] = ""
    applies_to: Literal["case", "work_order"] = "case"
    business_hours: Name | None = None
    entry: FieldName = "created_at"
    exit: Condition | None = None
    on_reopen: Literal["continue", "exclude_closed_time", "restart"] = "continue"
    pause: Condition | None = None
    milestone_types: dict[Name, MilestoneType] = Field(default_factory=dict)
    milestones: Annotated[
        tuple[MilestoneItem, ...],
        BeforeValidator(not_empty),
        Field(max_length=MAX_MILESTONES),
    ]

    @classmethod
    def parse(
        cls, mapping: Mapping[str, object], trees: Trees | None = None
    ) -> "EntitlementProcess":
        """Read the file form; raises Refused with every fault and its path (P5)."""
        try:
            return cls.model_validate(mapping, context=trees)
        except ValidationError as error:
            name = mapping.get("name", "?")
            raise Refused(
                f"The process '{name}' cannot be read.", faults=faults_of(error)
            ) from error

    @classmethod
    def published(cls, body: Mapping[str, object]) -> "EntitlementProcess":
        """Read a stored version, whose formulas were parsed when it was published (K3)."""
        return cls.parse(without_trees(body), trees_in(body))

    @property
    def idle_types(self) -> tuple[str, ...]:
        """Declared milestone types that no milestone is of."""
        used = {item.milestone for item in self.milestones}
        return tuple(name for name in self.milestone_types if name not in used)

    def to_mapping(self) -> dict[str, Any]:
        """The file form again, without what has its default."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def recurrence(self, milestone: str) -> Literal["none", "independent", "sequential"]:
        """How often the type recurs; `none` if left out."""
        declared = self.milestone_types.get(milestone)
        return declared.recurrence if declared else "none"

    def fields_read(self) -> frozenset[str]:
        """Every field that a criterion of this version looks at, related ones too (K5)."""
        return frozenset[str]().union(
            {self.entry},
            *(fields_read(condition) for condition in self.conditions()),
            *(
                item.within_formula.fields
                for item in self.milestones
                if item.within_formula is not None
            ),
        )

    def conditions(self) -> Iterator[Condition]:
        """Every condition of the version."""
        yield from (condition for condition in (self.exit, self.pause) if condition)
        for item in self.milestones:
            yield from (condition for condition in (item.when, item.pause) if condition)
            if item.complete and not isinstance(item.complete, EventCompletion):
                yield item.complete

    def calendar_names(self) -> frozenset[str]:
        """Every calendar that the version names."""
        own = {self.business_hours, *(item.business_hours for item in self.milestones)}
        return frozenset(name for name in own if name)
