"""What the clock does with accounts."""

from matching.accounts.actions import forget_expired as forget_expired
