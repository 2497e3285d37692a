#!/bin/sh
# A Chromium for the browser journeys: the system's; else Debian's package where that is allowed;
# else one loud line, which REQUIRE_BROWSER=1 makes a failure.
command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi 'cjk' && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
	apt-get update -qq >/dev/null 2>&1
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		chromium fontconfig fonts-noto-cjk fonts-noto-cjk-extra >/dev/null 2>&1
fi
command -v chromium >/dev/null && exit 0
echo "***** NO CHROMIUM: the browser journeys are skipped. Install Debian's chromium package. *****"
[ "${REQUIRE_BROWSER:-0}" != 1 ]
