#!/usr/bin/env bash
# What a package of the system has besides the program: manual pages, completions, the changelog. Into target/packaging.
#     cargo build --release && packaging/assets.sh && cargo deb --no-build
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
enru=${1:-target/release/enru}
folder=target/packaging
rm -rf "$folder"
mkdir -p "$folder/man"
"$enru" man -o "$folder/man"
"$enru" completions bash > "$folder/enru.bash"
"$enru" completions zsh > "$folder/_enru"
"$enru" completions fish > "$folder/enru.fish"
version=$("$enru" --version | cut -d ' ' -f 2)
date=$(LC_ALL=C date -R -u -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}")
printf 'enru (%s-1) unstable; urgency=medium\n\n  * See CHANGELOG.md.\n\n -- The enru founders <enru@example.org>  %s\n' \
    "$version" "$date" | gzip -9nc > "$folder/changelog.Debian.gz"
gzip -9n "$folder"/man/*.1
