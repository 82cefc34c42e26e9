package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NftOperation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this library encodes is what libnftnl encodes, by way of a C program. */
final class NftnlVectorsTest {

  /**
   * Where only the order of attributes differs. The kernel parses them into a table by number
   * (nla_parse_nested_deprecated()), so that order means nothing to it.
   */
  private static final Map<String, String> REORDERED =
      Map.ofEntries(
          Map.entry("rule-meta", "libnftnl gives the key before the register"),
          Map.entry("rule-ct-state", "the key before the register"),
          Map.entry("rule-ct-direction", "the key before the register"),
          Map.entry("rule-fib", "flags, result, register"),
          Map.entry("rule-bitwise", "the operation before the length"),
          Map.entry("rule-lookup", "registers before the set's name"),
          Map.entry("rule-lookup-inverted", "registers before the set's name"),
          Map.entry("rule-lookup-map", "registers before the set's name"),
          Map.entry("rule-lookup-verdict", "registers before the set's name"),
          Map.entry("rule-dynset", "the set's name last"),
          Map.entry("rule-exthdr", "the operation before the flags"),
          Map.entry("rule-last", "the time before whether there was one"),
          Map.entry("rule-queue-register", "flags before the register"),
          Map.entry("rule-rt", "the key before the register"),
          Map.entry("rule-shift", "the operation before the length"),
          Map.entry("rule-xfrm", "the register last"),
          Map.entry("rule-comment", "user data before expressions"),
          Map.entry("rule-before", "the position before expressions"),
          Map.entry("object-counter-comment", "user data before the object's own"),
          Map.entry("rule-and", "the operation before the length"),
          Map.entry("rule-or", "the operation before the length"),
          Map.entry("rule-xor", "the operation before the length"),
          Map.entry("rule-dynset-counter", "the set's name after the registers"),
          Map.entry("rule-dynset-two", "the set's name after the registers"),
          Map.entry("object-tunnel", "ports first, flags last"),
          Map.entry("object-tunnel-ip6", "ports first, flags last"),
          Map.entry("object-tunnel-erspan-1", "ports first, flags last"),
          Map.entry("object-tunnel-erspan-2", "ports first, flags last"),
          Map.entry("elements-timeout", "the timeout before the key"),
          Map.entry("elements-expiration", "timeout and expiration before the key"));

  /**
   * Where libnftnl numbers the members of {@code NFTA_SET_ELEM_LIST_ELEMENTS} 1, 2, 3 and this
   * library says {@code NFTA_LIST_ELEM} for each, as the kernel does in dumps.
   */
  private static final Set<String> NUMBERED =
      Set.of("elements", "elements-interval", "elements-verdict");

  /**
   * Where the values differ, and by how many bytes ours is longer. Names in objref and of helpers,
   * and security contexts: libnftnl leaves out the NUL byte at the end, and the padding after it;
   * the kernel takes text either way (NLA_STRING). {@link NftnlRereadTest} shows that libnftnl
   * reads ours.
   */
  private static final Map<String, Integer> LONGER =
      Map.of(
          "rule-objref", 4,
          "rule-objref-map", 4,
          "object-ct-helper", 0,
          "object-secmark", 4,
          // libnftnl 1.2.4 does not know the mode.
          "rule-tunnel", 8,
          // libnftnl adds an empty NFTA_OBJ_DATA, at which nf_tables_delobj() does not look.
          "delete-object", -4,
          // libnftnl 1.2.4 puts NFTA_TUNNEL_KEY_VXLAN_GBP where nft_tunnel_obj_opts_init() reads
          // NFTA_TUNNEL_KEY_OPTS_VXLAN, which has the same number, and refuses it for being empty.
          "object-tunnel-vxlan", 4);

  @Test
  void theBytesAreThoseOfLibnftnl(@TempDir Path directory) throws Exception {
    Map<String, Bytes> expected = libnftnl(directory);
    Map<String, NftOperation> operations = NftnlVectors.all();
    frame(expected);

    assertThat(operations.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    Set<String> different = new TreeSet<>();
    Map<String, String> wrong = new TreeMap<>();
    operations.forEach(
        (name, operation) -> {
          Bytes ours = NftnlVectors.message(operation);
          Bytes theirs = java.util.Objects.requireNonNull(expected.get(name), name);
          if (!ours.equals(theirs)) {
            different.add(name);
            if (LONGER.containsKey(name)) {
              assertThat(ours.length() - theirs.length()).as(name).isEqualTo(LONGER.get(name));
              return;
            }
            if (!ours.slice(0, 20).equals(theirs.slice(0, 20))
                || !tree(ours).equals(tree(theirs))) {
              wrong.put(name, ours + " and " + theirs);
            }
          }
        });
    assertThat(wrong).isEmpty();
    Set<String> known = new TreeSet<>(REORDERED.keySet());
    known.addAll(NUMBERED);
    known.addAll(LONGER.keySet());
    assertThat(different).isEqualTo(known);
  }

  /** Takes out what begins and ends a batch, and compares that. */
  private static void frame(Map<String, Bytes> expected) {
    MessageWriter out = new MessageWriter(256);
    BatchCodec unused = BatchCodec.encode(out, List.of(), 0, 0);
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    // Ours asks for an acknowledgement of the end: NLM_F_ACK. And without an operation, it is 1.
    int end = raw.length / 2;
    assertThat(raw[end + 6])
        .isEqualTo((byte) (MessageHeader.NLM_F_REQUEST | MessageHeader.NLM_F_ACK));
    raw[end + 6] = MessageHeader.NLM_F_REQUEST;
    assertThat(Bytes.of(raw).slice(0, end)).isEqualTo(expected.remove("batch-begin"));
    assertThat(Bytes.of(raw).slice(end, raw.length)).isEqualTo(expected.remove("batch-end"));
  }

  /** The attributes of a message, without regard to order and to the numbers of elements. */
  static List<AttributeTree.Node> tree(Bytes message) {
    ByteBuffer buffer = ByteBuffer.wrap(message.toArray()).order(ByteOrder.nativeOrder());
    int type = MessageHeader.read(buffer, 0, buffer.capacity()).type() & 0xff;
    boolean elements =
        type == ObjectAttributes.NFT_MSG_NEWSETELEM || type == ObjectAttributes.NFT_MSG_DELSETELEM;
    return AttributeTree.of(new AttributeReader(buffer, 20, buffer.capacity()), elements);
  }

  private static Map<String, Bytes> libnftnl(Path directory) throws Exception {
    Map<String, Bytes> vectors = new LinkedHashMap<>();
    NftnlProgram.run(directory)
        .lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              vectors.put(line.substring(0, space), Bytes.ofHex(line.substring(space + 1)));
            });
    return vectors;
  }
}
