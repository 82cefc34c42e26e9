package io.portcullis.netlink.nftables;

import io.portcullis.netlink.sys.Errno;
import java.io.Serial;

/** The batch was meant for a generation that is past; nothing was changed. */
public final class StaleGenerationException extends NftException {

  @Serial private static final long serialVersionUID = 1L;

  /** For a batch that was meant for {@code generation}. */
  public StaleGenerationException(long generation) {
    super(
        Reason.STALE_GENERATION, Errno.ERESTART, "commit of a batch for generation " + generation);
  }
}
