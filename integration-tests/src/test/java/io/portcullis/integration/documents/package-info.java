/** What the documentation says, held to what the code does. */
@NullMarked
package io.portcullis.integration.documents;

import org.jspecify.annotations.NullMarked;
