/**
 * One try of a call as HTTP has it (protocol.md section 3): writing it, carrying it within its bounds, reading what
 * comes back. Entry points: {@link io.mychat.gateway.backends.http.CallRequest}, {@link
 * io.mychat.gateway.backends.http.HttpSender} and {@link io.mychat.gateway.backends.http.ResponseReader}.
 */
@NullMarked
package io.mychat.gateway.backends.http;

import org.jspecify.annotations.NullMarked;
