"""Certificates of activity.

Revision: 0003, after 0002. Undone by `downgrade`; papers that are out can then be verified no more.
"""

import sqlalchemy as sa
from alembic import op

import matching.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=130), nullable=False),
        sa.Column("affiliation", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=60), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("activities", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("prints_list", sa.Boolean(), nullable=False),
        sa.Column("issued_at", matching.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", matching.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_certificate_days")),
        sa.CheckConstraint("activities > 0 and minutes > 0", name=op.f("ck_certificate_something")),
        sa.CheckConstraint(
            "revoked_at is null or superseded_by_id is null", name=op.f("ck_certificate_once")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["person.id"], name=op.f("fk_certificate_revoked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_superseded_by_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_certificate_superseded_by_id"), ["superseded_by_id"], unique=False
        )

    op.create_table(
        "certificate_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "minutes > 0 and people >= 0", name=op.f("ck_certificate_line_something")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_line_certificate_id_certificate"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_certificate_line_match_id_match")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_line")),
        sa.UniqueConstraint(
            "certificate_id", "match_id", name=op.f("uq_certificate_line_certificate_id_match_id")
        ),
    )
    with op.batch_alter_table("certificate_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_certificate_line_match_id"), ["match_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("certificate_line")
    op.drop_table("certificate")
