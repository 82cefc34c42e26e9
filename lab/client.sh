#!/usr/bin/env bash
# Provisions the client of the Vagrant lab: an address in the office, one outside of it, and the
# command lab-probe. May be run again. Not run on a
# virtual machine so far, but on machines of systemd-nspawn: see the Vagrantfile.
#
# Environment: LAB_V4, LAB_V6.
set -euo pipefail
: "${LAB_V4:?}" "${LAB_V6:?}"

repository=/vagrant
[ -e "$repository/lab/common.sh" ] || repository="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck source=lab/common.sh
. "$repository/lab/common.sh"

need iproute2 netcat-openbsd
link="$(link_of "$LAB_V4")"
ip -6 addr replace "$LAB_V6/64" dev "$link" nodad
ip addr replace "$LAB_OFFICE_V4/32" dev "$link"
ip addr replace "$LAB_OUTSIDE_V4/32" dev "$link"
ip -6 addr replace "$LAB_OFFICE_V6/128" dev "$link" nodad
ip -6 addr replace "$LAB_OUTSIDE_V6/128" dev "$link" nodad
install -m 0755 "$repository/lab/probe.sh" /usr/local/bin/lab-probe
say "the client is ready; try the nodes with: lab-probe"
