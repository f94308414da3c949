/** The rules between the modules and inside them (docs/adr/0002-modules.md). Sees every module, is seen by none. */
@NullMarked
package io.mychat.gateway.architecture;

import org.jspecify.annotations.NullMarked;
