/** Tests of {@code loop}. */
@NullMarked
package io.mychat.gateway.transport.nio.loop;

import org.jspecify.annotations.NullMarked;
