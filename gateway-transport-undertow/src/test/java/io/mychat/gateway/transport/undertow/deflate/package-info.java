/** Tests of compression. */
@NullMarked
package io.mychat.gateway.transport.undertow.deflate;

import org.jspecify.annotations.NullMarked;
