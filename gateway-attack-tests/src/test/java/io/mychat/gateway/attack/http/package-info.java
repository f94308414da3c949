/** Requests of the HTTP API and handshakes that are built to be read in two ways, to be large, or never to end. */
@NullMarked
package io.mychat.gateway.attack.http;

import org.jspecify.annotations.NullMarked;
