/** Stop and start while clients send. Neighbour: the fixture in the room above. */
@NullMarked
package io.mychat.gateway.system.restart;

import org.jspecify.annotations.NullMarked;
