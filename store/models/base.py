"""What all tables share: naming, types, keys, and the tenant's column."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, LargeBinary, MetaData, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

CURRENT = "nullif(current_setting('app.workspace', true), '')::uuid"

EMPTY_OBJECT = text("'{}'::jsonb")
EMPTY_LIST = text("'[]'::jsonb")
EMPTY_ARRAY = text("'{}'")
ZERO = text("0")

Key: TypeAlias = Annotated[UUID, mapped_column(primary_key=True, server_default=text("uuidv7()"))]
# Rows that are written all the time have no foreign key to the workspace: every insert would lock the same one row.
Tenant: TypeAlias = Annotated[UUID, mapped_column(server_default=text(CURRENT))]
OwnedTenant: TypeAlias = Annotated[
    UUID, mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), server_default=text(CURRENT))
]
Now: TypeAlias = Annotated[datetime, mapped_column(server_default=func.now())]
Touched: TypeAlias = Annotated[datetime, mapped_column(server_default=func.now(), onupdate=func.now())]
Object: TypeAlias = Annotated[dict[str, Any], mapped_column(server_default=EMPTY_OBJECT)]
Number: TypeAlias = Annotated[int, mapped_column(server_default=ZERO)]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {
        str: Text(),
        bytes: LargeBinary(),
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB(none_as_null=True),
        list[dict[str, Any]]: JSONB(none_as_null=True),
        list[str]: ARRAY(Text()),
        list[UUID]: ARRAY(Uuid()),
    }
    __mapper_args__ = {"eager_defaults": True}


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The column takes only these texts."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)
