@NullMarked
package io.portcullis.agent.control;

import org.jspecify.annotations.NullMarked;
