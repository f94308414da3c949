/** A gateway in the Jakarta container of a host. */
@NullMarked
package io.mychat.gateway.system.containers;

import org.jspecify.annotations.NullMarked;
