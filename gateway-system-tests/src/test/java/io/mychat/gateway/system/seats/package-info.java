/** Random lives of connections against the model of the login policy. Neighbour: the fixture in the room above. */
@NullMarked
package io.mychat.gateway.system.seats;

import org.jspecify.annotations.NullMarked;
