/**
 * Which handler answers a command, and on what terms. Entry point: {@link
 * io.mychat.gateway.core.router.RouterManager}; used by the processor.
 */
@NullMarked
package io.mychat.gateway.core.router;

import org.jspecify.annotations.NullMarked;
