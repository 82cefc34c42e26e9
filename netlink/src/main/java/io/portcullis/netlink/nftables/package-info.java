/**
 * nf_tables as immutable values: tables, chains, rules, sets and their elements, and the codec
 * between them and netlink messages.
 *
 * <p>A table that counts datagrams as they leave, and what it counted. All of a commit happens, or
 * nothing; the generation says from which state on, and a commit for another one is refused:
 *
 * <pre>{@code
 * try (NfTables nft = NfTables.open()) {
 *   BaseHook output =
 *       new BaseHook("filter", BaseHook.LOCAL_OUT, 0, BaseHook.ChainPolicy.ACCEPT, List.of());
 *   NftRule rule =
 *       NftRule.of(
 *               "out",
 *               new Meta(Register.R0, Meta.L4PROTO),
 *               new Cmp(Register.R0, Cmp.Op.EQ, Bytes.ofU8(17)),
 *               Counter.ZERO)
 *           .withUserData(Comments.of("datagrams"));
 *   List<NftOperation> operations =
 *       List.of(
 *           new NftOperation.AddTable(new NftTable(NfFamily.INET, "example")),
 *           new NftOperation.AddChain(
 *               NfFamily.INET, "example", NftChain.base("out", output, UserData.NONE)),
 *           new NftOperation.AddRule(NfFamily.INET, "example", rule));
 *   long generation = nft.commit(operations, nft.generation());
 *   System.out.println("made generation " + generation);
 * }
 * }</pre>
 *
 * <p>{@code nft list ruleset} shows it with its comment. Its counters, read back:
 *
 * <pre>{@code
 * try (NfTables nft = NfTables.open()) {
 *   Ruleset held = nft.dump(NfFamily.INET, "example").orElseThrow();
 *   for (NftRule rule : held.rulesOf("out")) {
 *     for (Expression expression : rule.expressions()) {
 *       if (expression instanceof Counter counter) {
 *         String of = Comments.read(rule.userData()).orElse("a rule");
 *         System.out.println(of + ": " + counter.packets() + " packets");
 *       }
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A refusal names the operation, its object, and what the kernel says:
 *
 * <pre>{@code
 * try (NfTables nft = NfTables.open()) {
 *   NftRule lost = NftRule.of("nowhere", Counter.ZERO);
 *   nft.commit(List.of(new NftOperation.AddRule(NfFamily.INET, "example", lost)), 0);
 * } catch (NftException refused) {
 *   System.out.println(refused.getMessage());
 * }
 * }</pre>
 *
 * <p>To watch what others commit, and where packets go, see {@link
 * io.portcullis.netlink.nftables.events}.
 *
 * <p>Names are the kernel's ({@code include/uapi/linux/netfilter/nf_tables.h}). Values compare by
 * content, so what was sent and what was read back can be compared with {@code equals}. What may
 * enter: objects of nf_tables and their encoding. Expressions live in {@link
 * io.portcullis.netlink.nftables.expr}.
 */
@NullMarked
package io.portcullis.netlink.nftables;

import org.jspecify.annotations.NullMarked;
