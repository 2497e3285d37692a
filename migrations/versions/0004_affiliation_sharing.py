"""Whether a student's university may see their name with their hours.

Revision: 0004, after 0003. Undone by `downgrade`; students are then asked anew.
"""

import sqlalchemy as sa
from alembic import op

import matching.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "affiliation",
        sa.Column("shared_at", matching.db.base.UTCDateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    op.drop_column("affiliation", "shared_at")
