"""Tests of letters in the app and of wishes about mail."""
