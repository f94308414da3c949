/** Mutated frames, messages and HTTP bodies against a running gateway. Neighbour: the fixture in the room above. */
@NullMarked
package io.mychat.gateway.attack.fuzz;

import org.jspecify.annotations.NullMarked;
