"""The first page of the desk: what waits, queue by queue."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import signed_in
from matching.desk import pages, policy
from matching.desk.rules import EMPTY_WORDS, QUEUE_HINTS, QUEUE_WORDS
from matching.desk.views.door import bp, elsewhere
from matching.i18n import _
from matching.web.transaction import session


@bp.get("/desk")
@signed_in(*policy.LOOK)
def index() -> ResponseReturnValue:
    now = clock.now()
    counts = pages.counted(session(), now)
    queue = pages.chosen_queue(request.args.get("queue"), counts)
    number = request.args.get("page", 1, type=int)
    words = [_(table[queue]) for table in (QUEUE_WORDS, QUEUE_HINTS, EMPTY_WORDS)]
    lines = [
        (_(QUEUE_WORDS[q]), url_for("desk.index", queue=q), count, q is queue)
        for q, count in counts.items()
    ]
    waiting = pages.waiting(session(), queue, number, now)
    return render_template(
        "desk/index.html", queues=lines, words=words, waiting=waiting, now=now, links=elsewhere()
    )
