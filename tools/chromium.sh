# Shell function of ./test: a Chromium and a Korean font for the browser journeys.

majung_chromium() {
    if command -v chromium >/dev/null 2>&1 && fc-list :lang=ko 2>/dev/null | grep -q .; then
        return 0
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "majung: installing Chromium and a Korean font for the browser journeys …" >&2
        if apt-get update -qq >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-cjk \
            >/dev/null 2>&1; then
            return 0
        fi
    fi
    echo "./test: LOUD NOTE: Chromium could not be installed, so the browser journeys are skipped:" \
        "install the packages chromium and fonts-noto-cjk" >&2
    return 1
}
