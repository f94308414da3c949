@NullMarked
package io.mychat.gateway.transport.jakarta.http;

import org.jspecify.annotations.NullMarked;
