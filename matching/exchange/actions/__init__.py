"""Verbs of the exchange: check and import a register, keep and forget its file, write it out."""

from matching.exchange.actions.register import check_register as check_register
from matching.exchange.actions.register import import_register as import_register
