#!/usr/bin/env bats
# plain only: what mails look like is the same under sanitizers.
# The newsletter as its reader sees it, in headless Chromium: it fits a computer and a phone without
# sideways scrolling, its text is large enough, its buttons can be hit with a thumb.

load helpers.bash

setup() {
    command -v chromium >/dev/null || skip 'chromium is not installed'
    open_site
    moe newsletter preview 2013-03 --to "$BATS_TEST_TMPDIR/preview" >/dev/null
}

# What each page measures in a frame of WIDTH px, all in one Chromium (which makes no window below
# 500): "page=lene.html scroll=320 view=320 smallest=16 button=48 lang=da", a line each.
measured() { # WIDTH
    local page all=$BATS_TEST_TMPDIR/page.html
    {
        echo '<!DOCTYPE html><script>let lines = ""; addEventListener("message", e =>'
        echo 'document.documentElement.setAttribute("data-measured", lines += e.data + ";"));</script>'
        for page in "$BATS_TEST_TMPDIR"/preview/*.html; do
            echo "<iframe name='$(basename "$page")' width='$1' height='900' style='border:0' srcdoc=\""
            { cat "$page" && measuring_script; } | sed 's/&/\&amp;/g; s/"/\&quot;/g'
            echo '"></iframe>'
        done
    } >"$all"
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$BATS_TEST_TMPDIR/chromium" --window-size=800,1000 \
        --virtual-time-budget=2000 --dump-dom "file://$all" 2>/dev/null |
        grep -o '^<html[^>]* data-measured="[^"]*"' | sed 's/.*data-measured="//' | tr -d '"' | tr ';' '\n' | grep .
}

measuring_script() {
    cat <<'JS'
<script>
addEventListener('load', () => {
  const texts = [...document.querySelectorAll('p, li, td')].filter(e => e.innerText && e.offsetHeight > 4);
  const sizes = texts.map(e => parseFloat(getComputedStyle(e).fontSize));
  const buttons = [...document.querySelectorAll('td[bgcolor] > a')].map(e => e.getBoundingClientRect().height);
  parent.postMessage(
    `page=${name} scroll=${document.documentElement.scrollWidth} view=${innerWidth} smallest=${Math.min(...sizes)} ` +
    `button=${Math.round(Math.min(...buttons, 1000))} lang=${document.querySelector('body [lang]').lang}`, '*');
});
</script>
JS
}

value() { # NAME
    tr ' ' '\n' <<<"$seen" | sed -n "s/^$1=//p"
}

fits() { # WIDTH
    local seen pages=0
    while read -r seen; do
        echo "at $1: $seen"
        [ "$(value scroll)" -le "$(value view)" ]
        [ "$(value view)" -le "$1" ]
        awk -v px="$(value smallest)" 'BEGIN { exit !(px >= 16) }'
        [ "$(value button)" -ge 44 ]
        [ "$(value lang)" = da ]
        pages=$((pages + 1))
    done < <(measured "$1" | sort -u)
    [ "$pages" -eq 8 ]
}

@test "a computer, 600 px: no sideways scrolling, text and buttons large enough" {
    fits 600
}

@test "a phone, 320 px: no sideways scrolling, text and buttons large enough" {
    fits 320
}
