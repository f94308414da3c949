/** Tests of {@code tls}. */
@NullMarked
package io.mychat.gateway.transport.common.tls;

import org.jspecify.annotations.NullMarked;
