/** The management port over real sockets. Neighbour: the fixture in the room above. */
@NullMarked
package io.mychat.gateway.system.management;

import org.jspecify.annotations.NullMarked;
