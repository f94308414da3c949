/**
 * Which handler or back-end service answers a command, and on what terms. Entry point: {@link
 * io.mychat.gateway.core.router.RouterManager}; used by the processor. Calls to services go through {@link
 * io.mychat.gateway.spi.backend.BackendServices}.
 */
@NullMarked
package io.mychat.gateway.core.router;

import org.jspecify.annotations.NullMarked;
