/** Tests of the section {@code logging} and of the lines. */
@NullMarked
package io.mychat.gateway.logging;

import org.jspecify.annotations.NullMarked;
