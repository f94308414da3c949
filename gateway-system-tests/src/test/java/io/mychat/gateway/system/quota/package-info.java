/** One user who sends more than others, over real sockets. Neighbour: the fixture in the room above. */
@NullMarked
package io.mychat.gateway.system.quota;

import org.jspecify.annotations.NullMarked;
