"""For developers: the e-mails that were written into files; never registered in production."""

from __future__ import annotations

from email.message import EmailMessage

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from matching.accounts.access import public
from matching.outbox.transports import written

bp = Blueprint("dev_mail", __name__)


@bp.get("/dev/mail")
@public
def index() -> ResponseReturnValue:
    folder = current_app.extensions["config"].var / "mail"
    mails = [_told(email) for email in written(folder)]
    return render_template("mailbox/dev.html", mails=mails, folder=folder)


def _told(email: EmailMessage) -> dict[str, str]:
    body = email.get_body(("plain",))
    return {
        "to": str(email["To"]),
        "subject": str(email["Subject"]),
        "date": str(email["Date"]),
        "text": body.get_content() if body else "",
    }
