#!/usr/bin/env bash
# Tries the NodePorts of both nodes from the office and from outside, over IPv4 and IPv6, and says
# whether each did what the example policy says. Exits 1 if one did not. Not run between
# virtual machines so far, but between machines of systemd-nspawn: see the Vagrantfile.
set -euo pipefail

ALLOWED=30080
DENIED=30999
failed=0

# probe FROM TO PORT EXPECTED
probe() {
  local got=dropped answer
  answer="$(nc -n -w 3 -s "$1" "$2" "$3" </dev/null 2>/dev/null || true)"
  [ -z "$answer" ] || got=reached
  printf '%-22s -> %-16s %-6s expected %-8s got %-8s %s\n' "$1" "$2" "$3" "$4" "$got" "$answer"
  [ "$got" = "$4" ] || failed=$((failed + 1))
}

for node in 192.0.2.11 192.0.2.12; do
  probe 198.51.100.100 "$node" "$ALLOWED" reached
  probe 198.51.100.100 "$node" "$DENIED" dropped
  probe 203.0.113.100 "$node" "$ALLOWED" dropped
  probe 203.0.113.100 "$node" "$DENIED" dropped
done
for node in 2001:db8:2::11 2001:db8:2::12; do
  probe 2001:db8:51::100 "$node" "$ALLOWED" reached
  probe 2001:db8:51::100 "$node" "$DENIED" dropped
  probe 2001:db8:bad::100 "$node" "$ALLOWED" dropped
  probe 2001:db8:bad::100 "$node" "$DENIED" dropped
done

if [ "$failed" -gt 0 ]; then
  printf '%s probes did not do what was expected\n' "$failed"
  exit 1
fi
printf 'all probes did what was expected\n'
