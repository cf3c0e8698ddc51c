"""What people may ask of versions and drafts of processes."""

from pydantic import BaseModel, ConfigDict

from functions.api.configuration_examples import DOCUMENTS
from functions.api.shapes import Asked, Flag


class DraftDocument(BaseModel):
    """A process that is being written: any object is kept, and judged with every answer."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"example": dict(DOCUMENTS["Process"])}
    )


class Publishing(Asked):
    """How a draft is published; its first version is always the default."""

    model_config = ConfigDict(json_schema_extra={"example": {"default": True}})
    default: Flag = False
