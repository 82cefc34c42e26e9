/** Policy changes while packets flow. */
@NullMarked
package io.portcullis.integration.update;

import org.jspecify.annotations.NullMarked;
