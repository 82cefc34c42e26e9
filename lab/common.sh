# shellcheck shell=bash disable=SC2034
# What both kinds of machines of the lab need; sourced by node.sh and client.sh.

# The office and the outside, as the example policy knows them.
LAB_OFFICE_V4="198.51.100.100"
LAB_OUTSIDE_V4="203.0.113.100"
LAB_OFFICE_V6="2001:db8:51::100"
LAB_OUTSIDE_V6="2001:db8:bad::100"

say() { printf 'lab: %s\n' "$*"; }

die() {
  printf 'lab: error: %s\n' "$*" >&2
  exit 1
}

# The link that has the given IPv4 address.
link_of() {
  local link
  link="$(ip -o -4 addr show | awk -v address="$1" '{ split($4, a, "/"); if (a[1] == address) print $2 }')"
  [ -n "$link" ] || die "no link has $1: did the private network come up?"
  printf '%s\n' "$link"
}

# Installs Debian packages that are not there yet.
need() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -y -q --no-install-recommends "${missing[@]}"
}
