"""Examples of what people ask for, kind by kind: shown beside the question, chosen with one tap."""

from __future__ import annotations

from collections.abc import Mapping

from matching.i18n import N_

IDEAS: Mapping[str, tuple[str, ...]] = {
    "garden_snow": (N_("庭の草取り"), N_("庭木の枝切り"), N_("玄関前の雪かき")),
    "home": (N_("たんすの移動"), N_("電球の交換"), N_("障子の張り替え")),
    "digital": (N_("スマホの使い方を教えてほしい"), N_("Wi-Fiの設定"), N_("LINEの使い方")),
    "transport": (N_("通院の付き添い"), N_("買い物への送迎"), N_("車いすでの外出")),
    "errands": (N_("買い物の代行"), N_("ごみ出し"), N_("書類の記入の手伝い")),
    "talking": (N_("話し相手"), N_("見守りの訪問"), N_("囲碁・将棋の相手")),
    "children": (N_("登下校の見守り"), N_("宿題の手伝い"), N_("絵本の読み聞かせ")),
    "events": (N_("夏祭りの会場づくり"), N_("運動会の受付"), N_("屋台の手伝い")),
    "disaster": (N_("防災訓練の手伝い"), N_("炊き出し訓練"), N_("火の用心の見回り")),
    "clean_up": (N_("河川の清掃"), N_("公園のごみ拾い"), N_("側溝の泥上げ")),
    "languages": (N_("役所での通訳"), N_("お知らせの翻訳"), N_("日本語の勉強の手伝い")),
    "know_how": (N_("回覧板づくり"), N_("チラシのデザイン"), N_("会計の相談")),
    "culture": (N_("子ども食堂の手伝い"), N_("体操の先生"), N_("書道の先生")),
}
