/** A gateway as a part of a host application: what it leaves behind, and what it leaves alone. */
@NullMarked
package io.mychat.gateway.system.embedding;

import org.jspecify.annotations.NullMarked;
