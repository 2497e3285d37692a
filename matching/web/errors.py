"""Pages for what went wrong, in the reader's language, saying what to do."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from matching.errors import RuleBroken
from matching.i18n import N_, _
from matching.web import transaction

# status → (heading, what to do)
WORDS: dict[int, tuple[str, str]] = {
    400: (
        N_("送られた内容を読み取れませんでした"),
        N_("前のページに戻り、もう一度お試しください。"),
    ),
    401: (N_("サインインが必要です"), N_("サインインしてから、もう一度お試しください。")),
    403: (
        N_("このページは見られません"),
        N_("このページを見る権限がありません。必要なときはボランティアセンターへご連絡ください。"),
    ),
    404: (
        N_("ページが見つかりません"),
        N_("終わった募集か、住所（URL）の間違いかもしれません。募集の一覧から探してみてください。"),
    ),
    405: (N_("この操作はできません"), N_("前のページに戻り、もう一度お試しください。")),
    409: (N_("そのままでは続けられません"), N_("前のページに戻り、今の様子を確かめてください。")),
    413: (
        N_("送られたファイルが大きすぎます"),
        N_("10MBより小さいファイルを選んで、もう一度送ってください。"),
    ),
    429: (N_("回数が多すぎます"), N_("しばらく待ってから、もう一度お試しください。")),
    500: (
        N_("申し訳ありません。うまく動きませんでした"),
        N_("入力した内容は保存されていません。しばらく待ってから、もう一度お試しください。"),
    ),
    503: (N_("ただいま混み合っています"), N_("少し待ってから、もう一度お試しください。")),
}


def message(status: int, text: str = "") -> ResponseReturnValue:
    """The page that tells a person what went wrong and what to do."""
    heading, advice = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    page = render_template(
        "errors/message.html", status=status, heading=_(heading), text=text or _(advice)
    )
    return page, status


def _undo() -> None:
    """Whatever the failed request had begun is not kept, and the page can still be drawn."""
    transaction.session().rollback()


def init(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        return message(error.code)

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> ResponseReturnValue:
        del error
        return message(
            400, _("ページを開いてから時間がたったようです。開き直して、もう一度お試しください。")
        )

    @app.errorhandler(RuleBroken)
    def broken(error: RuleBroken) -> ResponseReturnValue:
        _undo()
        return message(409, _(error.text, **error.facts))

    @app.errorhandler(StaleDataError)
    def stale(error: StaleDataError) -> ResponseReturnValue:
        del error
        _undo()
        return message(
            409, _("ほかの人が先に変更しました。今の内容を確かめてから、もう一度お試しください。")
        )

    @app.errorhandler(OperationalError)
    def unreachable(error: OperationalError) -> ResponseReturnValue:
        current_app.logger.error("database: %s %s: %s", request.method, request.path, error.orig)
        transaction.give_up()
        return message(503)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        if current_app.testing:
            raise error
        current_app.logger.exception("%s %s", request.method, request.path)
        transaction.give_up()
        return message(500)
