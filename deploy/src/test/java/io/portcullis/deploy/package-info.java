/** What nodes are given, started as it is started there. */
@NullMarked
package io.portcullis.deploy;

import org.jspecify.annotations.NullMarked;
