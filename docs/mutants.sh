#!/bin/sh
# Changes the rules of money, prices, stock and orders in each place where that can be done, one at a time, and lists
# the changes that no test notices. Half an hour and more on one core; `cargo install cargo-mutants` comes first.
#
#   docs/mutants.sh                      all of the files below
#   docs/mutants.sh -f src/domain/money.rs
#
# The whole crate would take days, so floors 0 and 1 stand alone for this, in a crate made from them with their unit
# tests. What was found lies in target/mutants/mutants.out.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
out=${MUTANTS_DIR:-$here/target/mutants}
rules="money rate pricing tax shipping coupon quote stock cart saga payment refund order"
needs="minicbor argon2 hmac sha2 getrandom jiff iso_currency regex serde serde_json anyhow thiserror toml deunicode proptest"

rm -rf "$out/src" "$out/proptest-regressions"
mkdir -p "$out/src"
cp -R "$here/src/base" "$here/src/domain" "$out/src/"
cp -R "$here/proptest-regressions" "$here/Cargo.lock" "$out/"
printf '#[macro_use]\npub mod base;\npub mod domain;\n' > "$out/src/lib.rs"
{
    printf '[package]\nname = "rules"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n'
    for crate in $needs; do grep -m 1 "^$crate = " "$here/Cargo.toml"; done
    printf '[profile.dev]\ndebug = false\n[profile.dev.package]\n'
    printf '%s = { opt-level = 3 }\n' argon2 blake2
} > "$out/Cargo.toml"

if [ $# -eq 0 ]; then
    for rule in $rules; do set -- "$@" -f "src/domain/$rule.rs"; done
fi
cd "$out"
exec nice -n 10 cargo mutants --in-place --minimum-test-timeout 20 "$@" -- --lib domain::
