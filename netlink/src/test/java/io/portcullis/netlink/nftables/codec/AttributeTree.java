package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The attributes of a message as a tree in which order does not count, but for lists: sorted by
 * type, and nested ones are those that say so ({@code NLA_F_NESTED}).
 */
final class AttributeTree {

  private static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;

  private AttributeTree() {}

  /** An attribute of {@code type}, with its value or what is inside it. */
  record Node(int type, Bytes value, List<Node> inside) {}

  /**
   * The tree of an nf_tables message's attributes.
   *
   * @param elements whether it is one of elements, whose list libnftnl numbers from 1 and the
   *     kernel's nf_tables_newsetelem() walks without looking at the numbers
   */
  static List<Node> of(AttributeReader in, boolean elements) {
    List<Node> nodes = read(in, elements ? Set.of(NFTA_SET_ELEM_LIST_ELEMENTS) : Set.of());
    nodes.sort(Comparator.comparingInt(Node::type));
    return nodes;
  }

  private static List<Node> read(AttributeReader in, Set<Integer> numbered) {
    List<Node> nodes = new ArrayList<>();
    while (in.next()) {
      boolean nested = (in.rawType() & AttributeReader.NLA_F_NESTED) != 0;
      List<Node> inside = List.of();
      if (nested) {
        inside = read(in.nested(), Set.of());
        if (numbered.contains(in.type())) {
          inside = inside.stream().map(node -> new Node(1, node.value, node.inside)).toList();
        } else if (inside.stream().map(Node::type).distinct().count() == inside.size()) {
          inside = inside.stream().sorted(Comparator.comparingInt(Node::type)).toList();
        }
      }
      nodes.add(new Node(in.type(), nested ? Bytes.EMPTY : in.bytes(), inside));
    }
    return nodes;
  }
}
