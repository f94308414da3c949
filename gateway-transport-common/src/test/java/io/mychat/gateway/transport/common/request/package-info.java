/** Tests of {@code request}. */
@NullMarked
package io.mychat.gateway.transport.common.request;

import org.jspecify.annotations.NullMarked;
