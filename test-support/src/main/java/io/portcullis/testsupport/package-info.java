/**
 * What kernel tests of several modules share. Every module may use this in its tests, so nothing
 * here may use a module.
 */
@NullMarked
package io.portcullis.testsupport;

import org.jspecify.annotations.NullMarked;
