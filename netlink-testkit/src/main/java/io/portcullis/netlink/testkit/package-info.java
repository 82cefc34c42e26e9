/**
 * A fake nf_tables, for tests of what uses {@link io.portcullis.netlink.nftables.NftKernel}: it
 * keeps tables in memory, changes them in transactions, and refuses what the kernel refuses.
 *
 * <pre>{@code
 * FakeKernel kernel = new FakeKernel();
 * try (NftKernel nft = kernel.connect()) {
 *   NftTable table = new NftTable(NfFamily.INET, "t");
 *   NftOperation add = new NftOperation.AddTable(table);
 *   NftOperation rule = new NftOperation.AddRule(NfFamily.INET, "t", NftRule.of("none"));
 *   try {
 *     nft.commit(List.of(add, rule), nft.generation());
 *   } catch (NftException refused) {
 *     System.out.println(refused.getMessage());
 *   }
 *   System.out.println(nft.tables());
 * }
 * }</pre>
 *
 * <p>In scope: every operation of {@link io.portcullis.netlink.nftables.NftOperation} but those of
 * flowtables, which it refuses with EOPNOTSUPP; references between rules, chains, sets, elements
 * and objects, with ENOENT, EEXIST, EBUSY, EINVAL; generations, and ERESTART for stale ones;
 * handles; tables that a connection owns. Not in scope: packets, anonymous sets, timeouts that
 * pass, overlap of intervals, loops of chains, which expressions a hook allows. A contract test
 * runs on this and on the real kernel, and they must agree.
 *
 * <p>What may enter: what tests need in the kernel's place. No I/O, no threads.
 */
@NullMarked
package io.portcullis.netlink.testkit;

import org.jspecify.annotations.NullMarked;
