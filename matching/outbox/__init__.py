"""The outbox: letters kept in the same transaction as what they tell of, sent afterwards."""
