/** Tests of {@code boringssl} with the real library. */
@NullMarked
package io.mychat.gateway.transport.common.tls.boringssl;

import org.jspecify.annotations.NullMarked;
