/** Tests of {@code http} without a whole transport. */
@NullMarked
package io.mychat.gateway.transport.undertow.tls;

import org.jspecify.annotations.NullMarked;
