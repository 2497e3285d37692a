"""What people send to each address: what a page of theirs would, so that it could succeed."""

from __future__ import annotations

from typing import Any

from tests.house.things import jpeg, register

NAME = {
    "family_name": "長田", "given_name": "ふみ", "family_kana": "おさだ", "given_kana": "ふみ",
}  # fmt: skip
PROFILE = NAME | {"language": "ja", "version": "1", "district_id": ""}
CALLER = PROFILE | {"phone": "055-237-1161", "agrees": "y", "town": "善光寺町", "roles": "resident"}
ASKED = {
    "kind": "garden_snow", "title": "庭の草取り", "body": "腰が痛くて草が取れません。",
}  # fmt: skip
SHEET = ASKED | {
    "helpers_wanted": "3", "remote": "y", "timing": "fixed", "slots-0-on": "2026-12-06",
    "slots-0-begins": "8:00", "slots-0-ends": "10:00", "version": "{version}", "district_id": "",
    "things-0-kind": "", "initiative_id": "",
}  # fmt: skip
HELD = {"held_on": "2026-11-21", "hours": "1", "minutes": "35", "people": "1"}
NOTE = {"note": "日にちを変えたいため。"}
PASSWORD = "ummyaku-na-nagai-kotoba-2026"
VAN = {"kind": "vehicle", "name": "ワゴン車", "quantity": "1"}
GROUP = {"name": "新しい名前", "purpose": "清掃", "version": "1", "district_id": ""}

FORMS: dict[str, dict[str, Any]] = {
    "/account/password": {"password": PASSWORD, "again": PASSWORD},
    "/account/profile": PROFILE,
    "/answer/<token>": {"answer": "yes"},
    "/certificates/<certificate>/revoke": {"reason": "書き直すため。"},
    "/certificates/new": {"period": "this_year", "prints_list": "y", "sure": "1"},
    "/components": {"title": "x", "helpers": "1", "way": "garden", "agreed": "y", "slots-0-on": "2026-12-06", "slots-1-on": "2026-12-07"},
    "/desk/intake": CALLER | ASKED | {
        "day": "11月28日", "starts": "9時", "ends": "11時半", "keep": "1", "elsewhere": "y",
        "place_district": "1", "skill": "", "channel": "phone",
    },
    "/desk/matches/<match>/answer": {"answer": "yes", "places": "1"},
    "/desk/needs/<need>/asks": {
        "offers": "{offer_id}", "answer_on": "2026-11-26", "answer_at": "12:00",
    },
    "/desk/needs/<need>/publish": {"version": "{version}"},
    "/desk/needs/<need>/return": NOTE,
    "/desk/week/asks": {"pairs": "{need_id}-{offer_id}"},
    "/exchange/export": {"encoding": "utf-8"},
    "/exchange/register": {"file": register()},
    "/letters/wishes": {"mode": "in_app"},
    "/matches/<match>/answer": {"answer": "yes"},
    "/matches/<match>/approve": HELD | {"initiative": "", "solved": ""},
    "/matches/<match>/cancel": NOTE,
    "/matches/<match>/miss": NOTE,
    "/matches/<match>/no-show": NOTE,
    "/matches/<match>/outcome/correct": HELD | {"hours": "2", "initiative": "", "reason": "聞き違い"},
    "/matches/<match>/override": NOTE,
    "/matches/<match>/report": HELD | {"came": "yes", "solved": ""},
    "/needs/<need>/apply": {"message": "近くに住んでいます。"},
    "/needs/<need>/check": {"version": "{version}"},
    "/needs/<need>/close": {"closing": "withdrawn"},
    "/needs/<need>/edit": SHEET,
    "/needs/<need>/photos": {"photo": jpeg()},
    "/needs/<need>/sheet": SHEET,
    "/needs/<need>/steps/<step>": ASKED | {"version": "{version}"},
    "/needs/new": ASKED,
    "/needs/sheet": SHEET,
    "/offers/<offer>/<part>": {"grass_cutting": "can", "head_count": "4"},
    "/offers/<offer>/note": NOTE,
    "/offers/<offer>/resources/<resource>": VAN,
    "/offers/<offer>/resources/new": VAN,
    "/offers/mine/<part>": {"grass_cutting": "can", "head_count": "4"},
    "/offers/mine/resources/<resource>": VAN,
    "/offers/mine/resources/new": VAN,
    "/organizations/<organization>/decide": {"approval": "approved"},
    "/organizations/<organization>/edit": GROUP,
    "/organizations/<organization>/officers": {"email": "another@people.example"},
    "/organizations/<organization>/students/<affiliation>": {"approval": "approved"},
    "/organizations/act": {"organization": "{organization_id}"},
    "/organizations/affiliation": {"university": "{organization_id}"},
    "/organizations/domains": {"university": "{organization_id}", "domain": "st.example.ac.jp"},
    "/organizations/new": GROUP | {"kind": "group"},
    "/people/<person>/profile": PROFILE,
    "/people/<person>/roles": {"roles": ["volunteer", "resident"]},
    "/people/new": CALLER,
    "/plans/<plan>/carry-over": {"name": "次の計画", "first_year": "2028", "last_year": "2032"},
    "/preferences": {"text": "large"},
    "/sign-in": {"email": "newcomer@people.example"},
    "/sign-in/code": {"code": "{code}"},
    "/sign-in/password": {"email": "newcomer@people.example", "password": PASSWORD},
    "/sign-up": NAME | {"roles": "volunteer", "agrees": "y", "district_id": ""},
    "/verify": {"code": "{code}"},
}  # fmt: skip
"""What a page of theirs would send, by address; nothing where a button is all there is."""
