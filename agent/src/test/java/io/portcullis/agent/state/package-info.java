/** What is on disk, and what becomes of it. */
@NullMarked
package io.portcullis.agent.state;

import org.jspecify.annotations.NullMarked;
