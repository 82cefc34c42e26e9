#!/usr/bin/env bash
# Provisions a node of the Vagrant lab: Portcullis, two "pods" behind NodePort-like DNAT, and the
# example policy, loaded. May be run again. Not run on a virtual machine so far, but on machines of systemd-nspawn: see the
# Vagrantfile.
#
# Environment: LAB_NODE, LAB_V4, LAB_V6, LAB_POD_PREFIX.
set -euo pipefail
: "${LAB_NODE:?}" "${LAB_V4:?}" "${LAB_V6:?}" "${LAB_POD_PREFIX:?}"

repository=/vagrant
[ -x "$repository/portcullis" ] || repository="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck source=lab/common.sh
. "$repository/lab/common.sh"

# Ports of the example policy: 30080 is allowed to the office, 30999 to nobody.
ALLOWED=30080
DENIED=30999
POD_PORT=8080
POD_V4="$LAB_POD_PREFIX.2"
POD_V6="fd00:$(printf '%x' "${LAB_POD_PREFIX##*.}")::2"
HOST_V6="fd00:$(printf '%x' "${LAB_POD_PREFIX##*.}")::1"

# A network namespace with a server in it, as a pod is.
pod() {
  say "a pod at $POD_V4 and $POD_V6"
  systemctl stop lab-pod.service 2>/dev/null || true
  systemctl reset-failed lab-pod.service 2>/dev/null || true
  # systemd forgets a transient unit a moment after it has ended, and starts no other of that name before.
  for _ in $(seq 50); do
    [ "$(systemctl show -p LoadState --value lab-pod.service)" != not-found ] || break
    sleep 0.1
  done
  ip link del pod0 2>/dev/null || true
  ip netns del pod 2>/dev/null || true
  ip netns add pod
  ip link add pod0 type veth peer name eth0 netns pod
  ip addr add "$LAB_POD_PREFIX.1/24" dev pod0
  ip -6 addr add "$HOST_V6/64" dev pod0 nodad
  ip link set pod0 up
  ip -n pod addr add "$POD_V4/24" dev eth0
  ip -n pod -6 addr add "$POD_V6/64" dev eth0 nodad
  ip -n pod link set lo up
  ip -n pod link set eth0 up
  ip -n pod route add default via "$LAB_POD_PREFIX.1"
  ip -n pod -6 route add default via "$HOST_V6"
  systemd-run --quiet --collect --unit=lab-pod --property=Restart=on-failure \
    ip netns exec pod socat "TCP6-LISTEN:$POD_PORT,ipv6only=0,fork,reuseaddr" \
    "SYSTEM:echo pod of $LAB_NODE"
}

# What kube-proxy's nftables mode does for a NodePort, at its priorities.
nodeports() {
  local link="$1"
  say "NodePorts $ALLOWED and $DENIED on $link lead to the pod's $POD_PORT"
  sysctl -q net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
  nft -f - <<NFT
table inet lab-nodeports
delete table inet lab-nodeports
table inet lab-nodeports {
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    ip daddr $LAB_V4 tcp dport { $ALLOWED, $DENIED } dnat ip to $POD_V4:$POD_PORT
    ip6 daddr $LAB_V6 tcp dport { $ALLOWED, $DENIED } dnat ip6 to [$POD_V6]:$POD_PORT
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "pod0" masquerade
  }
}
NFT
}

# The example policy, with this node's name and link.
policy() {
  local link="$1" directory=/etc/portcullis/policy
  say "the example policy, for $link"
  mkdir -p "$directory"
  cp "$repository"/docs/examples/nodeports/*.yaml "$directory/"
  sed -i -e "s/node1-eth0/$LAB_NODE-$link/" -e "s/^\( *\)node: node1\$/\1node: $LAB_NODE/" \
    -e "s/^\( *\)interfaceName: eth0\$/\1interfaceName: $link/" "$directory"/*endpoint*.yaml
  "$repository/portcullis" agent --once --policy-dir "$directory" --node "$LAB_NODE"
  nft list table inet portcullis >/dev/null || die "the table is not there"
}

need iproute2 nftables socat openjdk-17-jdk-headless maven
link="$(link_of "$LAB_V4")"
ip -6 addr replace "$LAB_V6/64" dev "$link" nodad
# The client's second and third addresses are on this link, though not of its network.
ip route replace "$LAB_OFFICE_V4/32" dev "$link"
ip route replace "$LAB_OUTSIDE_V4/32" dev "$link"
ip -6 route replace "$LAB_OFFICE_V6/128" dev "$link"
ip -6 route replace "$LAB_OUTSIDE_V6/128" dev "$link"
pod
nodeports "$link"
policy "$link"
say "$LAB_NODE is guarded; look with: nft list table inet portcullis"
