@NullMarked
package io.portcullis.policy.compare;

import org.jspecify.annotations.NullMarked;
