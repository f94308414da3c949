/** What RFC 6455 lets a client see, seen by clients that others wrote. Neighbour: the fixture in the room above. */
@NullMarked
package io.mychat.gateway.system.clients;

import org.jspecify.annotations.NullMarked;
