"""The first page of the desk: what waits, queue by queue."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import signed_in
from matching.desk import pages, policy
from matching.desk.rules import EMPTY_WORDS, QUEUE_HINTS, QUEUE_WORDS, Queue
from matching.desk.views.door import bp, elsewhere
from matching.i18n import _
from matching.web.transaction import session


@bp.get("/desk")
@signed_in(*policy.LOOK)
def index() -> ResponseReturnValue:
    now = clock.now()
    counts, organizations = pages.counted(session(), now)
    queue = pages.chosen_queue(request.args.get("queue"), counts)
    number = request.args.get("page", 1, type=int)
    waiting = pages.waiting(session(), queue, number, now)
    return render_template(
        "desk/index.html",
        queues=_lines(counts, queue),
        words=_words(queue),
        waiting=waiting,
        now=now,
        links=elsewhere({"organizations.index": organizations}),
    )


def _lines(counts: Mapping[Queue, int], chosen: Queue) -> list[tuple[str, str, int, bool]]:
    return [
        (_(QUEUE_WORDS[queue]), url_for("desk.index", queue=queue), count, queue is chosen)
        for queue, count in counts.items()
    ]


def _words(queue: Queue) -> list[str]:
    """Its name, what to do with it, and what an empty one says."""
    return [_(table[queue]) for table in (QUEUE_WORDS, QUEUE_HINTS, EMPTY_WORDS)]
