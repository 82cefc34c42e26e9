/**
 * Rulesets as text in nft's syntax, for people to read and for {@code nft -f} to load.
 *
 * <p>What may enter: printing. Nothing here decides or changes anything.
 */
@NullMarked
package io.portcullis.compiler.render;

import org.jspecify.annotations.NullMarked;
