/**
 * The command line: arguments in, text or JSON and an exit code out.
 *
 * <p>What may enter: parsing, printing, and calls into the agent. Answers go to standard output,
 * errors and warnings to standard error, and no stack trace to anybody who did not ask for one.
 */
@NullMarked
package io.portcullis.cli;

import org.jspecify.annotations.NullMarked;
