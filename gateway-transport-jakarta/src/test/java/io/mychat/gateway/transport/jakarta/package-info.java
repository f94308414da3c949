@NullMarked
package io.mychat.gateway.transport.jakarta;

import org.jspecify.annotations.NullMarked;
