/** Tests of compression. */
@NullMarked
package io.mychat.gateway.transport.common.deflate;

import org.jspecify.annotations.NullMarked;
