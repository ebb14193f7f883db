#!/usr/bin/env bash
# Makes docs/review.png, the picture of the review page in the README, of a sample. Needs Chromium.
#
#     cargo build --release && packaging/picture.sh target/release/enru
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

sample=samples/undp-issyk-kul-water
"$program" review --quiet "$sample.en.txt" "$sample.ru.txt" -o "$folder/page.html"
# No sandbox: in a container Chromium may have no right to one.
chromium --headless --no-sandbox --hide-scrollbars --force-device-scale-factor=1 --window-size=1100,640 \
    --virtual-time-budget=3000 --lang=en-GB --screenshot="$folder/page.png" "file://$folder/page.html" 2>/dev/null
# A picture of text and flat colours needs few of them.
if command -v pngquant >/dev/null; then
    pngquant --force --output "$folder/page.png" 64 "$folder/page.png"
fi
cp "$folder/page.png" docs/review.png
ls -l docs/review.png
