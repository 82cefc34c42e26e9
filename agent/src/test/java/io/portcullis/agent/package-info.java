/** What a user is told about files and configuration, and what the kernel says of links. */
@NullMarked
package io.portcullis.agent;

import org.jspecify.annotations.NullMarked;
