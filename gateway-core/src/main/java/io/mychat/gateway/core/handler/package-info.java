/**
 * The built-in commands: ordinary handlers. Entry point: {@link io.mychat.gateway.core.handler.BuiltInHandlers}.
 */
@NullMarked
package io.mychat.gateway.core.handler;

import org.jspecify.annotations.NullMarked;
